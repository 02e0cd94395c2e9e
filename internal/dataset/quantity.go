package dataset

import (
	"fmt"
	"strings"

	"lodestone/internal/model"
	"lodestone/internal/unit"
)

// readQuantities reads the number of every row of a table, in the canonical
// unit of the row.
func (p *Package) readQuantities(t *table) Problems {
	if !t.hasQuantity() {
		return nil
	}
	var problems Problems
	for i := range t.rows {
		r := &t.rows[i]
		found := p.readQuantity(t, r)
		r.bad = len(found) > 0
		problems = append(problems, found...)
	}
	return problems
}

func (p *Package) readQuantity(t *table, r *row) Problems {
	q := &r.q
	*q = model.Quantity{Key: t.quantityKey(r), Raw: t.at(r, "value"), RawUnit: t.at(r, "unit"), Source: t.at(r, "source"), Locator: t.at(r, "locator"),
		Evidence: model.Evidence(t.at(r, "evidence")), Note: t.at(r, "note"), Pos: t.pos(r)}
	var problems Problems
	value, message := parseNumber(q.Raw)
	if q.Raw == "" || message != "" {
		return nil // the field check has said so
	}
	low, high, problem := readRange(t, r, value)
	if problem != nil {
		problems = append(problems, *problem)
	}
	if at := t.at(r, "as_of"); at != "" {
		q.AsOf, _ = parseDate(at) // the field check reports what is no date
	}
	if q.Evidence == model.Assumed && (t.at(r, "low") == "" || q.Note == "") {
		problems = append(problems, t.problem(r, "evidence", "an assumed number needs low, high and a note saying why"))
	}
	canonical, err := p.canonicalUnit(t, r)
	if err != nil {
		return append(problems, t.problem(r, "unit", "%v", err))
	}
	if problem := p.convert(t, r, canonical, value, low, high); problem != nil {
		problems = append(problems, *problem)
	}
	return problems
}

// quantityKey names the number of a row: the table and the cells of its key, but
// for the date, since a number that is too high in one year is so in the next.
func (t *table) quantityKey(r *row) string {
	var cells []string
	for _, column := range t.Schema.PrimaryKey {
		if cell := t.at(r, column); column != "as_of" && cell != "" {
			cells = append(cells, cell)
		}
	}
	return t.Name + " " + strings.Join(cells, "/")
}

// readRange returns low and high, both the value where none is given.
func readRange(t *table, r *row, value float64) (low, high float64, problem *Problem) {
	report := func(column, format string, args ...any) (float64, float64, *Problem) {
		p := t.problem(r, column, format, args...)
		return value, value, &p
	}
	lowText, highText := t.at(r, "low"), t.at(r, "high")
	if lowText == "" && highText == "" {
		return value, value, nil
	}
	if lowText == "" || highText == "" {
		return report("low", "low and high go together: give both or neither")
	}
	low, m1 := parseNumber(lowText)
	high, m2 := parseNumber(highText)
	switch {
	case m1 != "" || m2 != "":
		return value, value, nil // the field check has said so
	case low > value || value > high:
		return report("low", "expected low <= value <= high, got %g <= %g <= %g", low, value, high)
	}
	return low, high, nil
}

// convert expresses the number in the canonical unit of its row.
func (p *Package) convert(t *table, r *row, canonical unit.Unit, value, low, high float64) *Problem {
	from, err := unit.Parse(r.q.RawUnit)
	if err != nil {
		if r.q.RawUnit == "" {
			return nil // the field check has said so
		}
		problem := t.problem(r, "unit", "%v; expected %s", err, canonical)
		return &problem
	}
	for _, x := range []struct {
		from float64
		into *float64
	}{{value, &r.q.Value}, {low, &r.q.Low}, {high, &r.q.High}} {
		if *x.into, err = unit.Convert(x.from, from, canonical, p.factor); err != nil {
			problem := t.problem(r, "unit", "expected %s: %v", canonical, err)
			return &problem
		}
	}
	r.q.Unit = canonical.String()
	return nil
}

// canonicalUnit fills the placeholders of the table's unit: {column} stands for
// the unit of the commodity, process, end use or facility that the column
// names, or else for the text of the cell.
func (p *Package) canonicalUnit(t *table, r *row) (unit.Unit, error) {
	text := t.Unit
	if t.UnitBy != nil {
		value := t.at(r, t.UnitBy.Column)
		var ok bool
		if text, ok = t.UnitBy.Units[value]; !ok {
			text = t.UnitBy.Units["*"]
		}
	}
	for {
		before, rest, found := strings.Cut(text, "{")
		if !found {
			break
		}
		column, after, _ := strings.Cut(rest, "}")
		filled, err := p.placeholder(t, r, column)
		if err != nil {
			return unit.Unit{}, err
		}
		text = before + filled + after
	}
	return unit.Parse(text)
}

func (p *Package) placeholder(t *table, r *row, column string) (string, error) {
	id := t.at(r, column)
	units, ok := p.units[column]
	if !ok {
		return id, nil
	}
	if u, ok := units[id]; ok {
		return u, nil
	}
	return "", fmt.Errorf("has no expected unit, because %s %q is unknown", column, id)
}

// collectUnits notes the unit of every commodity, process, end use and
// facility; a facility measures in the unit of its first process.
func (p *Package) collectUnits() {
	p.units = map[string]map[string]string{}
	for column, from := range map[string][2]string{
		"commodity": {"commodities", "unit"}, "process": {"processes", "throughput"}, "end_use": {"end_uses", "unit"}} {
		t := p.table(from[0])
		p.units[column] = map[string]string{}
		for i := range t.rows {
			p.units[column][t.at(&t.rows[i], "id")] = t.at(&t.rows[i], from[1])
		}
	}
	t := p.table("facilities")
	p.units["facility"] = map[string]string{}
	for i := range t.rows {
		if list := t.list(&t.rows[i], "processes"); len(list) > 0 {
			p.units["facility"][t.at(&t.rows[i], "id")] = p.units["process"][list[0]]
		}
	}
}

// collectFactors notes how masses of one basis convert to another: compounds
// to elements by stoichiometry, the rest by the conversions table.
func (p *Package) collectFactors() {
	p.factors = map[[2]string]float64{}
	add := func(from, to string, factor float64) {
		if factor > 0 {
			p.factors[[2]string{from, to}] = factor
			p.factors[[2]string{to, from}] = 1 / factor
		}
	}
	t := p.table("elements")
	for i := range t.rows {
		add(t.at(&t.rows[i], "compound"), t.at(&t.rows[i], "id"), t.rows[i].q.Value)
	}
	t = p.table("conversions")
	for i := range t.rows {
		add(t.at(&t.rows[i], "from"), t.at(&t.rows[i], "to"), t.rows[i].q.Value)
	}
}

func (p *Package) factor(from, to string) (float64, bool) {
	f, ok := p.factors[[2]string{from, to}]
	return f, ok
}
