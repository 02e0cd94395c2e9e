package dataset

import "lodestone/internal/model"

// The tables of this file feed the official indices; a chain can do without them.

// optional returns the rows of a table that hold in the base year, none if the
// chain does not have it.
func (b *builder) optional(name string) (*table, []*row) {
	if b.p.table(name) == nil {
		return nil, nil
	}
	return b.holding(name)
}

// indexOr finds what a column names, -1 where it is empty.
func indexOr(t *table, r *row, column string, ids map[string]int) int {
	if i, ok := ids[t.at(r, column)]; ok {
		return i
	}
	return -1
}

func (b *builder) governance() {
	b.m.Governance = make([]model.Quantity, len(b.m.Regions))
	t, rows := b.optional("governance")
	for _, r := range rows {
		b.m.Governance[b.region[t.at(r, "region")]] = r.q
	}
}

func (b *builder) criticality() {
	t, rows := b.optional("criticality")
	for _, r := range rows {
		b.m.Criticality = append(b.m.Criticality, model.Criticality{Element: b.element[t.at(r, "element")], Region: indexOr(t, r, "region", b.region),
			Method: t.at(r, "method"), Parameter: t.at(r, "parameter"), Value: r.q})
	}
}

func (b *builder) ratings() {
	t, rows := b.optional("ratings")
	for _, r := range rows {
		b.m.Ratings = append(b.m.Ratings, model.Rating{Region: b.region[t.at(r, "region")], Toward: indexOr(t, r, "toward", b.region), Index: t.at(r, "index"), Value: r.q})
	}
}

func (b *builder) accounts() {
	t, rows := b.optional("accounts")
	for _, r := range rows {
		b.m.Accounts = append(b.m.Accounts, model.Account{Region: b.region[t.at(r, "region")], Element: indexOr(t, r, "element", b.element),
			Industry: t.at(r, "industry"), Parameter: t.at(r, "parameter"), Value: r.q})
	}
}

func (b *builder) answers() {
	t, rows := b.optional("resilience")
	for _, r := range rows {
		until, _ := parseDate(t.at(r, "until")) // the field check has refused what is no date
		b.m.Answers = append(b.m.Answers, model.Answer{Scenario: t.at(r, "scenario"), Until: until, Mechanism: t.at(r, "mechanism"), Indicator: t.at(r, "indicator"), Value: r.q})
	}
}
