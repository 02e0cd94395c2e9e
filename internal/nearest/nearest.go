// Package nearest finds the known name closest to a mistyped one.
package nearest

import (
	"fmt"
	"strings"

	"github.com/agext/levenshtein"
)

// similar is the likeness, 0 to 1, below which a name is no suggestion.
const similar = 0.49

// Name returns the known name most like the given one, or "" if none is. Of
// equals the first wins.
func Name(name string, known []string) string {
	best, likeness := "", similar
	for _, k := range known {
		if l := levenshtein.Similarity(strings.ToLower(name), strings.ToLower(k), nil); l > likeness {
			best, likeness = k, l
		}
	}
	return best
}

// Hint returns `; did you mean "x"?`, or "" if nothing is near.
func Hint(name string, known []string) string {
	if n := Name(name, known); n != "" {
		return fmt.Sprintf("; did you mean %q?", n)
	}
	return ""
}
