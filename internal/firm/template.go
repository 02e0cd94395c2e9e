package firm

import (
	"embed"
	"io"
	"io/fs"
)

//go:embed example/*.csv
var example embed.FS

// Example is the plan that the template comes with: a supplier of steering motors,
// invented but for what its notes cite.
func Example() *Plan {
	folder, err := fs.Sub(example, "example")
	if err != nil {
		panic(err) // embedded
	}
	p, _, err := ReadCSV(folder)
	if err != nil {
		panic(err) // embedded, and held by a test
	}
	return p
}

// WriteTemplate writes the example as a workbook to fill in.
func WriteTemplate(out io.Writer) error { return WriteXLSX(Example(), out) }
