package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"lodestone/internal/explain"
)

// ExplainText says why an end use went short: in sentences, then as a tree.
func ExplainText(w io.Writer, x *explain.Explanation, style Style) error {
	if len(x.Roots) == 0 {
		when := "in the week of " + x.Date
		if x.Chosen {
			when = "in any week"
		}
		_, err := fmt.Fprintf(w, "%s in %s is not short %s: it is served as without the events of %s.\n", x.EndUse, x.Region, when, x.Scenario)
		return err
	}
	explainStory(w, x, style)
	if err := rootTable(w, x, style); err != nil {
		return err
	}
	fmt.Fprintf(w, "%s (shares of the shortage)\n", style.bold("The path"))
	tree(w, x.Path, "", map[string]bool{})
	fmt.Fprintln(w)
	explainOthers(w, x, style)
	explainChanges(w, x, style)
	return nil
}

// explainStory tells the main path in sentences.
func explainStory(w io.Writer, x *explain.Explanation, style Style) {
	fmt.Fprintf(w, "%s\n", style.bold(fmt.Sprintf("%s in %s, week of %s (week %d of %s)", x.EndUse, x.Region, x.Date, x.Week, x.Scenario)))
	fmt.Fprintf(w, "%s of its demand goes unserved, %s, for lack of %s.\n", percent(x.Share), figure(x.Unserved)+" "+x.Unit, x.Commodity)
	lead := "Because "
	for node := x.Path; node != nil; {
		fmt.Fprintf(w, "%s%s%s.\n", lead, node.Text, since(node))
		lead = "   and that because "
		if len(node.Children) == 0 {
			break
		}
		node = node.Children[0]
		if node.Binds == explain.Smaller {
			break
		}
	}
	fmt.Fprintln(w)
}

func since(n *explain.Node) string {
	if n.Since == "" {
		return ""
	}
	return ", since " + n.Since
}

func rootTable(w io.Writer, x *explain.Explanation, style Style) error {
	parts := make([]float64, len(x.Roots))
	for i, r := range x.Roots {
		parts[i] = r.Share
	}
	var rows [][]string
	for i, share := range percents(parts) {
		r := &x.Roots[i]
		if r.Share < thin && !style.All {
			continue
		}
		without := ""
		if len(r.IDs) > 0 {
			without = percent(r.Without) + " smaller"
		}
		rows = append(rows, []string{share, r.Text, without})
	}
	return section(w, style, "Roots", "shares of the shortage; an event claims no more than the shortage shrinks without it", rows, "share", "root", "without it the shortage is")
}

// percents writes shares of a whole so that what is shown sums to 100 %: those
// that lose most by rounding down get what is missing.
func percents(parts []float64) []string {
	whole := make([]int, len(parts))
	order := make([]int, len(parts))
	left := 100
	for i, p := range parts {
		whole[i], order[i] = int(100*p), i
		left -= whole[i]
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(100*parts[b]-float64(whole[b]), 100*parts[a]-float64(whole[a]))
	})
	for _, i := range order[:min(max(left, 0), len(order))] {
		whole[i]++
	}
	out := make([]string, len(parts))
	for i, v := range whole {
		out[i] = strconv.Itoa(v) + " %"
	}
	return out
}

// thin is the share of the shortage below which the tree is not drawn further.
const thin = 0.005

// tree draws a node and what is below it. What stands in the tree already is not
// followed a second time.
func tree(w io.Writer, n *explain.Node, indent string, told map[string]bool) {
	again := ""
	if told[n.Text] && len(n.Children) > 0 {
		again = ", as above"
	}
	fmt.Fprintf(w, "%s%s  %s%s [%s]%s\n", indent, percent(n.Total), n.Text, since(n), n.Binds, again)
	if again != "" {
		return
	}
	told[n.Text] = true
	for _, c := range n.Children {
		if c.Total >= thin {
			tree(w, c, indent+"  ", told)
		}
	}
}

// explainOthers tells why no other source filled the gap of the first market.
func explainOthers(w io.Writer, x *explain.Explanation, style Style) {
	if len(x.Path.Others) == 0 {
		return
	}
	fmt.Fprintln(w, style.bold("Why nobody else filled the gap"))
	for i, o := range x.Path.Others {
		if i == otherLines && !style.All {
			fmt.Fprintf(w, "  ... and %d more (--all shows them)\n", len(x.Path.Others)-i)
			break
		}
		fmt.Fprintf(w, "  %s [%s]\n", o.Text, o.Binds)
	}
	fmt.Fprintln(w)
}

// otherLines is how many other sources are told unless all are asked for.
const otherLines = 5

func explainChanges(w io.Writer, x *explain.Explanation, style Style) {
	goal := "kept its lines running that week"
	if x.Share <= 10*x.Fix.Left*(1+1e-9) && x.Fix.Left < x.Share/5 {
		goal = "left a tenth of the shortage that week"
	}
	fmt.Fprintf(w, "%s, each of which alone would have %s\n", style.bold("Smallest changes"), goal)
	if f := x.Fix; f.Possible {
		fmt.Fprintf(w, "  %s t more of %s held in %s from %s on, %s weeks of the use expected then.\n", trim(f.Tonnes), f.Commodity, f.Region, f.From, trim(f.Weeks))
	} else {
		fmt.Fprintf(w, "  No stock of %s in %s would do, held from %s on.\n", f.Commodity, f.Region, f.From)
	}
	for _, l := range x.Lifts {
		fmt.Fprintf(w, "  %s (%s) ended by %s, %s before.\n", l.Title, l.Event, l.End, counted(l.Weeks, "week"))
	}
}

// counted writes a number of things.
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// ExplainCSV writes the roots.
func ExplainCSV(w io.Writer, x *explain.Explanation) error {
	var rows [][]string
	for _, r := range x.Roots {
		rows = append(rows, []string{x.EndUse, x.Region, strconv.Itoa(x.Week), x.Date, x.Commodity, number(x.Share), r.Name, r.Kind, strings.Join(r.IDs, " "), number(r.Share), number(r.Booked), number(r.Without)})
	}
	return Table(w, []string{"end_use", "region", "week", "week_of", "missing_commodity", "unserved_share", "root", "kind", "events", "share", "booked_share", "smaller_without"}, rows)
}
