// Package survive finds, by linear programs, how long a chain can do without some
// of its parts and what it loses at least, after Simchi-Levi et al., Identifying
// risks and mitigating disruptions in the automotive supply chain, Interfaces
// 45(5), 2015 (doi 10.1287/inte.2015.0804).
//
// Over an outage of t weeks, let u be what each line does, y what each route
// carries, v what each end use gets and x what is drawn from each stock S. With
// S_m the normal stock of market m, c_i the capacity of site i, d_j the demand and
// f_j the value of a unit of use j, everything that is possible is
//
//	made + arrived + x_m >= used + sent      for every market m
//	sum of u over the lines of site i <= c_i t,   x_m <= S_m,   v_j <= d_j t
//	u = 0 and y = 0 for what is removed
//
// The time to survive is the longest t with v_j = d_j t for all uses, the impact
// of t weeks the least sum of f_j (d_j t - v_j). Both are what the best use of all
// stocks and spare capacity could do: goods take no time, any qualified route
// carries any amount, nobody hoards, and a stock may end empty. The engine says
// what people do instead; see package sweep.
//
// [New] states the program of a network once; [Chain.TimeToSurvive],
// [Chain.Impact] and [Chain.List] solve it for what is removed. Times are weeks,
// masses tonnes, money USD.
package survive

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"lodestone/internal/lp"
	"lodestone/internal/model"
	"lodestone/internal/network"
)

// Removal is what is out: indices into Network.Sites and Network.Routes.
type Removal struct {
	Sites, Routes []int32
}

// Of returns what events take out in full: the sites of outages and closures, the
// routes of embargoes and crackdowns. Their dates do not matter.
func Of(n *network.Network, events []model.Event) Removal {
	s := *n.Scenario
	s.Events = slices.Clone(events)
	for i := range s.Events {
		s.Events[i].From = s.Start
	}
	var r Removal
	for _, e := range n.For(&s).Events {
		switch e.Kind {
		case model.Outage, model.Closure:
			r.Sites = append(r.Sites, e.Sites...)
		case model.Embargo, model.Crackdown:
			r.Routes = append(r.Routes, e.Routes...)
		}
	}
	return r
}

// Survival is the longest outage without loss.
type Survival struct {
	Weeks  float64 `json:"time_to_survive_weeks"`
	Beyond bool    `json:"survives_longest_tried"` // nothing is lost however long, up to the longest asked for
	Binds  []Stock `json:"stocks_that_bind"`       // the three in which a week of use more buys most
}

// Stock is a market of which one tonne more would lengthen the time to survive.
type Stock struct {
	Commodity string  `json:"commodity"`
	Region    string  `json:"region"`
	Tonnes    float64 `json:"normal_stock_t"`
	PerTonne  float64 `json:"weeks_per_t"` // dual value
}

// errUnsolved is wrapped where the solver gave no optimum.
var errUnsolved = errors.New("no optimum found")

func (c *Chain) solve(ctx context.Context, p *lp.Problem) (*lp.Solution, error) {
	s, err := lp.Solve(ctx, p, lp.Options{})
	if err != nil {
		return nil, err
	}
	if s.Status != lp.Optimal {
		return nil, fmt.Errorf("%w: %v", errUnsolved, s.Status)
	}
	return s, nil
}

// TimeToSurvive finds the longest outage during which every end use can get all it
// wants.
func (c *Chain) TimeToSurvive(ctx context.Context, r Removal) (Survival, error) {
	p := c.without(r)
	p.Maximise = true
	p.Cost[c.col.weeks] = 1
	for j, u := range c.net.Uses {
		if !u.Surplus {
			p.RowLo[c.served(j)] = 0
		}
	}
	s, err := c.solve(ctx, p)
	if err != nil {
		return Survival{}, err
	}
	v := Survival{Weeks: s.Objective, Beyond: s.Objective >= c.longest*(1-tolerance)}
	if !v.Beyond {
		v.Binds = c.binding(s)
	}
	return v, nil
}

// tolerance is the relative accuracy asked of the solver's answers.
const tolerance = 1e-6

// binding lists the stocks that hold the time to survive, by what a week of their
// use would add.
func (c *Chain) binding(s *lp.Solution) []Stock {
	n := c.net
	var out []Stock
	gain := map[Stock]float64{}
	for m := range n.Markets {
		held := stockOf(n, m)
		if held <= 0 || s.Reduced[c.col.stock+m] <= tolerance {
			continue
		}
		k := &n.Markets[m]
		x := Stock{n.Model.Commodities[k.Commodity].ID, n.Model.Regions[k.Region].ID, held, s.Reduced[c.col.stock+m] / held}
		gain[x] = x.PerTonne * k.BaseUse
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(a, b Stock) int {
		switch {
		case gain[a] > gain[b]:
			return -1
		case gain[a] < gain[b]:
			return 1
		}
		return 0
	})
	return out[:min(len(out), bindingStocks)]
}

// bindingStocks is how many of the stocks that bind are told.
const bindingStocks = 3

// Impact is the least value that end uses lose by an outage of some weeks, USD.
func (c *Chain) Impact(ctx context.Context, r Removal, weeks float64) (float64, error) {
	if !(weeks >= 0 && weeks <= c.longest) {
		return 0, fmt.Errorf("an outage of %g weeks: expected 0 to %g", weeks, c.longest)
	}
	p := c.without(r)
	p.ColLo[c.col.weeks], p.ColHi[c.col.weeks] = weeks, weeks
	all := 0.0
	for j, u := range c.net.Uses {
		if !u.Surplus {
			all += float64(u.Base * u.Value)
		}
		p.Cost[c.col.use+j] = 0
	}
	if all <= 0 {
		return 0, nil
	}
	for j, u := range c.net.Uses {
		if !u.Surplus {
			p.Cost[c.col.use+j] = -u.Base * u.Value / all
		}
	}
	p.Offset = weeks
	s, err := c.solve(ctx, p)
	if err != nil {
		return 0, err
	}
	if lost := s.Objective; lost > tolerance*weeks {
		return lost * all, nil
	}
	return 0, nil
}
