package simtest

import (
	"os"
	"path/filepath"
	"testing"
)

func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.chain")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			c, err := Parse(string(text))
			if err != nil {
				t.Fatal(err)
			}
			wrong, err := c.Run()
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range wrong {
				t.Errorf("%s %s", file, w)
			}
		})
	}
}
