package report

import (
	"fmt"
	"io"
	"strings"

	"lodestone/internal/plan"
)

// PlanText writes a plan: what it is worth, the moves, promise against delivery,
// the frontier, what more would be worth, and how sure the optimum is.
func PlanText(w io.Writer, p *plan.Plan, style Style) error {
	planHead(w, p, style)
	for _, part := range []func(io.Writer, *plan.Plan, Style) error{moveTable, deliveryTable, frontierTable, worthTable} {
		if err := part(w, p, style); err != nil {
			return err
		}
	}
	planFoot(w, p, style)
	return nil
}

func planHead(w io.Writer, p *plan.Plan, style Style) {
	who := p.Region
	if p.EndUse != "" {
		who = p.EndUse + " in " + p.Region
	}
	fmt.Fprintf(w, "%s\n", style.bold("A plan for "+who+": "+p.Title))
	fmt.Fprintf(w, "Decided on %s, before the first event on %s; counted until %s.\n", p.Decision, p.Shock, p.Until)
	switch p.Objective {
	case plan.Cost:
		fmt.Fprintf(w, "Least cost for %q.\n\n", p.Target)
	case plan.CVaR:
		fmt.Fprintf(w, "Least mean loss in the worst %s of the futures%s.\n\n", percent(p.Tail), within(p))
	case plan.Regret:
		fmt.Fprintf(w, "Least loss beyond the best that could have been done in each future%s.\n\n", within(p))
	default:
		fmt.Fprintf(w, "Least expected loss%s.\n\n", within(p))
	}
	f := p.Fresh
	if len(p.Moves) == 0 {
		fmt.Fprintf(w, "%s\n", style.bold("Buy nothing."))
	} else {
		fmt.Fprintf(w, "%s for %s. In futures it was not chosen on the simulator loses %s with it, %s without%s.\n",
			style.bold(plural(len(p.Moves), "move")), style.bold(usd(p.Spent)), usd(f.After), usd(f.Before), less(f.Before, f.After))
		fmt.Fprintf(w, "End uses of which lines stop: %s instead of %s. Most weeks lost by one of them: %s instead of %s.\n",
			trim(f.StopsAfter), trim(f.StopsBefore), trim(f.WeeksAfter), trim(f.WeeksBefore))
		if saved := f.Before - f.After; saved > p.Spent {
			fmt.Fprintf(w, "It pays if the chance that this scenario comes is above %s.\n", finePercent(p.Spent/saved))
		}
	}
	if p.Target != "" {
		reachLines(w, p)
	}
	fmt.Fprintln(w)
}

// less says by which share a loss is smaller, or larger.
func less(before, after float64) string {
	switch {
	case before <= 0:
		return ""
	case after > before:
		return ": " + percent(after/before-1) + " more"
	}
	return ": " + percent(1-after/before) + " less"
}

// reachLines say in how many futures a target is met, and what it took.
func reachLines(w io.Writer, p *plan.Plan) {
	f, r := p.Fresh, p.Reach
	fmt.Fprintf(w, "The target is met in %.0f of these %d futures, asked for are %s.\n", float64(p.Sizes.Checks)*f.Met, p.Sizes.Checks, percent(f.Asked))
	if r.Rounds == 1 && r.Limit < 0 {
		fmt.Fprintf(w, "The program's first plan met it in %d of the %d futures that it was fitted to.\n", r.First, r.Futures)
		return
	}
	text := fmt.Sprintf("The program's first plan, for %s, met it in %d of the %d futures that it was fitted to, this one in %d: in %d rounds", usd(r.Cost), r.First, r.Futures, r.Met, r.Rounds)
	fmt.Fprintln(w, wrap(fmt.Sprintf("%s %s joined in which the simulator missed it, and futures were made to count up to %s more.", text, plural(r.Added, "future"), percent(r.Margin)), 96, ""))
	if r.Limit >= 0 {
		fmt.Fprintln(w, wrap(fmt.Sprintf("That is less than was asked. With every move at its limit the simulator meets it in %d of the %d: %s", r.Limit, r.Futures, beyond(r)), 96, ""))
	}
}

// beyond says what all moves at their limit tell of a target that was not reached.
func beyond(r *plan.Reach) string {
	if r.Limit > r.Met {
		return "more of the moves helps, but the program does not see what of."
	}
	return "more of these moves does not reach it."
}

func within(p *plan.Plan) string {
	if p.Budget > 0 {
		return " for at most " + usd(p.Budget)
	}
	return ", whatever it costs"
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// finePercent writes a small share with the digits it needs.
func finePercent(v float64) string { return trim(100*v) + " %" }

func moveTable(w io.Writer, p *plan.Plan, style Style) error {
	var rows [][]string
	for _, m := range p.Moves {
		cover := ""
		if m.Weeks > 0 {
			cover = weeks(m.Weeks)
		}
		rows = append(rows, []string{m.Name, trim(m.Amount) + " " + m.Unit, cover, usd(m.Cost), m.Ready, usd(m.Saves)})
	}
	return section(w, style, "Moves", "in order of what they save per dollar; saved: by how much the simulated loss rises without the move", rows, "move", "amount", "weeks of use", "cost", "works from", "saved")
}

func deliveryTable(w io.Writer, p *plan.Plan, style Style) error {
	row := func(what string, before, after float64) []string {
		saved := ""
		if before > 0 {
			saved = percent(1 - after/before)
		}
		return []string{what, usd(before), usd(after), saved}
	}
	err := section(w, style, "Promised and delivered", "mean loss over futures, of output", [][]string{
		row("promised by the program", p.Before, p.Promised),
		row("simulated, the same futures", p.Before, p.Delivered),
		row("simulated, fresh futures", p.Fresh.Before, p.Fresh.After),
		row("the middle one of those", p.Fresh.MiddleBefore, p.Fresh.MiddleAfter),
	}, "", "without the plan", "with it", "saved")
	for _, why := range p.Why {
		fmt.Fprintln(w, wrap(why, 96, "  "))
	}
	if p.Why != nil {
		fmt.Fprintln(w)
	}
	return err
}

func frontierTable(w io.Writer, p *plan.Plan, style Style) error {
	var rows [][]string
	for i, x := range p.Frontier {
		per := ""
		if i > 0 {
			per = "$" + trim(x.Slope)
		}
		rows = append(rows, []string{usd(x.Budget), usd(x.Loss), usd(x.Tail), per})
	}
	return section(w, style, "Cost and risk", "by the program: the least expected loss for a budget", rows, "budget", "expected loss", "in the worst fifth", "saved by a dollar more")
}

// worthShown is how many moves the terminal gets a price of one more for.
const worthShown = 6

func worthTable(w io.Writer, p *plan.Plan, style Style) error {
	if p.Budget > 0 {
		if p.Dollar > 0 {
			fmt.Fprintf(w, "%s would save $%s of loss.\n", style.bold("One more dollar"), trim(p.Dollar))
		} else {
			fmt.Fprintf(w, "%s would save nothing: the budget is more than there is use for, and no dollar is spent that saves less than a dollar.\n", style.bold("One more dollar"))
		}
	}
	var rows [][]string
	for _, t := range p.Tonnes {
		if t.Worth > 0 && (style.All || len(rows) < worthShown) {
			rows = append(rows, []string{t.Name, usd(t.Worth) + " per " + t.Unit, usd(t.Cost), trim(t.Bought)})
		}
	}
	return section(w, style, "One more of each", "what it would save, by the program, where most per dollar", rows, "move", "worth", "cost", "in the plan")
}

func planFoot(w io.Writer, p *plan.Plan, style Style) {
	fmt.Fprintf(w, "%s by the program no plan of these moves has %s below %s; this one is within %s of that.\n", style.bold("Bound:"), boundOf(p), usd(p.Bound), finePercent(p.Gap))
	if p.Reach != nil && p.Reach.Rounds > 1 {
		fmt.Fprintln(w, "The difference is what the simulator asks for beyond the program.")
	}
	s := p.Sizes
	method := s.Method
	if s.Steps > 0 {
		method += fmt.Sprintf(" in %d steps", s.Steps)
	}
	fmt.Fprintf(w, "%d candidates, %d futures of %d periods, %d rows in all, %s; %d runs of the simulator, %d futures to check.\n",
		s.Candidates, s.Futures, s.Periods, s.Rows, method, s.Runs, s.Checks)
	fmt.Fprintln(w, wrap("Futures are draws within the ranges of the scenario's events, all as likely. The program sees the region's "+
		"own markets; what reaches its border is as simulated without the plan. What is bought is counted at base prices, and as worth nothing in the end.", 96, ""))
	if r := p.Reduced; r != nil {
		fmt.Fprintln(w, wrap(fmt.Sprintf("The program holds %d of %d futures drawn, those that stand best for all (fast forward selection): at a Kantorovich distance of %s, %s of the mean loss.",
			r.To, r.From, usd(r.Distance), percent(r.Share)), 96, ""))
	}
	if p.Struck != nil {
		fmt.Fprintln(w, wrap("The simulator struck off what is not worth its cost there: "+strings.Join(p.Struck, "; ")+".", 96, ""))
	}
	for _, n := range p.Notes {
		fmt.Fprintln(w, wrap(n, 96, ""))
	}
}

func boundOf(p *plan.Plan) string {
	switch p.Objective {
	case plan.Cost:
		return "a cost"
	case plan.CVaR:
		return "cost and loss in the worst futures together"
	case plan.Regret:
		return "cost and regret together"
	}
	return "cost and expected loss together"
}

// PlanCSV writes the moves of a plan as rows.
func PlanCSV(w io.Writer, p *plan.Plan) error {
	var rows [][]string
	for _, m := range p.Moves {
		rows = append(rows, []string{m.ID, m.Kind, m.Name, number(m.Amount), m.Unit, number(m.Weeks), number(m.Cost), m.Ready, number(m.Saves)})
	}
	return Table(w, []string{"move", "kind", "name", "amount", "unit", "weeks_of_use", "cost_usd", "works_from", "saved_usd"}, rows)
}
