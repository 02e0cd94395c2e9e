package dataset

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"lodestone/internal/model"
	"lodestone/internal/nearest"
)

// common are the keys every event has; true means required.
var common = map[string]bool{"id": true, "kind": true, "title": true, "announced": false, "from": true, "to": false,
	"source": true, "locator": false, "evidence": false, "note": false, "chance": false}

// control are the keys that scope a control at a border.
var control = []string{"origins", "destinations", "except", "commodities", "stages", "content"}

// supply are the keys that scope a loss of capacity.
var supply = []string{"facilities", "owners", "regions", "processes", "stages"}

// eventKinds says which keys each kind of event has besides the common ones,
// and which of them it needs.
var eventKinds = map[model.EventKind]struct{ may, must []string }{
	model.Embargo: {may: control},
	model.Quota:   {may: control, must: []string{"volume", "period"}},
	model.Licence: {may: append(slices.Clone(control), "validity", "pending", "general", "refuse"), must: []string{"approval", "delay"}},
	model.Tariff:  {may: control, must: []string{"rate"}},
	model.Outage:  {may: append(slices.Clone(supply), "recovery", "frequency", "duration"), must: []string{"loss"}},
	model.Closure: {may: supply},

	model.Purchase:  {must: []string{"stockpiles", "rate"}},
	model.Crackdown: {may: control, must: []string{"loss"}},
	model.Surge:     {may: []string{"end_uses", "regions", "recovery"}, must: []string{"factor"}},
	model.Release:   {must: []string{"stockpiles", "rate"}},

	model.ExportTax:     {may: control, must: []string{"rate"}},
	model.Offtake:       {may: control, must: []string{"rate"}},
	model.Project:       {may: []string{"capacity", "permit", "build", "ramp", "grant", "decision"}, must: []string{"facilities"}},
	model.Flood:         {may: append(slices.Clone(supply), "ramp"), must: []string{"push"}},
	model.Floor:         {may: append(slices.Clone(supply), "commodities", "share_above"), must: []string{"price"}},
	model.Subsidy:       {may: append(slices.Clone(supply), "commodities"), must: []string{"price"}},
	model.Stocking:      {may: []string{"regions", "commodities", "stages", "content", "ramp"}, must: []string{"cover"}},
	model.Permits:       {may: supply, must: []string{"factor"}},
	model.TechnologyBan: {may: append(slices.Clone(supply), "except"), must: []string{"factor"}},
	model.Takeover:      {may: supply, must: []string{"strategy"}},
	model.Sourcing:      {may: control, must: []string{"share"}},
	model.AirFreight:    {may: control, must: []string{"share", "lead_time"}},
}

// checkEvent checks the shape of an event: its kind, keys and dates.
func (s *scenarioReader) checkEvent(e *node) {
	if e.values == nil {
		s.report(e, "events", "expected a mapping with the keys of an event")
		return
	}
	kind := model.EventKind(s.text(e, "kind"))
	def, ok := eventKinds[kind]
	if !ok {
		known := EventKinds()
		if e.values["kind"] != nil {
			s.report(e.values["kind"], "kind", "expected one of %s%s", strings.Join(known, ", "), nearest.Hint(string(kind), known))
			return
		}
	}
	keys := map[string]bool{}
	for k, required := range common {
		keys[k] = required
	}
	for _, k := range def.may {
		keys[k] = false
	}
	for _, k := range def.must {
		keys[k] = true
	}
	s.checkKeys(e, keys, "event of kind "+string(kind))
	from, to := s.date(e, "from"), s.date(e, "to")
	if announced := s.date(e, "announced"); !announced.IsZero() && !from.IsZero() && from.Before(announced) {
		s.report(e.values["from"], "from", "comes before the event is announced (%s)", announced.Format(time.DateOnly))
	}
	if !to.IsZero() && !from.IsZero() && !to.After(from) {
		s.report(e.values["to"], "to", "must come after from (%s)", from.Format(time.DateOnly))
	}
	if (e.values["frequency"] == nil) != (e.values["duration"] == nil) {
		s.report(e, "frequency", "frequency and duration go together: what strikes at random lasts some weeks")
	}
}

// binder resolves the names in a scenario's events.
type binder struct {
	scenarioReader
	m *model.Model
}

// Bind resolves the names in the scenario against a model of its base year.
func (f *ScenarioFile) Bind(m *model.Model) (*model.Scenario, error) {
	b := &binder{scenarioReader: scenarioReader{file: f.file}, m: m}
	s := &model.Scenario{Name: f.Name, Title: f.Title, Description: f.Description, BaseYear: f.BaseYear, Start: f.Start,
		Weeks: f.Weeks, Assumptions: f.Assumptions, Correlations: f.correlations, Growing: f.Growing, Baseline: f.Baseline, Hash: f.Hash}
	for _, e := range f.events {
		s.Events = append(s.Events, b.event(e))
	}
	own := len(b.problems)
	for _, e := range f.against {
		s.Against = append(s.Against, b.event(e))
	}
	b.problems = b.problems[:own] // the baseline reports its own when it is read
	return s, b.problems.err()
}

func (b *binder) event(n *node) model.Event {
	e := model.Event{ID: b.text(n, "id"), Title: b.text(n, "title"), Kind: model.EventKind(b.text(n, "kind")),
		Announced: b.date(n, "announced"), From: b.date(n, "from"), To: b.date(n, "to"), Source: b.text(n, "source"),
		Locator: b.text(n, "locator"), Pos: model.Pos{File: b.file, Line: n.line}}
	e.Announces, e.Starts, e.Ends = b.span(n, "announced"), b.span(n, "from"), b.span(n, "to")
	if e.Announced.IsZero() {
		e.Announced, e.Announces = e.From, e.Starts
	}
	b.find(n.values["source"], "source", []string{e.Source}, len(b.m.Sources), func(i int) string { return b.m.Sources[i].ID })
	b.scope(n, &e.Scope)
	b.numbers(n, &e)
	if e.Kind == model.Licence {
		e.Approval, e.General = b.dated(n, "approval", e.Source), b.dated(n, "general", e.Source)
		b.refusal(n, &e)
	}
	e.Decision = b.oneOf(n, "decision", "committed", "margin")
	e.Strategy = b.oneOf(n, "strategy", model.ForProfit, model.StateBacked)
	return e
}

// oneOf reads a word that must be one of two.
func (b *binder) oneOf(n *node, key, first, second string) string {
	word := b.text(n, key)
	if word != "" && word != first && word != second {
		b.report(n.values[key], key, "expected %s or %s", first, second)
	}
	return word
}

// numbers reads the quantities an event of its kind may have.
func (b *binder) numbers(n *node, e *model.Event) {
	for _, x := range []struct {
		key, unit string
		low, high float64
		into      *model.Quantity
	}{
		{"delay", "wk", 0, 260, &e.Delay}, {"validity", "wk", 0, 520, &e.Validity}, {"pending", "1", 0, 1, &e.Pending}, {"period", "wk", 1, 260, &e.Period},
		{"recovery", "wk", 0, 520, &e.Recovery}, {"loss", "1", 0, 1, &e.Loss}, {"factor", "1", 0, 100, &e.Factor},
		{"capacity", b.throughputUnit(n), 0, 1e12, &e.Capacity}, {"permit", "wk", 0, 2600, &e.Permit}, {"build", "wk", 0, 2600, &e.Build},
		{"ramp", "wk", 0, 2600, &e.Ramp}, {"grant", "USD", 0, 1e15, &e.Grant}, {"price", b.priceUnit(n), 0, 1e12, &e.Price},
		{"share_above", "1", 0, 1, &e.ShareAbove}, {"push", "1", 0, 100, &e.Push}, {"cover", "wk", 0, 520, &e.Cover}, {"share", "1", 0, 1, &e.Share}, {"lead_time", "wk", 0, 260, &e.LeadTime},
		{"chance", "1", 0, 1, &e.Chance}, {"frequency", "1/yr", 0, 52, &e.Frequency}, {"duration", "wk", 0, 520, &e.Duration},
		{"volume", b.massUnit(n, "volume"), 0, 1e12, &e.Volume}, {"rate", b.rateUnit(n), 0, 1e12, &e.Rate},
	} {
		if n.values[x.key] == nil {
			continue
		}
		*x.into = b.quantity(n, x.key, e.Source, x.unit)
		low := x.low
		if x.key == "rate" && e.Kind == model.ExportTax {
			low = -1 // a rebate
		}
		if v := x.into.Value; v < low || v > x.high || math.IsNaN(v) {
			b.report(n.values[x.key], x.key, "expected a value from %g to %g %s", low, x.high, x.unit)
		}
	}
}

// massUnit is tonnes of whatever basis the number is written in: a quota may
// cover goods of several.
func (b *binder) massUnit(n *node, key string) string {
	v := n.values[key]
	if v == nil {
		return "t"
	}
	if v.values != nil && v.values["value"] != nil {
		v = v.values["value"]
	}
	_, word, _ := strings.Cut(v.scalar, " ")
	if _, basis, ok := strings.Cut(word, " "); ok {
		return "t " + basis
	}
	return "t"
}

// throughputUnit is what the facilities of a project are measured in.
func (b *binder) throughputUnit(n *node) string {
	for _, f := range b.m.Facilities {
		if slices.Contains(b.texts(n, "facilities"), f.ID) && len(f.Processes) > 0 {
			return b.m.Processes[f.Processes[0]].Unit + "/yr"
		}
	}
	return "t/yr"
}

// priceUnit is money per tonne of the commodities a payment is made on.
func (b *binder) priceUnit(n *node) string {
	if u := b.commodityUnit(n); u != "" {
		return "USD/" + u
	}
	return "USD/t"
}

// commodityUnit is the unit of the first commodity an event names.
func (b *binder) commodityUnit(n *node) string {
	for _, c := range b.m.Commodities {
		if slices.Contains(b.texts(n, "commodities"), c.ID) {
			return c.Unit
		}
	}
	return ""
}

// rateUnit is a share for a tariff and, for a release or a purchase, tonnes a
// week of what the stockpile holds.
func (b *binder) rateUnit(n *node) string {
	switch model.EventKind(b.text(n, "kind")) {
	case model.Tariff, model.ExportTax:
		return "1"
	case model.Offtake:
		if u := b.commodityUnit(n); u != "" {
			return u + "/wk"
		}
	}
	for _, s := range b.m.Stockpiles {
		if slices.Contains(b.texts(n, "stockpiles"), s.ID) {
			return b.m.Commodities[s.Commodity].Unit + "/wk"
		}
	}
	return "t/wk"
}

// scope resolves what an event acts on.
func (b *binder) scope(n *node, s *model.Scope) {
	m := b.m
	for _, x := range []struct {
		key   string
		count int
		id    func(int) string
		into  *[]int
	}{
		{"origins", len(m.Regions), func(i int) string { return m.Regions[i].ID }, &s.Origins},
		{"destinations", len(m.Regions), func(i int) string { return m.Regions[i].ID }, &s.Destinations},
		{"except", len(m.Regions), func(i int) string { return m.Regions[i].ID }, &s.Except},
		{"regions", len(m.Regions), func(i int) string { return m.Regions[i].ID }, &s.Regions},
		{"commodities", len(m.Commodities), func(i int) string { return m.Commodities[i].ID }, &s.Commodities},
		{"facilities", len(m.Facilities), func(i int) string { return m.Facilities[i].ID }, &s.Facilities},
		{"processes", len(m.Processes), func(i int) string { return m.Processes[i].ID }, &s.Processes},
		{"end_uses", len(m.EndUses), func(i int) string { return m.EndUses[i].ID }, &s.EndUses},
		{"stockpiles", len(m.Stockpiles), func(i int) string { return m.Stockpiles[i].ID }, &s.Stockpiles},
	} {
		*x.into = b.find(n.values[x.key], x.key, b.texts(n, x.key), x.count, x.id)
	}
	for _, i := range b.find(n.values["stages"], "stages", b.texts(n, "stages"), len(model.Stages), func(i int) string { return string(model.Stages[i]) }) {
		s.Stages = append(s.Stages, model.Stages[i])
	}
	s.Owners = b.owners(n)
	b.content(n, s)
}

// find returns the indices of the named things and reports unknown names.
func (b *binder) find(n *node, key string, names []string, count int, id func(int) string) []int {
	known := make([]string, count)
	for i := range known {
		known[i] = id(i)
	}
	var out []int
	for _, name := range names {
		if i := slices.Index(known, name); i >= 0 {
			out = append(out, i)
			continue
		}
		at := n
		for _, item := range itemsOf(n) {
			if item.scalar == name {
				at = item
			}
		}
		b.report(at, key, "unknown %q%s", name, nearest.Hint(name, known))
		b.problems[len(b.problems)-1].Value = ""
	}
	return out
}

func itemsOf(n *node) []*node {
	if n == nil {
		return nil
	}
	return n.list
}

func (b *binder) owners(n *node) []string {
	names := b.texts(n, "owners")
	var known []string
	for _, f := range b.m.Facilities {
		known = append(known, f.Owner)
	}
	for _, name := range names {
		if !slices.Contains(known, name) {
			b.report(n.values["owners"], "owners", "no facility is owned by %q%s", name, nearest.Hint(name, known))
		}
	}
	return names
}

// content reads the rule that a commodity is covered if it holds enough of
// some elements.
func (b *binder) content(n *node, s *model.Scope) {
	c := n.values["content"]
	if c == nil {
		return
	}
	if c.values == nil {
		b.report(n.places["content"], "content", "expected {elements: [...], at_least: 0.1 %%}")
		return
	}
	b.checkKeys(c, map[string]bool{"elements": true, "at_least": true}, "content")
	s.Elements = b.find(c.values["elements"], "elements", b.texts(c, "elements"), len(b.m.Elements), func(i int) string { return b.m.Elements[i].ID })
	s.AtLeast = b.quantity(c, "at_least", "", "1").Value
}

// dated reads a list of {from, share, low, high}.
func (b *binder) dated(n *node, key, source string) []model.Dated {
	var out []model.Dated
	for _, item := range b.items(n, key) {
		if item.values == nil {
			b.report(item, key, "expected a list of {from: DATE, share: PERCENT}")
			continue
		}
		b.checkKeys(item, map[string]bool{"from": true, "share": true, "low": false, "high": false, "source": false, "locator": false, "note": false}, key)
		d := model.Dated{From: b.date(item, "from"), Value: b.quantity(item, "share", source, "1")}
		d.Value.Key = eventKey(n, key) // one office, one draw: a path of shares is high or low as a whole
		for name, into := range map[string]*float64{"low": &d.Value.Low, "high": &d.Value.High} {
			if item.values[name] != nil {
				*into = b.quantity(item, name, source, "1").Value
			}
		}
		if v := d.Value; v.Value < 0 || v.Value > 1 || v.Low > v.Value || v.Value > v.High {
			b.report(item.places["share"], key, "expected a share from 0 to 100 %%, with low <= share <= high")
		}
		if len(out) > 0 && !d.From.After(out[len(out)-1].From) {
			b.report(item.places["from"], key, "dates must rise")
		}
		out = append(out, d)
	}
	return out
}

func (b *binder) refusal(n *node, e *model.Event) {
	r := n.values["refuse"]
	if r == nil {
		return
	}
	if r.values == nil {
		b.report(n.places["refuse"], "refuse", "expected {end_uses: [...], destinations: [...]}")
		return
	}
	b.checkKeys(r, map[string]bool{"end_uses": true, "destinations": false}, "refuse")
	e.RefuseUses = b.find(r.values["end_uses"], "end_uses", b.texts(r, "end_uses"), len(b.m.EndUses), func(i int) string { return b.m.EndUses[i].ID })
	e.RefuseDestinations = b.find(r.values["destinations"], "destinations", b.texts(r, "destinations"), len(b.m.Regions), func(i int) string { return b.m.Regions[i].ID })
}

// String names the scenario and its file, for messages.
func (f *ScenarioFile) String() string { return fmt.Sprintf("%s (%s)", f.Name, f.file) }

// EventKey says which keys a kind of event has besides those of all events.
type EventKey struct {
	Kind string   `json:"kind"`
	Must []string `json:"must"`
	May  []string `json:"may"`
}

// EventKeys lists the kinds of event with their keys.
func EventKeys() []EventKey {
	var out []EventKey
	for _, k := range EventKinds() {
		def := eventKinds[model.EventKind(k)]
		out = append(out, EventKey{k, append([]string{}, def.must...), append([]string{}, def.may...)})
	}
	return out
}

// EventKinds lists the kinds of event a scenario can have.
func EventKinds() []string {
	var known []string
	for k := range eventKinds {
		known = append(known, string(k))
	}
	slices.Sort(known)
	return known
}
