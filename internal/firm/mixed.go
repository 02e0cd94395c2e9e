package firm

import "fmt"

// checkUnits finds amounts that only a mass could convert, where there is none.
func (r *reader) checkUnits() {
	p := r.plan
	mass := map[string]bool{}
	for _, x := range p.Parts {
		mass[x.ID] = x.Mass.State == Given && x.Mass.Low > 0
	}
	counted, weighed := map[string]bool{}, map[string]bool{}
	note := func(table string, row int, part, unit string, given bool) {
		if !given || unit == "wk" || unit == "%" || unit == "" || mass[part] {
			return
		}
		mine, other := counted, weighed
		if unit != "pc" {
			mine, other = weighed, counted
		}
		if other[part] && !mine[part] {
			r.report(table, row, "unit", unit, fmt.Sprintf("%s is counted in pieces in one place and weighed in another", part), "give its mass_g in the table parts")
		}
		mine[part] = true
	}
	for i, u := range p.BOM {
		note("bom", i, u.Part, u.Unit, true)
	}
	for i, s := range p.Suppliers {
		note("suppliers", i, s.Part, s.Unit, s.Cap.State == Given)
	}
	for i, s := range p.Stock {
		note("stock", i, s.Part, s.Unit, s.OnHand.State == Given || s.InTransit.State == Given || s.Consigned.State == Given)
	}
	for i, o := range p.Options {
		note("options", i, o.Part, o.Unit, true)
	}
}
