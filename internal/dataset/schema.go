package dataset

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
)

// SchemaFile is the name of the file that describes a dataset.
const SchemaFile = "datapackage.json"

// Schema is the part of a Frictionless Data Package that the loader uses.
type Schema struct {
	Name      string     `json:"name"`
	Title     string     `json:"title"`
	Version   string     `json:"version"`
	Scenario  string     `json:"lodestone:scenario"` // run when none is named
	Resources []Resource `json:"resources"`
}

// Resource is one table.
type Resource struct {
	Name        string      `json:"name"`
	Path        string      `json:"path"`
	Description string      `json:"description"`
	Kind        string      `json:"lodestone:kind"`  // entity, activity, technology, or draws: many values of numbers that stand elsewhere
	Unit        string      `json:"lodestone:unit"`  // of the quantity, with {column} placeholders
	UnitBy      *UnitBy     `json:"lodestone:units"` // where a column decides the unit
	Schema      TableSchema `json:"schema"`
}

// UnitBy gives the unit of a row's quantity by the value of one of its columns.
type UnitBy struct {
	Column string            `json:"column"`
	Units  map[string]string `json:"units"`
}

// TableSchema is a Frictionless Table Schema.
type TableSchema struct {
	Fields      []Field      `json:"fields"`
	PrimaryKey  []string     `json:"primaryKey"`
	ForeignKeys []ForeignKey `json:"foreignKeys"`
}

// Field is one column.
type Field struct {
	Name        string      `json:"name"`
	Type        string      `json:"type"` // string, number, date or list
	Description string      `json:"description"`
	Constraints Constraints `json:"constraints"`

	pattern *regexp.Regexp
}

// Constraints are what a cell must satisfy. AlsoAllowed are values a foreign
// key may have besides ids, such as "*".
type Constraints struct {
	Required    bool     `json:"required"`
	Enum        []string `json:"enum"`
	Pattern     string   `json:"pattern"`
	Minimum     *float64 `json:"minimum"`
	Maximum     *float64 `json:"maximum"`
	AlsoAllowed []string `json:"lodestone:also"`
}

// ForeignKey says that a column holds ids of another table.
type ForeignKey struct {
	Fields    string `json:"fields"`
	Reference struct {
		Resource string `json:"resource"`
		Fields   string `json:"fields"`
	} `json:"reference"`
}

// hasQuantity reports whether the table carries a number with unit and source.
func (r *Resource) hasQuantity() bool { return r.Unit != "" || r.UnitBy != nil }

func (r *Resource) column(name string) int {
	for i, f := range r.Schema.Fields {
		if f.Name == name {
			return i
		}
	}
	return -1
}

// readSchema reads datapackage.json.
func readSchema(files fs.FS) (*Schema, error) {
	data, err := fs.ReadFile(files, SchemaFile)
	if err != nil {
		return nil, Problems{{File: SchemaFile, Message: "cannot be read: " + err.Error()}}
	}
	var s Schema
	if err := json.Unmarshal(data, &s); err != nil {
		return nil, Problems{{File: SchemaFile, Message: err.Error()}}
	}
	for i := range s.Resources {
		if err := s.Resources[i].compile(); err != nil {
			return nil, Problems{{File: SchemaFile, Message: err.Error()}}
		}
	}
	if missing := s.missing(); missing != "" {
		return nil, Problems{{File: SchemaFile, Field: "resources", Message: fmt.Sprintf("table %q is missing; a chain cannot be read without it", missing)}}
	}
	return &s, nil
}

func (r *Resource) compile() error {
	for i := range r.Schema.Fields {
		f := &r.Schema.Fields[i]
		if f.Constraints.Pattern == "" {
			continue
		}
		var err error
		if f.pattern, err = regexp.Compile("^(?:" + f.Constraints.Pattern + ")$"); err != nil {
			return fmt.Errorf("table %s, field %s: %w", r.Name, f.Name, err)
		}
	}
	return nil
}

// tables are those the model is built from.
var tables = []string{"sources", "regions", "elements", "commodities", "contents", "conversions", "processes", "recipes",
	"facilities", "facility_values", "end_uses", "end_use_inputs", "end_use_values", "demand", "routes", "lanes",
	"tariffs", "covers", "contracts", "prices", "stockpiles", "behaviours", "record", "corrections"}

func (s *Schema) missing() string {
	for _, t := range tables {
		if s.resource(t) == nil {
			return t
		}
	}
	return ""
}

func (s *Schema) resource(name string) *Resource {
	for i := range s.Resources {
		if s.Resources[i].Name == name {
			return &s.Resources[i]
		}
	}
	return nil
}
