package dataset

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Package is a dataset that has been read and checked.
type Package struct {
	Schema  *Schema
	Hash    string // sha256 of the schema and the tables
	files   fs.FS
	tables  map[string]*table
	units   map[string]map[string]string // by column, then id
	factors map[[2]string]float64
}

// Open reads every table of the folder and checks it. Its error, if any, is
// [Problems] with everything that is wrong.
func Open(files fs.FS) (*Package, error) {
	schema, err := readSchema(files)
	if err != nil {
		return nil, err
	}
	p := &Package{Schema: schema, files: files, tables: map[string]*table{}}
	var problems Problems
	for i := range schema.Resources {
		t, found := readTable(files, &schema.Resources[i])
		p.tables[t.Name] = t
		problems = append(problems, found...)
	}
	problems = append(problems, p.correct()...)
	for i := range schema.Resources {
		t := p.tables[schema.Resources[i].Name]
		problems = append(problems, t.checkFields()...)
		problems = append(problems, t.checkKeys()...)
		problems = append(problems, p.checkReferences(t)...)
	}
	problems = append(problems, p.readNumbers()...)
	for _, check := range checks {
		problems = append(problems, check(p)...)
	}
	if err := problems.err(); err != nil {
		return nil, err
	}
	p.Hash, err = p.hash()
	return p, err
}

// readNumbers reads the quantities: first those that others need to convert.
func (p *Package) readNumbers() Problems {
	p.collectUnits()
	first := []string{"elements", "conversions"}
	var problems Problems
	for _, name := range first {
		problems = append(problems, p.readQuantities(p.table(name))...)
	}
	p.collectFactors()
	for i := range p.Schema.Resources {
		if name := p.Schema.Resources[i].Name; !slices.Contains(first, name) {
			problems = append(problems, p.readQuantities(p.table(name))...)
		}
	}
	return problems
}

func (p *Package) table(name string) *table { return p.tables[name] }

// hash digests the names and bytes of the schema and all tables.
func (p *Package) hash() (string, error) {
	names := []string{SchemaFile}
	for _, r := range p.Schema.Resources {
		names = append(names, r.Path)
	}
	slices.Sort(names)
	h := sha256.New()
	for _, name := range names {
		data, err := fs.ReadFile(p.files, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return "", fmt.Errorf("reading %s: %w", name, err)
		}
		fmt.Fprintf(h, "%s %d\n", name, len(data))
		h.Write(data)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// correct applies the corrections table: it replaces a cell, and fails when the
// cell no longer holds what the correction expects.
func (p *Package) correct() Problems {
	c := p.table("corrections")
	var problems Problems
	for i := range c.rows {
		r := &c.rows[i]
		t := p.table(c.at(r, "table"))
		if t == nil || t.column(c.at(r, "column")) < 0 {
			problems = append(problems, c.problem(r, "table", "no such table or column"))
			continue
		}
		target := t.find(c.at(r, "key"))
		if target == nil {
			problems = append(problems, c.problem(r, "key", "no row of %s has this key (%s, joined by |)", t.Path, strings.Join(t.Schema.PrimaryKey, "|")))
			continue
		}
		cell := &target.cells[t.column(c.at(r, "column"))]
		if *cell != c.at(r, "expect") {
			problems = append(problems, c.problem(r, "expect", "the cell holds %q: the correction is out of date", *cell))
			continue
		}
		*cell = c.at(r, "replace")
	}
	return problems
}

// find returns the row with a key written with "|" between its parts.
func (t *table) find(key string) *row {
	want := strings.ReplaceAll(key, "|", "\x00")
	for i := range t.rows {
		if t.key(&t.rows[i], t.Schema.PrimaryKey) == want {
			return &t.rows[i]
		}
	}
	return nil
}

// ScenarioNames lists the scenarios of the dataset.
func (p *Package) ScenarioNames() []string {
	entries, err := fs.ReadDir(p.files, "scenarios")
	if err != nil {
		return nil // a dataset may have none
	}
	var names []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ".yaml"); ok && !e.IsDir() {
			names = append(names, name)
		}
	}
	return names
}

// DefaultScenario is the scenario run when none is named: the one that the schema
// says or, where a dataset does not have that, its first; empty if it has none.
func (p *Package) DefaultScenario() string {
	names := p.ScenarioNames()
	switch {
	case slices.Contains(names, p.Schema.Scenario):
		return p.Schema.Scenario
	case len(names) > 0:
		return names[0]
	}
	return ""
}

// Scenario reads one of the dataset's scenarios.
func (p *Package) Scenario(name string) (*ScenarioFile, error) {
	file := path.Join("scenarios", name+".yaml")
	data, err := fs.ReadFile(p.files, file)
	if err != nil {
		return nil, Problems{{File: file, Message: "cannot be read: " + err.Error()}}
	}
	return ReadScenario(file, data)
}
