package plan

import (
	"fmt"
	"math"
	"slices"
)

// compare explains by how much promise and delivery differ, as shares of the loss
// without the plan: whether it is the futures or the program, one future or all,
// and what behaviour has to do with it.
func (w *work) compare() error {
	p := w.plan
	promised, delivered := saved(p.Before, p.Promised), saved(p.Before, p.Delivered)
	fresh := saved(p.Fresh.Before, p.Fresh.After)
	const nothing = 1e-3 // of the loss
	if promised <= nothing && fresh <= nothing || math.Abs(fresh-promised) <= noticed*promised {
		return nil
	}
	p.Why = append(p.Why, fmt.Sprintf("Promise and delivery differ by more than a tenth: of what is lost without it the plan saves %s by the program, %s by the simulator in the same futures, %s in fresh ones.",
		percent(promised), percent(delivered), percent(fresh)))
	if math.Abs(delivered-promised) <= noticed*promised {
		p.Why = append(p.Why, "So it is the futures: those it was chosen on are not like the others. More of them (--members) bring the two together.")
		return nil
	}
	w.blameFuture()
	return w.blameBehaviour(promised, delivered)
}

// saved is the share of a loss that is gone.
func saved(before, after float64) float64 {
	if before <= 0 {
		return 0
	}
	return 1 - after/before
}

func percent(share float64) string { return fmt.Sprintf("%.0f %%", math.Round(100*share)+0) }

// blameFuture says if one future makes most of the difference.
func (w *work) blameFuture() {
	worst, most, sum := 0, 0.0, 0.0
	for i, l := range w.after.Losses {
		difference := math.Abs(l - w.choice.Losses[i])
		sum += difference
		if difference > most {
			worst, most = i, difference
		}
	}
	if len(w.after.Losses) > 1 && most > sum/2 {
		w.plan.Why = append(w.plan.Why, fmt.Sprintf("One future of the %d makes %s of the difference: there the simulator loses $%.3g million with the plan, the program $%.3g million.",
			len(w.after.Losses), percent(most/sum), w.after.Losses[worst]/money, w.choice.Losses[worst]/money))
	}
}

// blameBehaviour runs the same futures with all behaviour switched off.
func (w *work) blameBehaviour(promised, delivered float64) error {
	ground := *w.ground
	ground.members = slices.Clone(ground.members)
	for _, m := range w.on {
		ground.members[m] = ground.members[m].WithoutBehaviour()
	}
	calmly := &work{ctx: w.ctx, ground: &ground, plan: w.plan, scope: w.scope, bases: make([]*track, len(ground.members)), on: w.on, program: w.program}
	if err := calmly.prepare(w.on); err != nil {
		return err
	}
	before, err := calmly.run(w.on, nil)
	if err != nil {
		return err
	}
	after, err := calmly.run(w.on, ground.events(w.scope, w.program.list, w.choice.X))
	if err != nil {
		return err
	}
	w.runs.Add(calmly.runs.Load())
	calm := saved(w.mean(before.Losses), w.mean(after.Losses))
	if w.mean(before.Losses) <= 0 {
		w.plan.Why = append(w.plan.Why, "Without behaviour nothing would be lost at all: the loss is what buyers do to each other, and the plan changes what they do, which the program does not see.")
		return nil
	}
	reason := "the program releases stocks knowing how the future goes on, and holds that what reaches the border stays as it was; a stockpile by rule gives to whoever has run out"
	if calm-delivered > (promised-delivered)/2 {
		reason = "most of the difference is behaviour: buyers with more stock order less, and prices that rise less save less use"
	}
	w.plan.Why = append(w.plan.Why, fmt.Sprintf("With all behaviour switched off the plan saves %s: %s.", percent(calm), reason))
	return nil
}
