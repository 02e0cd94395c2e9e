package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"lodestone/internal/risk"
)

// nationalTable writes the supply risk to the industry of a region, its terms, what
// was published, and which inputs nobody has given.
func nationalTable(w io.Writer, r *risk.Report, style Style) error {
	var rows [][]string
	for _, x := range r.National {
		rows = append(rows, []string{x.Element, x.Region, x.Method, twoPlaces(&x.Concentration), twoPlaces(x.Disruption), twoPlaces(&x.Exposure), twoPlaces(x.Published.Exposure),
			twoPlaces(x.Vulnerability), twoPlaces(x.Risk), published(x.Published)})
	}
	if err := section(w, style, "Supply risk to the industry of a region", "disruption x exposure x vulnerability, cube root; from the shares and trade of this chain, not scaled over commodities", rows,
		"element", "region", "method", "HHI abroad", "disruption", "exposure", "published", "vulnerability", "risk", "published risk"); err != nil {
		return err
	}
	return lacking(w, r.National)
}

func twoPlaces(v *float64) string {
	if v == nil {
		return "-"
	}
	return strconv.FormatFloat(*v, 'f', 2, 64)
}

// published is the score that was printed, or the rank if that is all there is.
func published(p risk.Published) string {
	switch {
	case p.Risk != nil:
		return twoPlaces(p.Risk)
	case p.Rank != nil:
		return "rank " + strconv.FormatFloat(*p.Rank, 'f', -1, 64)
	}
	return "-"
}

// lacking lists the inputs that are lacking, each once, with the elements that lack them.
func lacking(w io.Writer, list []risk.National) error {
	var order []string
	by := map[string][]string{}
	for _, x := range list {
		for _, what := range x.Lacking {
			if by[what] == nil {
				order = append(order, what)
			}
			by[what] = append(by[what], x.Element)
		}
	}
	if len(order) == 0 {
		return nil
	}
	fmt.Fprintln(w, "Not computed (-) for lack of what was not published where it could be read; rows of these tables would fill it:")
	for _, what := range order {
		fmt.Fprintf(w, "  %s: %s\n", strings.Join(by[what], " "), what)
	}
	_, err := fmt.Fprintln(w)
	return err
}

func nationalCSV(w io.Writer, r *risk.Report) error {
	var rows [][]string
	for _, x := range r.National {
		rows = append(rows, []string{x.Element, x.Region, x.Method, number(x.Concentration), optional(x.Disruption), number(x.Exposure), optional(x.Vulnerability), optional(x.Risk),
			optional(x.Published.Disruption), optional(x.Published.Exposure), optional(x.Published.Vulnerability), optional(x.Published.Risk), optional(x.Published.Rank), strings.Join(x.Lacking, "; ")})
	}
	return Table(w, []string{"element", "region", "method", "foreign_concentration", "disruption_potential", "trade_exposure", "economic_vulnerability", "supply_risk",
		"published_disruption_potential", "published_trade_exposure", "published_economic_vulnerability", "published_supply_risk", "published_rank", "lacking"}, rows)
}

// optional writes a number, or nothing where there is none.
func optional(v *float64) string {
	if v == nil {
		return ""
	}
	return number(*v)
}

// crisisTables writes how markets answered a shock, beside what was published.
func crisisTables(w io.Writer, r *risk.Report, style Style) error {
	for i := range r.Crises {
		c := &r.Crises[i]
		var rows [][]string
		for _, a := range c.Answers {
			rows = append(rows, []string{a.Mechanism, inWeeks(a.Lag.Simulated), inWeeks(a.Lag.Published), aYear(a.Speed.Simulated), aYear(a.Speed.Published), part(a.Magnitude.Simulated), part(a.Magnitude.Published)})
		}
		note := fmt.Sprintf("outside the controlling region, %s to %s, as shares of the world's refined output before; after Sprecher et al. 2017", c.From, c.Until)
		if err := section(w, style, "How markets answered in "+c.Scenario, note, rows, "mechanism", "lag", "published", "speed", "published", "magnitude", "published"); err != nil {
			return err
		}
		again := "not within the replay"
		if c.Recovery.Simulated != nil {
			again = "after " + inWeeks(c.Recovery.Simulated)
		}
		fmt.Fprintf(w, "End uses are served again %s; published: %s. A dash is none, or not published.\n\n", again, inWeeks(c.Recovery.Published))
	}
	return nil
}

func inWeeks(v *float64) string {
	if v == nil {
		return "-"
	}
	return trim(*v) + " wk"
}

func part(v *float64) string {
	if v == nil {
		return "-"
	}
	return percent(*v)
}

func aYear(v *float64) string {
	if v == nil {
		return "-"
	}
	return percent(*v) + " a year"
}

func crisesCSV(w io.Writer, r *risk.Report) error {
	var rows [][]string
	add := func(c *risk.Crisis, mechanism, indicator, unit string, x risk.CrisisIndicator) {
		rows = append(rows, []string{c.Scenario, c.From, c.Until, mechanism, indicator, unit, optional(x.Simulated), optional(x.Published), x.Source})
	}
	for i := range r.Crises {
		c := &r.Crises[i]
		for _, a := range c.Answers {
			add(c, a.Mechanism, "lag", "wk", a.Lag)
			add(c, a.Mechanism, "speed", "1/yr", a.Speed)
			add(c, a.Mechanism, "magnitude", "1", a.Magnitude)
		}
		add(c, "all", "recovery", "wk", c.Recovery)
	}
	return Table(w, []string{"scenario", "from", "until", "mechanism", "indicator", "unit", "simulated", "published", "source"}, rows)
}
