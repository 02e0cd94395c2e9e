package simtest

import (
	"fmt"
	"math"
	"strconv"

	"lodestone/internal/network"
	"lodestone/internal/sim"
)

// expect WEEK WHAT NAME... VALUE [+- TOLERANCE]
func (b *builder) expect(words []string) error {
	if len(words) < 4 {
		return fmt.Errorf("expected %q", "expect WEEK WHAT NAME... VALUE")
	}
	e := Expectation{Line: b.line, Tol: 1e-9}
	if n := len(words); words[n-2] == "+-" {
		tol, err := parseNumber(words[n-1])
		if err != nil {
			return err
		}
		e.Tol, words = tol, words[:n-2]
	}
	week, err := strconv.Atoi(words[0])
	if err != nil {
		return err
	}
	last := len(words) - 1
	want, err := parseNumber(words[last])
	if err != nil {
		return err
	}
	e.Week, e.What, e.Args, e.Want = week, words[1], words[2:last], want
	b.Expect = append(b.Expect, e)
	return nil
}

// Run compiles and runs the case, and returns what was not as expected.
func (c *Case) Run() ([]string, error) {
	n, err := network.Compile(c.Model, c.Scenario)
	if err != nil {
		return nil, err
	}
	s := sim.New(n)
	var wrong []string
	for range n.Weeks {
		s.Step()
		for _, e := range c.Expect {
			if e.Week != s.State.Week-1 {
				continue
			}
			got, err := c.read(s, e)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", e.Line, err)
			}
			if !(math.Abs(got-e.Want) <= e.Tol) {
				wrong = append(wrong, fmt.Sprintf("line %d: week %d %s %v: got %.9g, want %.9g +- %g", e.Line, e.Week, e.What, e.Args, got, e.Want, e.Tol))
			}
		}
	}
	if s.State.Residual > 1e-9 {
		wrong = append(wrong, fmt.Sprintf("mass balance off by %g of throughput", s.State.Residual))
	}
	return wrong, nil
}

// read looks up the figure an expectation is about.
func (c *Case) read(s *sim.Sim, e Expectation) (float64, error) {
	st := &s.State
	byMarket := map[string][]float64{"stock": st.Stock, "price": st.Price, "stopped": st.Stopped, "risk": st.Risk, "arrive": st.Inflow, "need": st.Need}
	switch v, ok := byMarket[e.What]; {
	case ok:
		i, err := c.market(s.Net, e.Args)
		return at(v, i), err
	case e.What == "served" || e.What == "demand" || e.What == "backlog":
		i, err := c.useIndex(s.Net, e.Args)
		return at(map[string][]float64{"served": st.Served, "demand": st.Demand, "backlog": st.Backlog}[e.What], i), err
	case e.What == "ship" || e.What == "share":
		i, err := c.routeIndex(s.Net, e.Args)
		if e.What == "share" {
			return at(st.Share, i), err
		}
		return at(st.Shipped, i), err
	case e.What == "pile":
		i, err := c.pileIndex(s.Net, e.Args)
		return at(st.Pile, i), err
	case e.What == "public":
		i, err := strconv.Atoi(e.Args[0])
		if err != nil || i < 0 || i >= len(st.Public) {
			return 0, fmt.Errorf("no event %v", e.Args)
		}
		return st.Public[i], nil
	case e.What == "room" || e.What == "level" || e.What == "margin":
		i, err := c.lineIndex(s.Net, e.Args)
		if err != nil {
			return 0, err
		}
		site := s.Net.Lines[i].Site
		return map[string]float64{"room": s.Room(site), "level": st.Level[site], "margin": st.Margin[site]}[e.What], nil
	case e.What == "make":
		i, err := c.lineIndex(s.Net, e.Args)
		return at(st.Throughput, i), err
	}
	return 0, fmt.Errorf("cannot expect %q", e.What)
}

func at(v []float64, i int) float64 {
	if i < 0 {
		return math.NaN()
	}
	return v[i]
}

func (c *Case) market(n *network.Network, args []string) (int, error) {
	for i, k := range n.Markets {
		if len(args) == 2 && c.Model.Commodities[k.Commodity].ID == args[0] && c.Model.Regions[k.Region].ID == args[1] {
			return i, nil
		}
	}
	return -1, fmt.Errorf("no market %v", args)
}

func (c *Case) useIndex(n *network.Network, args []string) (int, error) {
	for i, u := range n.Uses {
		if len(args) == 2 && c.Model.EndUses[u.EndUse].ID == args[0] && c.Model.Regions[u.Region].ID == args[1] {
			return i, nil
		}
	}
	return -1, fmt.Errorf("no use %v", args)
}

func (c *Case) routeIndex(n *network.Network, args []string) (int, error) {
	for i, r := range n.Routes {
		d := c.Model.Routes[r.Model]
		if len(args) == 3 && c.Model.Commodities[d.Commodity].ID == args[0] &&
			c.Model.Regions[d.From].ID == args[1] && c.Model.Regions[d.To].ID == args[2] {
			return i, nil
		}
	}
	return -1, fmt.Errorf("no route %v", args)
}

func (c *Case) pileIndex(n *network.Network, args []string) (int, error) {
	for i, p := range n.Stockpiles {
		if len(args) == 1 && c.Model.Stockpiles[p.Model].ID == args[0] {
			return i, nil
		}
	}
	return -1, fmt.Errorf("no stockpile %v", args)
}

func (c *Case) lineIndex(n *network.Network, args []string) (int, error) {
	for i, l := range n.Lines {
		if len(args) == 1 && c.Model.Facilities[l.Facility].ID == args[0] {
			return i, nil
		}
	}
	return -1, fmt.Errorf("no plant %v", args)
}
