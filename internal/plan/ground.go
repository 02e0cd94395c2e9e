package plan

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"lodestone/internal/ensemble"
	"lodestone/internal/model"
	"lodestone/internal/network"
)

// ground is the compiled chain that a plan is made and checked on: the scenario
// with time to prepare, and an empty stockpile wherever a move could fill one.
type ground struct {
	net      *network.Network // with the best guess of everything
	piles    map[int]int      // market to index into Model.Stockpiles
	q        Question
	sampler  *ensemble.Sampler
	projects []model.Event      // of every capacity move of the region
	members  []*network.Network // drawn, with the events of the scenario
}

// newGround compiles the chain for a question.
func newGround(m *model.Model, s *model.Scenario, q Question) (*ground, error) {
	if err := q.Check(m); err != nil {
		return nil, err
	}
	first := firstDate(s)
	if first.IsZero() {
		return nil, fmt.Errorf("scenario %s has no events to plan for", s.Name)
	}
	early := *s
	early.Start = s.Start
	for early.WeekOf(first) < q.Prepare {
		early.Start = early.Start.AddDate(0, 0, -7)
		early.Weeks++
	}
	chain := *m
	chain.Stockpiles = slices.Clone(m.Stockpiles)
	at := map[[2]int]int{}
	for c := range m.Commodities {
		if slices.ContainsFunc(m.Moves, func(v model.Move) bool {
			return v.Kind == model.PileMove && (v.Region < 0 || v.Region == q.Region) && v.Covers(&m.Commodities[c])
		}) {
			at[[2]int{c, q.Region}] = len(chain.Stockpiles)
			chain.Stockpiles = append(chain.Stockpiles, model.Stockpile{ID: "plan-" + m.Commodities[c].ID, Holder: "the plan", Region: q.Region, Commodity: c, Rule: "on-shortage"})
		}
	}
	// Plants that a move could open must be part of the chain from the start.
	projects := projectEvents(m, &early, q.Region)
	early.Events = slices.Concat(s.Events, projects)
	sampler, err := ensemble.New(&chain, &early)
	if err != nil {
		return nil, err
	}
	n := sampler.Central(0)
	g := &ground{piles: map[int]int{}, q: q, sampler: sampler, projects: projects}
	g.net = g.plain(n)
	for key, i := range at {
		if k := n.MarketOf(key[0], key[1]); k >= 0 {
			g.piles[k] = i
		}
	}
	return g, nil
}

// firstDate is the day on which the first event is announced or takes effect.
func firstDate(s *model.Scenario) time.Time {
	var first time.Time
	for _, e := range s.Events {
		for _, d := range []time.Time{e.Announced, e.From} {
			if !d.IsZero() && (first.IsZero() || d.Before(first)) {
				first = d
			}
		}
	}
	return first
}

// draw compiles the first members of the ensemble, in parallel; each depends on its
// number and the seed alone.
func (g *ground) draw(ctx context.Context, count int) error {
	g.members = make([]*network.Network, count)
	return each(count, func(i int) error {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		n, err := g.sampler.Networks(g.q.Seed, i)
		if err != nil {
			return err
		}
		if g.members[i] = g.plain(n[0]); g.q.Physics {
			g.members[i] = g.members[i].WithoutBehaviour()
		}
		return nil
	})
}

// projectEvents are the projects of the capacity moves of a region, all decided in
// week 0.
func projectEvents(m *model.Model, s *model.Scenario, region int) []model.Event {
	var out []model.Event
	for _, v := range m.Moves {
		if v.Kind != model.CapacityMove || m.Facilities[v.Facility].Region != region {
			continue
		}
		out = append(out, model.Event{ID: planned + v.ID, Title: v.Name, Kind: model.Project, Announced: s.Start, From: s.Start,
			Source: v.Pos.File, Scope: model.Scope{Facilities: []int{v.Facility}}, Capacity: v.Capacity})
	}
	return out
}

// planned begins the ids of the events of a plan.
const planned = "plan-"

// plain is a network without the projects that a plan might begin.
func (g *ground) plain(n *network.Network) *network.Network {
	s := *n.Scenario
	s.Events = slices.DeleteFunc(slices.Clone(s.Events), func(e model.Event) bool {
		return slices.ContainsFunc(g.projects, func(p model.Event) bool { return p.ID == e.ID })
	})
	return n.For(&s)
}

// project is the event of a capacity move.
func (g *ground) project(v *model.Move) model.Event {
	i := slices.IndexFunc(g.projects, func(e model.Event) bool { return e.ID == planned+v.ID })
	return g.projects[i]
}

// with is a member with the events of a plan.
func (g *ground) with(member int, plan []model.Event) *network.Network {
	n := g.members[member]
	s := *n.Scenario
	s.Events = slices.Concat(s.Events, plan)
	return n.For(&s)
}

// each does something for every number below count, as many at once as there are
// processors.
func each(count int, do func(int) error) error {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range count {
		group.Go(func() error { return do(i) })
	}
	return group.Wait()
}

// events turns a choice into events and policies of the scenario.
func (g *ground) events(s *scope, list []Candidate, x []float64) []model.Event {
	var out []model.Event
	for j, c := range list {
		if x[j] > least(c) {
			e := g.event(s, &c, x[j])
			e.ID = fmt.Sprintf("%s%d-%s", planned, j, c.Move.ID)
			e.Title, e.Source = c.Name, c.Move.Pos.File
			e.From = g.net.Scenario.Start
			if !slices.Contains(begun, c.Move.Kind) {
				e.From = g.net.Scenario.Date(c.Ready)
			}
			e.Announced = e.From
			out = append(out, e)
		}
	}
	return out
}

// begun are the kinds that begin when they are decided, and work later.
var begun = []model.MoveKind{model.StockMove, model.PileMove, model.CapacityMove}

// least is the amount of a candidate below which it is rounding.
func least(c Candidate) float64 { return 1e-4 * c.Limit }

func (g *ground) event(s *scope, c *Candidate, x float64) model.Event {
	var e model.Event
	built := max(1, min(c.Move.LeadTime.Value, float64(g.q.Prepare)))
	switch c.Move.Kind {
	case model.StockMove:
		k := &g.net.Markets[c.Market]
		e.Kind, e.Scope = model.Stocking, model.Scope{Regions: []int{k.Region}, Commodities: []int{k.Commodity}}
		e.Cover.Value = k.Cover + x/k.BaseUse
		e.Ramp.Value = built
	case model.PileMove:
		e.Kind, e.Scope = model.Purchase, model.Scope{Stockpiles: []int{g.piles[c.Market]}}
		e.Rate.Value = x / built
		e.To = g.net.Scenario.Date(int(built))
	case model.SourceMove, model.OfftakeMove:
		k := &g.net.Markets[c.Market]
		e.Scope = model.Scope{Destinations: []int{k.Region}, Commodities: []int{k.Commodity}}
		has := 0.0
		for _, r := range c.Routes {
			e.Scope.Origins = append(e.Scope.Origins, g.net.Markets[g.net.Routes[r].From].Region)
			has += g.net.Routes[r].Share
		}
		e.Kind, e.Rate.Value = model.Offtake, x
		if c.Move.Kind == model.SourceMove {
			e.Kind, e.Share.Value = model.Sourcing, min(1, has+x/k.BaseUse)
		}
	case model.FreightMove:
		k, base := &g.net.Markets[c.Market], 0.0
		e.Kind, e.Scope = model.AirFreight, model.Scope{Destinations: []int{k.Region}, Commodities: []int{k.Commodity}}
		for _, r := range c.Routes {
			e.Scope.Origins = append(e.Scope.Origins, g.net.Markets[g.net.Routes[r].From].Region)
			base += g.net.Routes[r].Base
		}
		e.Share.Value, e.LeadTime.Value = min(1, x/base), c.Move.LeadTime.Value
	case model.FloorMove:
		k := &g.net.Markets[c.Market]
		e.Kind, e.Scope = model.Floor, model.Scope{Regions: []int{k.Region}, Commodities: []int{k.Commodity}}
		e.Price.Value = float64(c.Move.Level.Value * k.Price)
	case model.RedesignMove:
		u := &g.net.Uses[s.uses[c.Use]]
		e.Kind, e.Scope = model.Surge, model.Scope{EndUses: []int{u.EndUse}, Regions: []int{u.Region}}
		e.Factor.Value = 1 - x
	case model.CapacityMove:
		e = g.project(c.Move)
	}
	return e
}
