package dataset

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// ReferenceMark begins the generated part of docs/data.md.
const ReferenceMark = "<!-- generated from datapackage.json; do not edit below -->"

// Reference writes the tables and columns of a schema as Markdown.
func (s *Schema) Reference(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintln(&b, ReferenceMark)
	for i := range s.Resources {
		s.Resources[i].reference(&b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// quantityColumns are the same in every table that carries a number; the
// reference describes them once, in its hand-written part.
var quantityColumns = []string{"value", "unit", "low", "high", "source", "locator", "evidence", "as_of", "note"}

func (r *Resource) reference(b *strings.Builder) {
	fmt.Fprintf(b, "\n### %s\n\n%s. Kind: %s. Key: %s.\n", r.Path, r.Description, r.Kind, strings.Join(r.Schema.PrimaryKey, ", "))
	if unit := r.unitNote(); unit != "" {
		fmt.Fprintf(b, "\nRead as: %s.\n", unit)
	}
	fmt.Fprint(b, "\n| column | type | meaning |\n|---|---|---|\n")
	for _, f := range r.Schema.Fields {
		if r.hasQuantity() && slices.Contains(quantityColumns, f.Name) {
			continue
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", f.Name, f.Type, f.meaning(r))
	}
	if r.hasQuantity() {
		fmt.Fprint(b, "| value ... note | | the quantity columns |\n")
	}
}

// unitNote says in what unit the loader reads the numbers of the table.
func (r *Resource) unitNote() string {
	if r.UnitBy == nil {
		return codeOr(r.Unit)
	}
	var parts []string
	for _, f := range r.Schema.Fields[max(r.column(r.UnitBy.Column), 0)].Constraints.Enum {
		u, ok := r.UnitBy.Units[f]
		if !ok {
			u = r.UnitBy.Units["*"]
		}
		parts = append(parts, f+" in `"+u+"`")
	}
	return strings.Join(parts, ", ")
}

func codeOr(unit string) string {
	if unit == "" {
		return ""
	}
	return "`" + unit + "`"
}

func (f *Field) meaning(r *Resource) string {
	text := strings.ReplaceAll(f.Description, "|", "\\|")
	if len(f.Constraints.Enum) > 0 {
		text += " (" + strings.Join(f.Constraints.Enum, ", ") + ")"
	}
	for _, fk := range r.Schema.ForeignKeys {
		if fk.Fields == f.Name {
			text += ", in " + fk.Reference.Resource + ".csv"
		}
	}
	if f.Constraints.Required {
		text += "; required"
	}
	return text
}
