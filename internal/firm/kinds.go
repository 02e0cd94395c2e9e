package firm

import (
	"fmt"
	"slices"
	"strings"
)

// kind is a kind of option, and which columns it cannot do without.
type kind struct {
	word, aliases string
	needs         string // columns, with spaces
	units         string // that amount may be in
	note          string
}

// kinds are all that can be bought. What each does is in effects.
var kinds = []kind{
	{"stock", "inventory|more stock|safety stock|last time buy", "part amount unit", "wk pc g kg t", "Buy more of a part at once: amount in wk (weeks of use), pc or kg. The price is that of the goods; the cost is that of holding them."},
	{"air", "air freight|airfreight", "part", "", "Send a part by air from ready_weeks on (day of shipment)."},
	{"share", "share shift|resourcing|shift", "part supplier amount", "%", "Give a qualified supplier a new share of the volume, amount in %; it is taken to have the capacity. The others shrink alike."},
	{"qualify", "qualification|second source|start qualifying", "part supplier", "%", "Start to qualify a supplier now; from ready_weeks (or its months and transit) it delivers amount in %, or fills gaps up to its cap."},
	{"regrade", "hre-free|substitute grade|re-grade|redesign", "part grade", "", "Change a part to another grade of magnet, which may be free of controls."},
	{"subassembly", "sub-assembly|buy assembly|make or buy", "part amount", "%", "Buy an assembly instead of making it, amount in % of its need; the parts in it are needed less."},
	{"licence", "license|export licence|apply for licence", "amount", "%", "Apply for an export licence now: amount in % of the usual volume arrives from ready_weeks."},
	{"ration", "rationing|reduce line|allocation", "line amount", "%", "Give up amount in % of a line from ready_weeks, so that its parts last longer for the others. It costs the margin."},
}

var kindChoices = func() []choice {
	var out []choice
	for _, k := range kinds {
		out = append(out, choice{k.word, k.aliases})
	}
	return out
}()

// checkOptions asks of every option what its kind needs.
func (r *reader) checkOptions(names names) {
	ids := map[string]bool{}
	for i, o := range r.plan.Options {
		if ids[o.ID] && o.ID != "" {
			r.report("options", i, "option", o.ID, "stands twice", "give it another name")
		}
		ids[o.ID] = true
		r.name("options", i, "part", o.Part, names.parts, names.partList)
		r.name("options", i, "line", o.Line, names.lines, sortedKeys(names.lines))
		if o.Part != "" && names.parts[o.Part] {
			r.name("options", i, "supplier", o.Supplier, names.suppliers[o.Part], sortedKeys(names.suppliers[o.Part]))
		}
		at := slices.IndexFunc(kinds, func(k kind) bool { return k.word == o.Kind })
		if at < 0 {
			continue // said already
		}
		k := kinds[at]
		if unready := func(s Supplier) bool {
			return s.Part == o.Part && s.Supplier == o.Supplier && s.Qualified == "no"
		}; k.word == "share" && slices.ContainsFunc(r.plan.Suppliers, unready) {
			r.report("options", i, "supplier", o.Supplier, "is not qualified, so it can be given no share", "use an option of kind qualify")
		}
		has := map[string]bool{"part": o.Part != "", "supplier": o.Supplier != "", "line": o.Line != "", "grade": o.Grade != "", "amount": o.Amount.State == Given, "unit": o.Unit != ""}
		for _, column := range strings.Fields(k.needs) {
			if !has[column] {
				r.report("options", i, column, "", fmt.Sprintf("an option of kind %s needs it", k.word), k.note)
			}
		}
		if units := strings.Fields(k.units); o.Unit != "" && len(units) > 0 && !slices.Contains(units, o.Unit) {
			r.report("options", i, "unit", o.Unit, "expected "+strings.Join(units, " or ")+" for an option of kind "+k.word, "")
		}
		if k.units == "%" && o.Amount.High > 100 {
			r.report("options", i, "amount", o.Amount.String(), "expected at most 100 %", "")
		}
		if _, ok := gradeTable(r.plan).find(o.Grade); !ok {
			r.report("options", i, "grade", o.Grade, "not in the table of grades", "add it to the table grades")
		}
	}
}
