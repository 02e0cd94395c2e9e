package backtest

import (
	"fmt"
	"slices"
	"strings"

	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/result"
)

// measures are what a target can be about. Each is computed over the weeks
// from w0 up to w1.
var measures = map[string]func(r *result.Record, t model.Target, w0, w1 int) (float64, error){
	"price":      price,
	"price-peak": pricePeak,
	"basket":     basket,
	"gap":        gap,
	"trade":      trade,
	"import":     imports,
	"draw":       draw,
	"output":     output,
}

// price is the mean price of a commodity in a region.
func price(r *result.Record, t model.Target, w0, w1 int) (float64, error) {
	i, err := market(r.Net, t.Commodities[0], t.Region)
	if err != nil {
		return 0, err
	}
	return mean(r.Price, i, w0, w1), nil
}

// pricePeak is the highest weekly price in the window.
func pricePeak(r *result.Record, t model.Target, w0, w1 int) (float64, error) {
	i, err := market(r.Net, t.Commodities[0], t.Region)
	if err != nil {
		return 0, err
	}
	peak := 0.0
	for w := w0; w < w1; w++ {
		peak = max(peak, r.Price[w][i])
	}
	return peak, nil
}

// basket is the mean price of what an ore contains, each element as the
// separated product that is sold in the region.
func basket(r *result.Record, t model.Target, w0, w1 int) (float64, error) {
	m := r.Net.Model
	ore := slices.IndexFunc(m.Commodities, func(c model.Commodity) bool { return c.ID == t.Commodities[0] })
	if ore < 0 {
		return 0, fmt.Errorf("unknown commodity %q", t.Commodities[0])
	}
	sum := 0.0
	for i, k := range r.Net.Markets {
		c := &m.Commodities[k.Commodity]
		if c.Stage != "separate" || m.Regions[k.Region].ID != t.Region {
			continue
		}
		for e, content := range c.Contents {
			if content.Value > 0 {
				sum += m.Commodities[ore].Contents[e].Value / content.Value * mean(r.Price, i, w0, w1)
			}
		}
	}
	return sum, nil
}

// gap is the price in one region over that in another, relative to the base
// year.
func gap(r *result.Record, t model.Target, w0, w1 int) (float64, error) {
	i, err := market(r.Net, t.Commodities[0], t.Region)
	if err != nil {
		return 0, err
	}
	j, err := market(r.Net, t.Commodities[0], t.Other)
	if err != nil {
		return 0, err
	}
	base := r.Net.Markets[i].Price / r.Net.Markets[j].Price
	return mean(r.Price, i, w0, w1) / mean(r.Price, j, w0, w1) / base, nil
}

// trade is the mean weekly flow of some commodities between regions, by mass.
// Smuggling is left out: the record is that of customs.
func trade(r *result.Record, t model.Target, w0, w1 int) (float64, error) {
	m := r.Net.Model
	sum, found := 0.0, false
	for k, route := range r.Net.Routes {
		d := m.Routes[route.Model]
		if inTrade(m, t, d) {
			sum += mean(r.Shipped, k, w0, w1)
			found = true
		}
	}
	if !found {
		return 0, fmt.Errorf("no route carries this")
	}
	return sum, nil
}

// imports is trade as it arrives: what left a lead time before.
func imports(r *result.Record, t model.Target, w0, w1 int) (float64, error) {
	m := r.Net.Model
	sum, found := 0.0, false
	for k, route := range r.Net.Routes {
		d := m.Routes[route.Model]
		if !inTrade(m, t, d) {
			continue
		}
		found = true
		for w := w0; w < w1; w++ {
			if sent := w - route.Lead; sent >= 0 {
				sum += r.Shipped[sent][k]
			} else {
				sum += route.Base
			}
		}
	}
	if !found {
		return 0, fmt.Errorf("no route carries this")
	}
	return sum / float64(w1-w0), nil
}

// inTrade reports whether a target counts the trade on a route.
func inTrade(m *model.Model, t model.Target, d model.Route) bool {
	return !d.Illicit && covers(m, t, d.Commodity) && is(m, t.From, d.From) && is(m, t.To, d.To)
}

// draw is the mean weekly use of some commodities in a region, by plants and
// end uses but not by surplus uses, by mass.
func draw(r *result.Record, t model.Target, w0, w1 int) (float64, error) {
	n := r.Net
	sum := 0.0
	add := func(series [][]float64, i, in0, in1 int) {
		for _, in := range n.Inputs[in0:in1] {
			k := n.Markets[in.Market]
			if covers(n.Model, t, k.Commodity) && is(n.Model, t.Region, k.Region) {
				sum += in.Coef * mean(series, i, w0, w1)
			}
		}
	}
	for i, l := range n.Lines {
		add(r.Made, i, l.In0, l.In1)
	}
	for i, u := range n.Uses {
		if !u.Surplus {
			add(r.Served, i, u.In0, u.In1)
		}
	}
	return sum, nil
}

func mean(series [][]float64, i, w0, w1 int) float64 {
	sum := 0.0
	for w := w0; w < w1; w++ {
		sum += series[w][i]
	}
	return sum / float64(w1-w0)
}

func market(n *network.Network, commodity, region string) (int, error) {
	for i, k := range n.Markets {
		if n.Model.Commodities[k.Commodity].ID == commodity && n.Model.Regions[k.Region].ID == region {
			return i, nil
		}
	}
	return -1, fmt.Errorf("there is no market for %s in %s", commodity, region)
}

// covers reports whether a target is about a commodity, by id or by stage.
func covers(m *model.Model, t model.Target, commodity int) bool {
	c := &m.Commodities[commodity]
	return slices.ContainsFunc(t.Commodities, func(name string) bool {
		stage, ok := strings.CutPrefix(name, "stage:")
		return ok && string(c.Stage) == stage || name == c.ID
	})
}

func is(m *model.Model, name string, region int) bool {
	return name == "" || m.Regions[region].ID == name
}

// output is what the lines of a region start on making of some commodities, t a
// week.
func output(r *result.Record, t model.Target, w0, w1 int) (float64, error) {
	n := r.Net
	sum, found := 0.0, false
	for _, o := range n.Outputs {
		m := n.Markets[o.Market]
		if !covers(n.Model, t, m.Commodity) || !is(n.Model, t.Region, m.Region) {
			continue
		}
		found = true
		for w := w0; w < w1; w++ {
			sum += float64(o.Coef * r.Made[w][o.Line])
		}
	}
	if !found {
		return 0, fmt.Errorf("nothing makes %s in %s", strings.Join(t.Commodities, ", "), t.Region)
	}
	return sum / float64(w1-w0), nil
}
