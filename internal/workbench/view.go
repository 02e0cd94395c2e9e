package workbench

import (
	"fmt"
	"slices"
	"time"

	"golang.org/x/text/language"

	"lodestone/internal/dataset"
	"lodestone/internal/model"
	"lodestone/internal/network"
)

// Schemas of the views of a dataset.
const (
	ModelSchema  = "lodestone/model/1"
	ValuesSchema = "lodestone/values/1"
)

// Figure is a quantity as results show it.
type Figure struct {
	Value    float64 `json:"value"`
	Low      float64 `json:"low"`
	High     float64 `json:"high"`
	Unit     string  `json:"unit"`
	Raw      string  `json:"raw" doc:"as written"`
	RawUnit  string  `json:"raw_unit" doc:"as written"`
	Source   string  `json:"source"`
	Locator  string  `json:"locator"`
	Evidence string  `json:"evidence"`
	Note     string  `json:"note,omitempty"`
	AsOf     string  `json:"as_of,omitempty"`
	File     string  `json:"file"`
	Line     int     `json:"line"`
}

func figure(q model.Quantity) Figure {
	f := Figure{Value: q.Value, Low: q.Low, High: q.High, Unit: q.Unit, Raw: q.Raw, RawUnit: q.RawUnit, Source: q.Source, Locator: q.Locator,
		Evidence: string(q.Evidence), Note: q.Note, File: q.Pos.File, Line: q.Pos.Line}
	if !q.AsOf.IsZero() {
		f.AsOf = q.AsOf.Format(time.DateOnly)
	}
	return f
}

// given returns a figure, or nil where the data have none.
func given(q model.Quantity) *Figure {
	if q.Unit == "" {
		return nil
	}
	f := figure(q)
	return &f
}

// ModelView is the chain of a base year, balanced, for people to look at.
type ModelView struct {
	Schema      string          `json:"schema"`
	ID          string          `json:"id"`
	Title       string          `json:"title"`
	Version     string          `json:"version"`
	Hash        string          `json:"sha256"`
	BaseYear    int             `json:"base_year"`
	Stages      []model.Stage   `json:"stages" doc:"those in use, from the ground to the user"`
	Regions     []RegionView    `json:"regions"`
	Elements    []ElementView   `json:"elements"`
	Commodities []CommodityView `json:"commodities"`
	Facilities  []FacilityView  `json:"facilities"`
	EndUses     []EndUseView    `json:"end_uses"`
	Markets     []MarketView    `json:"markets"`
	Routes      []RouteView     `json:"routes"`
	Uses        []UseView       `json:"uses"`
	Stockpiles  []string        `json:"stockpiles" doc:"ids of public stocks"`
	EventKinds  []string        `json:"event_kinds"`

	EventKeys []dataset.EventKey `json:"event_keys" doc:"by kind of event: what one needs and may have besides id, title, source and dates"`
}

// RegionView is a region; M49 are the numeric codes of its countries, by which
// world maps know them.
type RegionView struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Kind    string   `json:"kind"`
	Members []string `json:"members"`
	M49     []string `json:"m49"`
}

// ElementView is a tracked element.
type ElementView struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Group    string `json:"group"`
	Compound string `json:"compound"`
}

// CommodityView is a commodity; Contents are t of an element per t.
type CommodityView struct {
	ID       string             `json:"id"`
	Name     string             `json:"name"`
	Stage    model.Stage        `json:"stage"`
	Unit     string             `json:"unit"`
	Basis    string             `json:"basis"`
	HS       []string           `json:"hs"`
	Contents map[string]float64 `json:"contents"`
}

// FacilityView is a facility; Stage is that of its first process.
type FacilityView struct {
	ID        string      `json:"id"`
	Name      string      `json:"name"`
	Region    string      `json:"region"`
	Place     string      `json:"place,omitempty"`
	Lat       *float64    `json:"lat,omitempty"`
	Lon       *float64    `json:"lon,omitempty"`
	Owner     string      `json:"owner"`
	Status    string      `json:"status"`
	Strategy  string      `json:"strategy"`
	Stage     model.Stage `json:"stage"`
	Processes []string    `json:"processes"`
	Opened    string      `json:"opened,omitempty"`
	Closed    string      `json:"closed,omitempty"`
	Capacity  *Figure     `json:"capacity,omitempty"`
	Output    *Figure     `json:"output,omitempty" doc:"throughput of its first line in the base year"`
	Source    string      `json:"source"`
	Locator   string      `json:"locator"`
	Evidence  string      `json:"evidence"`
}

// EndUseView is an end use.
type EndUseView struct {
	ID       string         `json:"id"`
	Name     string         `json:"name"`
	Sector   string         `json:"sector"`
	Unit     string         `json:"unit"`
	Priority int            `json:"priority"`
	Surplus  bool           `json:"surplus" doc:"takes what is left; never short"`
	Value    *Figure        `json:"value,omitempty"`
	Inputs   []EndUseInputs `json:"inputs"`
}

// EndUseInputs is what a unit of an end use takes.
type EndUseInputs struct {
	Commodity string `json:"commodity"`
	Amount    Figure `json:"amount"`
}

// MarketView is a market in the base year.
type MarketView struct {
	Commodity string  `json:"commodity"`
	Region    string  `json:"region"`
	Cover     float64 `json:"cover_weeks"`
	Price     float64 `json:"price_usd_per_kg"`
	Use       float64 `json:"use_t_per_week"`
}

// RouteView is a route with its balanced flow.
type RouteView struct {
	Commodity string  `json:"commodity"`
	From      string  `json:"from"`
	To        string  `json:"to"`
	Flow      float64 `json:"flow_t_per_year"`
	Lead      int     `json:"lead_weeks"`
	Tariff    float64 `json:"tariff_share"`
	Illicit   bool    `json:"illicit"`
	Qualified bool    `json:"qualified"`
}

// UseView is the balanced demand of an end use in a region.
type UseView struct {
	EndUse string  `json:"end_use"`
	Region string  `json:"region"`
	Demand float64 `json:"demand_units_per_year"`
}

// Model shows the chain of a base year; 0 means that of the default scenario.
func (b *Bench) Model(year int) (*ModelView, error) {
	n, err := b.calm(year, 1)
	if err != nil {
		return nil, err
	}
	m := n.Model
	v := &ModelView{Schema: ModelSchema, ID: m.Name, Title: m.Title, Version: m.Version, Hash: m.Hash, BaseYear: m.BaseYear,
		Stages: stagesIn(m), EventKinds: dataset.EventKinds(), EventKeys: dataset.EventKeys(), Stockpiles: []string{}}
	for _, p := range m.Stockpiles {
		v.Stockpiles = append(v.Stockpiles, p.ID)
	}
	for _, r := range m.Regions {
		v.Regions = append(v.Regions, regionView(r))
	}
	for _, e := range m.Elements {
		v.Elements = append(v.Elements, ElementView{e.ID, e.Name, e.Group, e.Compound})
	}
	for _, c := range m.Commodities {
		v.Commodities = append(v.Commodities, commodityView(m, c))
	}
	for i := range m.Facilities {
		v.Facilities = append(v.Facilities, facilityView(m, &m.Facilities[i]))
	}
	for _, e := range m.EndUses {
		v.EndUses = append(v.EndUses, endUseView(m, e))
	}
	v.addFlows(n)
	return v, nil
}

// addFlows adds what balancing the base year gave.
func (v *ModelView) addFlows(n *network.Network) {
	m := n.Model
	for _, k := range n.Markets {
		v.Markets = append(v.Markets, MarketView{m.Commodities[k.Commodity].ID, m.Regions[k.Region].ID, k.Cover, k.Price / 1000, k.BaseUse})
	}
	for _, r := range n.Routes {
		d := m.Routes[r.Model]
		v.Routes = append(v.Routes, RouteView{m.Commodities[d.Commodity].ID, m.Regions[d.From].ID, m.Regions[d.To].ID,
			r.Base * network.WeeksPerYear, r.Lead, r.Tariff, d.Illicit, d.Qualified})
	}
	for _, u := range n.Uses {
		v.Uses = append(v.Uses, UseView{m.EndUses[u.EndUse].ID, m.Regions[u.Region].ID, u.Base * network.WeeksPerYear})
	}
}

// stagesIn lists the stages that commodities and processes of a model are at.
func stagesIn(m *model.Model) []model.Stage {
	var out []model.Stage
	for _, s := range model.Stages {
		if slices.ContainsFunc(m.Commodities, func(c model.Commodity) bool { return c.Stage == s }) ||
			slices.ContainsFunc(m.Processes, func(p model.Process) bool { return p.Stage == s }) {
			out = append(out, s)
		}
	}
	return out
}

func regionView(r model.Region) RegionView {
	v := RegionView{ID: r.ID, Name: r.Name, Kind: r.Kind, Members: r.Members, M49: []string{}}
	if v.Members == nil {
		v.Members = []string{}
	}
	for _, code := range append([]string{r.ID}, r.Members...) {
		if x, err := language.ParseRegion(code); err == nil && x.IsCountry() && x.M49() > 0 {
			v.M49 = append(v.M49, fmt.Sprintf("%03d", x.M49()))
		}
	}
	return v
}

func commodityView(m *model.Model, c model.Commodity) CommodityView {
	v := CommodityView{ID: c.ID, Name: c.Name, Stage: c.Stage, Unit: c.Unit, Basis: c.Basis, HS: c.HS, Contents: map[string]float64{}}
	if v.HS == nil {
		v.HS = []string{}
	}
	for e, q := range c.Contents {
		if q.Value > 0 {
			v.Contents[m.Elements[e].ID] = q.Value
		}
	}
	return v
}

func facilityView(m *model.Model, f *model.Facility) FacilityView {
	v := FacilityView{ID: f.ID, Name: f.Name, Region: m.Regions[f.Region].ID, Place: f.Place, Owner: f.Owner, Status: f.Status, Strategy: f.Strategy,
		Processes: []string{}, Capacity: given(f.Capacity), Source: f.Source, Locator: f.Locator, Evidence: string(f.Evidence)}
	if f.HasPlace {
		v.Lat, v.Lon = &f.Lat, &f.Lon
	}
	for i, p := range f.Processes {
		if i == 0 {
			v.Stage = m.Processes[p].Stage
		}
		v.Processes = append(v.Processes, m.Processes[p].ID)
	}
	if len(f.Outputs) > 0 {
		v.Output = given(f.Outputs[0].Amount)
	}
	for _, x := range []struct {
		at   time.Time
		into *string
	}{{f.Opened, &v.Opened}, {f.Closed, &v.Closed}} {
		if !x.at.IsZero() {
			*x.into = x.at.Format(time.DateOnly)
		}
	}
	return v
}

func endUseView(m *model.Model, e model.EndUse) EndUseView {
	v := EndUseView{ID: e.ID, Name: e.Name, Sector: e.Sector, Unit: e.Unit, Priority: e.Priority, Surplus: e.Surplus, Value: given(e.Value), Inputs: []EndUseInputs{}}
	for _, in := range e.Inputs {
		v.Inputs = append(v.Inputs, EndUseInputs{m.Commodities[in.Commodity].ID, figure(in.Amount)})
	}
	return v
}

// ValuesView is a page of the numbers of a dataset.
type ValuesView struct {
	Schema string      `json:"schema"`
	Total  int         `json:"total" doc:"how many the query selects"`
	Tables []string    `json:"tables" doc:"all that carry numbers"`
	Values []ValueView `json:"values"`
}

// ValueView is one number with the row it stands in.
type ValueView struct {
	Table string            `json:"table"`
	Key   map[string]string `json:"key" doc:"what it is of: the key columns of its row"`
	Figure
}

// Values lists the numbers of the dataset that a query selects, from an offset
// on, at most some many.
func (b *Bench) Values(q dataset.ValueQuery, offset, limit int) *ValuesView {
	all := b.Package.Values(q)
	v := &ValuesView{Schema: ValuesSchema, Total: len(all), Tables: b.Package.ValueTables(), Values: []ValueView{}}
	from := min(max(offset, 0), len(all))
	for _, x := range all[from:min(from+limit, len(all))] {
		v.Values = append(v.Values, ValueView{x.Table, x.Key, figure(x.Quantity)})
	}
	return v
}

// SourceRow is one source; Numbers counts the numbers taken from it.
type SourceRow struct {
	ID        string `json:"id"`
	Numbers   int    `json:"numbers"`
	Producer  string `json:"producer"`
	Title     string `json:"title"`
	Published string `json:"published"`
	URL       string `json:"url"`
	Licence   string `json:"licence"`
}

// SourceList lists the sources of a dataset.
type SourceList struct {
	Schema  string      `json:"schema"`
	Sources []SourceRow `json:"sources"`
}

// Sources lists where the numbers come from.
func (b *Bench) Sources() *SourceList {
	list := &SourceList{Schema: "lodestone/sources/1"}
	for _, s := range b.Package.Sources() {
		list.Sources = append(list.Sources, SourceRow{s.ID, s.Numbers, s.Producer, s.Title, s.Published, s.URL, s.Licence})
	}
	return list
}
