package dataset

import "lodestone/internal/model"

// Summary counts what is in a dataset.
type Summary struct {
	Rows       []Count `json:"rows"`     // by table
	Evidence   []Count `json:"evidence"` // numbers by grade
	Numbers    int     `json:"numbers"`
	Ranged     int     `json:"numbers_with_range"`
	Facilities []Count `json:"facilities"` // by stage of their first process
	Status     []Count `json:"facility_status"`
	Unused     int     `json:"sources_unused"`
}

// Count is a name and a number.
type Count struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// grades lists the evidence grades, strongest first.
var grades = []model.Evidence{model.Reported, model.EstimatedBySource, model.Derived, model.Assumed}

// Summary counts tables, numbers by evidence, and facilities.
func (p *Package) Summary() Summary {
	var s Summary
	evidence, used := map[string]int{}, map[string]bool{}
	for i := range p.Schema.Resources {
		t := p.tables[p.Schema.Resources[i].Name]
		s.Rows = append(s.Rows, Count{t.Name, len(t.rows)})
		for k := range t.rows {
			r := &t.rows[k]
			used[t.at(r, "source")] = true
			if !t.hasQuantity() || t.Kind == "draws" {
				continue
			}
			s.Numbers++
			evidence[t.at(r, "evidence")]++
			if r.q.Ranged() {
				s.Ranged++
			}
		}
	}
	for _, g := range grades {
		s.Evidence = append(s.Evidence, Count{string(g), evidence[string(g)]})
	}
	for _, id := range p.table("sources").idList("id") {
		if !used[id] {
			s.Unused++
		}
	}
	s.Facilities, s.Status = p.countFacilities()
	return s
}

func (p *Package) countFacilities() (stages, status []Count) {
	t, processes := p.table("facilities"), p.table("processes")
	ids := processes.ids("id")
	byStage, byStatus := map[string]int{}, map[string]int{}
	for i := range t.rows {
		r := &t.rows[i]
		byStatus[t.at(r, "status")]++
		if list := t.list(r, "processes"); len(list) > 0 {
			byStage[processes.at(&processes.rows[ids[list[0]]], "stage")]++
		}
	}
	for _, stage := range model.Stages {
		if n := byStage[string(stage)]; n > 0 {
			stages = append(stages, Count{string(stage), n})
		}
	}
	for _, s := range t.Schema.Fields[t.column("status")].Constraints.Enum {
		if n := byStatus[s]; n > 0 {
			status = append(status, Count{s, n})
		}
	}
	return stages, status
}

// SourceUse is a source and how many rows cite it.
type SourceUse struct {
	model.Source
	Numbers int
}

// Sources lists the sources in the order of their table.
func (p *Package) Sources() []SourceUse {
	cited := map[string]int{}
	for _, t := range p.tables {
		if t.column("source") < 0 {
			continue
		}
		for i := range t.rows {
			cited[t.at(&t.rows[i], "source")]++
		}
	}
	b := &builder{p: p, m: &model.Model{}}
	b.sources()
	out := make([]SourceUse, len(b.m.Sources))
	for i, s := range b.m.Sources {
		out[i] = SourceUse{s, cited[s.ID]}
	}
	return out
}
