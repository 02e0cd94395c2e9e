package dataset

import "lodestone/internal/model"

// Targets returns the figures of the record, in the order of their table.
func (p *Package) Targets() []model.Target {
	t := p.table("record")
	out := make([]model.Target, 0, len(t.rows))
	for i := range t.rows {
		r := &t.rows[i]
		x := model.Target{ID: t.at(r, "id"), Episode: t.at(r, "episode"), Scenario: t.at(r, "scenario"), Fitted: t.at(r, "role") == "fit",
			Measure: t.at(r, "measure"), Commodities: t.list(r, "commodities"), From: t.at(r, "from"), To: t.at(r, "to"),
			Region: t.at(r, "region"), Other: t.at(r, "other"), Observed: r.q, Pos: t.pos(r)}
		// The field check has refused what is no date.
		x.At, _ = parseDate(t.at(r, "at"))
		x.Until, _ = parseDate(t.at(r, "until"))
		x.Against, _ = parseDate(t.at(r, "against"))
		x.AgainstUntil, _ = parseDate(t.at(r, "against_until"))
		out = append(out, x)
	}
	return out
}
