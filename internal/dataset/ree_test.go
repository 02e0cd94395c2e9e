package dataset_test

import (
	"io/fs"
	"testing"

	"lodestone/data"
	"lodestone/internal/dataset"
)

// The built-in chain has no problems, in either of its base years.
func TestBuiltInChain(t *testing.T) {
	files, err := fs.Sub(data.FS, "ree")
	if err != nil {
		t.Fatal(err)
	}
	p, err := dataset.Open(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, year := range []int{2010, 2024} {
		if _, err := p.Model(year); err != nil {
			t.Errorf("base year %d: %v", year, err)
		}
	}
}
