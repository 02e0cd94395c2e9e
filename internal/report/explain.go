package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"lodestone/internal/explain"
)

// ExplainText says why an end use went short: in sentences, then as a tree.
func ExplainText(w io.Writer, x *explain.Explanation, style Style) error {
	if len(x.Roots) == 0 {
		_, err := fmt.Fprintf(w, "%s in %s is not short in the week of %s: it is served as without the events of %s.\n", x.EndUse, x.Region, x.Date, x.Scenario)
		return err
	}
	fmt.Fprintf(w, "%s\n", style.bold(fmt.Sprintf("%s in %s, week of %s (week %d of %s)", x.EndUse, x.Region, x.Date, x.Week, x.Scenario)))
	fmt.Fprintf(w, "%s of its demand goes unserved, %s, for lack of %s.\n", percent(x.Share), figure(x.Unserved)+" "+x.Unit, x.Commodity)
	for i, step := range mainPath(x.Path) {
		lead := "Because "
		if i > 0 {
			lead = "   and that because "
		}
		fmt.Fprintf(w, "%s%s.\n", lead, step)
	}
	fmt.Fprintln(w)
	var rows [][]string
	for _, r := range x.Roots {
		without := ""
		if len(r.IDs) == 1 {
			without = percent(r.Without) + " smaller"
		}
		rows = append(rows, []string{percent(r.Share), r.Text, without})
	}
	if err := section(w, style, "Roots", "shares of the shortage; an event claims no more than the shortage shrinks without it", rows, "share", "root", "without it the shortage is"); err != nil {
		return err
	}
	fmt.Fprintf(w, "%s (shares are of what each market lacks)\n", style.bold("The path"))
	tree(w, x.Path, "", style)
	fmt.Fprintln(w)
	if x.Fix.Possible {
		fmt.Fprintf(w, "%s %s more weeks of %s held in %s, %s t, would have kept its lines running that week.\n",
			style.bold("Smallest stock:"), trim(x.Fix.Weeks), x.Fix.Commodity, x.Fix.Region, figure(x.Fix.Tonnes))
	} else {
		fmt.Fprintf(w, "No stock of %s in %s alone would have kept its lines running that week.\n", x.Fix.Commodity, x.Fix.Region)
	}
	return nil
}

// mainPath follows the largest branch.
func mainPath(n *explain.Node) []string {
	var steps []string
	for n != nil {
		step := n.Text
		if n.Since != "" {
			step += " (since " + n.Since + ")"
		}
		steps = append(steps, step)
		if len(n.Children) == 0 {
			break
		}
		n = n.Children[0]
	}
	return steps
}

func tree(w io.Writer, n *explain.Node, indent string, style Style) {
	since := ""
	if n.Since != "" {
		since = ", since " + n.Since
	}
	fmt.Fprintf(w, "%s%s  %s%s\n", indent, percent(n.Share), n.Text, since)
	for _, c := range n.Children {
		tree(w, c, indent+"  ", style)
	}
}

// ExplainCSV writes the roots.
func ExplainCSV(w io.Writer, x *explain.Explanation) error {
	var rows [][]string
	for _, r := range x.Roots {
		rows = append(rows, []string{x.EndUse, x.Region, strconv.Itoa(x.Week), x.Date, x.Commodity, number(x.Share), r.Name, r.Kind, strings.Join(r.IDs, " "), number(r.Share), number(r.Booked), number(r.Without)})
	}
	return Table(w, []string{"end_use", "region", "week", "week_of", "missing_commodity", "unserved_share", "root", "kind", "events", "share", "booked_share", "smaller_without"}, rows)
}
