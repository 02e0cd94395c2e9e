package workbench

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"lodestone/internal/dataset"
	"lodestone/internal/exchange"
)

// Exported says what was written where.
type Exported struct {
	Schema string   `json:"schema"`
	Path   string   `json:"path"`
	Count  int      `json:"count"`
	What   string   `json:"what"` // files or tables
	Tables []string `json:"tables,omitempty"`
}

// ExportSchema names the JSON form of [Exported].
const ExportSchema = "lodestone/data-export/1"

// Export writes a dataset, in a folder or the built-in one, to a new folder or, where
// the target ends in .xlsx, its tables to a new workbook.
func Export(dir, target string) (*Exported, error) {
	files, err := source(dir)
	if err != nil {
		return nil, err
	}
	if isWorkbook(target) {
		count, err := exchange.ToWorkbook(files, target)
		return &Exported{Schema: ExportSchema, Path: target, Count: count, What: "tables"}, err
	}
	count, err := exchange.ToFolder(files, target)
	return &Exported{Schema: ExportSchema, Path: target, Count: count, What: "files"}, err
}

func isWorkbook(name string) bool { return strings.EqualFold(filepath.Ext(name), ".xlsx") }

// Import makes a dataset in a new folder of a workbook; what that lacks is taken from
// the dataset in dir or the built-in one. A dataset with problems is not kept: they
// come back as [dataset.Problems], line N of a table being row N of its sheet.
func Import(dir, book, target string) (*Exported, error) {
	base, err := source(dir)
	if err != nil {
		return nil, err
	}
	if err := exchange.MustBeEmpty(target); err != nil {
		return nil, err
	}
	made, err := os.MkdirTemp(filepath.Dir(filepath.Clean(target)), ".lodestone-import-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(made)
	tables, err := exchange.FromWorkbook(base, book, made)
	if err != nil {
		return nil, err
	}
	if _, err := dataset.Open(os.DirFS(made)); err != nil {
		return nil, err
	}
	if err := os.Chmod(made, 0o755); err != nil {
		return nil, err
	}
	os.Remove(target) // an empty folder
	if err := os.Rename(made, target); err != nil {
		return nil, err
	}
	return &Exported{Schema: ExportSchema, Path: target, Count: len(tables), What: "tables", Tables: tables}, nil
}

// Explained is a number of the dataset with its source in full and what balancing the
// base years made of it.
type Explained struct {
	ValueView
	SourceTitle string     `json:"source_title"`
	SourceURL   string     `json:"source_url,omitempty"`
	Balanced    []Balanced `json:"balanced,omitempty"`
}

// Balanced is what a reported flow became in a base year.
type Balanced struct {
	BaseYear int     `json:"base_year"`
	Value    float64 `json:"value"`
	Unit     string  `json:"unit"`
}

// ExplainedList is the answer to "where does this number come from".
type ExplainedList struct {
	Schema string      `json:"schema"`
	Words  string      `json:"words"`
	Total  int         `json:"total"`
	Values []Explained `json:"values"`
}

// ExplainedSchema names the JSON form of [ExplainedList].
const ExplainedSchema = "lodestone/data-explain/1"

// ExplainValues lists the numbers in whose rows all words occur, at most some many
// (none: all).
func (b *Bench) ExplainValues(words string, most int) (*ExplainedList, error) {
	all := b.Package.Values(dataset.ValueQuery{Words: words})
	if len(all) == 0 {
		return nil, fmt.Errorf("no row with a number holds all of %q: %w", words, ErrUnknown)
	}
	checked, err := b.Check()
	if err != nil {
		return nil, err
	}
	at := func(file string, line int) string { return fmt.Sprintf("%s:%d", file, line) }
	balanced := map[string][]Balanced{}
	for _, y := range checked.Years {
		for _, c := range y.Changes {
			if c.Reported.Value == 0 && c.Balanced == 0 { // not there yet in that year
				continue
			}
			key := at(c.Reported.Pos.File, c.Reported.Pos.Line)
			balanced[key] = append(balanced[key], Balanced{y.BaseYear, c.Balanced, c.Unit})
		}
	}
	sources := map[string]SourceRow{}
	for _, s := range b.Sources().Sources {
		sources[s.ID] = s
	}
	list := &ExplainedList{Schema: ExplainedSchema, Words: words, Total: len(all)}
	for _, v := range all {
		if most > 0 && len(list.Values) == most {
			break
		}
		x := Explained{ValueView: ValueView{v.Table, v.Key, figure(v.Quantity)}, Balanced: balanced[at(v.Pos.File, v.Pos.Line)]}
		s := sources[v.Source]
		x.SourceTitle, x.SourceURL = strings.TrimPrefix(s.Producer+": "+s.Title, ": "), s.URL
		list.Values = append(list.Values, x)
	}
	return list, nil
}
