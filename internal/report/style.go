package report

import (
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"
)

// Style says how text may be written. Colour never carries meaning alone.
type Style struct {
	Colour bool
	All    bool // long lists in full
}

func (s Style) paint(code, text string) string {
	if !s.Colour {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (s Style) bold(text string) string { return s.paint("1", text) }
func (s Style) red(text string) string  { return s.paint("31", text) }

// plain is the colour that the terminal has anyway, with as many bytes as the others
// take: tables align by bytes.
func (s Style) plain(text string) string { return s.paint("39", text) }

// table writes rows in aligned columns, two spaces apart. Cells that are all
// figures align to the right by being padded by the caller's format.
func table(w io.Writer, header []string, rows [][]string) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "  "+strings.Join(header, "\t"))
	for _, r := range rows {
		fmt.Fprintln(t, "  "+strings.Join(r, "\t"))
	}
	return t.Flush()
}

// cut returns at most limit rows and a line that says how many are left out.
func cut(rows [][]string, limit int, all bool) (shown [][]string, more string) {
	if all || len(rows) <= limit {
		return rows, ""
	}
	return rows[:limit], fmt.Sprintf("  ... and %d more (--all shows them)", len(rows)-limit)
}

// scales for figures too long to read.
var scales = []struct {
	from float64
	name string
}{{1e12, " trillion"}, {1e9, " billion"}, {1e6, " million"}}

// figure writes a number with three significant digits and a scale word.
func figure(v float64) string {
	for _, s := range scales {
		if math.Abs(v) >= s.from {
			return trim(v/s.from) + s.name
		}
	}
	return trim(v)
}

// trim writes three significant digits, with thousands separated by commas.
func trim(v float64) string {
	if v == 0 || math.IsNaN(v) {
		return "0"
	}
	digits := 2 - int(math.Floor(math.Log10(math.Abs(v))))
	if digits >= 0 {
		return fmt.Sprintf("%.*f", min(digits, 6), v)
	}
	round := math.Pow(10, float64(-digits))
	return thousands(fmt.Sprintf("%.0f", math.Round(v/round)*round))
}

func thousands(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

func percent(v float64) string {
	text := fmt.Sprintf("%.0f %%", 100*v)
	if text == "-0 %" {
		return "0 %"
	}
	return text
}

func weeks(v float64) string { return fmt.Sprintf("%.1f", v) }

// wrap breaks text into lines of at most width runes.
func wrap(text string, width int, indent string) string {
	var b strings.Builder
	line := indent
	for _, word := range strings.Fields(text) {
		if len([]rune(line))+len([]rune(word)) > width && line != indent {
			b.WriteString(strings.TrimRight(line, " ") + "\n")
			line = indent
		}
		line += word + " "
	}
	b.WriteString(strings.TrimRight(line, " "))
	return b.String()
}
