package dataset

import "lodestone/internal/model"

// matcher finds the most specific row of a table whose columns may say "*".
type matcher struct {
	t       *table
	columns []string
	rows    map[string]*row
}

func (b *builder) matcher(name string, columns ...string) *matcher {
	t, rows := b.holding(name)
	m := &matcher{t: t, columns: columns, rows: map[string]*row{}}
	for _, r := range rows {
		if key := t.key(r, columns); m.rows[key] == nil { // the first mode of a lane is the default
			m.rows[key] = r
		}
	}
	return m
}

// best returns the row that fits the names, one per column; names beyond the
// last column are further ways to name it, less specific. A later column's
// exact match counts for more than an earlier one's.
func (m *matcher) best(names ...string) (model.Quantity, bool) {
	last := len(m.columns) - 1
	options := make([][]string, len(m.columns))
	for i := range last {
		options[i] = []string{names[i], "*"}
	}
	options[last] = append(append([]string{}, names[last:]...), "*")
	for _, z := range options[last] {
		if r := m.search(options[:last], z); r != nil {
			return r.q, true
		}
	}
	return model.Quantity{}, false
}

// search tries the earlier columns from exact to any, the first column last to
// be let go.
func (m *matcher) search(options [][]string, last string) *row {
	if len(options) == 1 {
		for _, x := range options[0] {
			if r := m.rows[x+"\x00"+last]; r != nil {
				return r
			}
		}
		return nil
	}
	for _, x := range options[0] {
		for _, y := range options[1] {
			if r := m.rows[x+"\x00"+y+"\x00"+last]; r != nil {
				return r
			}
		}
	}
	return nil
}
