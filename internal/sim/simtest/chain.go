// Package simtest is a small language for chains, events and what is expected
// of them, so that tests of the engine can be read by people who know the trade
// and not the code. README.md describes it; [Parse] reads it.
package simtest

import (
	"bufio"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"lodestone/internal/model"
)

// Case is one file: a chain, a scenario and expectations.
type Case struct {
	Model    *model.Model
	Scenario *model.Scenario
	Expect   []Expectation
}

// Expectation is one "expect" line.
type Expectation struct {
	Line int
	Week int
	What string   // served, stock, price, ship, make, stopped, risk
	Args []string // names
	Want float64
	Tol  float64
}

// start is the first day of week 0 in every case; weeks are given as numbers.
var start = time.Date(2025, 1, 6, 0, 0, 0, 0, time.UTC)

// builder holds the case being read.
type builder struct {
	Case
	line   int
	covers []cover
}

type cover struct {
	commodity, region string
	weeks             float64
}

// calm are the parameters a chain starts from: no hoarding, no answer to
// prices, no spread of stocks, no new sources. "set" changes one.
var calm = map[string]float64{
	"expectation_time": 8, "order_adjustment_time": 8, "hoarding": 0, "risk_rise_time": 4, "risk_decay_time": 26,
	"share_adjustment_time": 13, "share_price_elasticity": 0, "price_sensitivity": 1, "price_expectation_time": 26,
	"price_cost_time": 104, "cover_spread": 0, "line_down_share": 0.05, "qualification_time": 26,
	"qualification_trigger": 2, "share_review_period": 4,
	"supply_elasticity": 0, "arbitrage": 0, "speculation": 0, "speculation_time": 26, "cash_cost_share": 0.8, "margin_time": 26, "idle_patience": 26, "close_patience": 156,
	"margin_spread": 1e12, "investment_time": 1e12, "hurdle": 0.15,
	"throughput_elasticity": 0, "throughput_time": 1, "order_limit": 1e12, "recapture": 0, "recapture_time": 26, "overtime": 0, "netback": 0, "glut_sensitivity": 1, "fixed_cost_share": 0, "alarm_time": 26,
	"least_utilization": 0, "adaptation_time": 52, "return_time": 0, "announcement_fear": 0, "leakage_elasticity": 0,
}

// Parse reads a case. Errors name the line.
func Parse(text string) (*Case, error) {
	b := &builder{}
	b.Model = &model.Model{Name: "case", BaseYear: 2024}
	b.Scenario = &model.Scenario{Name: "case", Start: start, Weeks: 52, BaseYear: 2024}
	for _, name := range sortedKeys(calm) {
		b.Model.Behaviour = append(b.Model.Behaviour, model.Behaviour{Parameter: name, Scope: "*", Value: number(calm[name])})
	}
	scan := bufio.NewScanner(strings.NewReader(text))
	for scan.Scan() {
		b.line++
		line, _, _ := strings.Cut(scan.Text(), "#")
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		read, ok := statements[words[0]]
		if !ok {
			return nil, fmt.Errorf("line %d: unknown statement %q", b.line, words[0])
		}
		if err := read(b, words[1:]); err != nil {
			return nil, fmt.Errorf("line %d: %w", b.line, err)
		}
	}
	b.finish()
	return &b.Case, scan.Err()
}

// statements says which function reads which kind of line.
var statements map[string]func(*builder, []string) error

func init() {
	statements = map[string]func(*builder, []string) error{
		"element": (*builder).element, "commodity": (*builder).commodity, "plant": (*builder).plant,
		"route": (*builder).route, "use": (*builder).use, "cover": (*builder).cover, "set": (*builder).set,
		"contract": (*builder).contract, "stockpile": (*builder).stockpile,
		"event": (*builder).event, "run": (*builder).run, "expect": (*builder).expect,
	}
}

func number(v float64) model.Quantity {
	return model.Quantity{Value: v, Low: v, High: v, Evidence: model.Reported}
}

// options reads "key value key value ..." from the words.
type options map[string]string

func readOptions(words []string) options {
	o := options{}
	for i := 0; i+1 < len(words); i += 2 {
		o[words[i]] = words[i+1]
	}
	return o
}

func (o options) number(key string, otherwise float64) (float64, error) {
	s, ok := o[key]
	if !ok {
		return otherwise, nil
	}
	return parseNumber(s)
}

// parseNumber reads a plain number, a percentage, or a rate per week ("10/wk").
func parseNumber(s string) (float64, error) {
	s = strings.TrimSuffix(s, "/wk")
	scale := 1.0
	if t, ok := strings.CutSuffix(s, "%"); ok {
		s, scale = t, 0.01
	}
	v, err := strconv.ParseFloat(s, 64)
	return v * scale, err
}

// need returns the first n words and the options after them.
func need(words []string, n int, usage string) ([]string, options, error) {
	if len(words) < n {
		return nil, nil, fmt.Errorf("expected %q", usage)
	}
	return words[:n], readOptions(words[n:]), nil
}

func (b *builder) region(id string) int {
	for i, r := range b.Model.Regions {
		if r.ID == id {
			return i
		}
	}
	b.Model.Regions = append(b.Model.Regions, model.Region{ID: id})
	return len(b.Model.Regions) - 1
}

func (b *builder) find(id string) (int, error) {
	i := slices.IndexFunc(b.Model.Commodities, func(c model.Commodity) bool { return c.ID == id })
	if i < 0 {
		return -1, fmt.Errorf("unknown commodity %q", id)
	}
	return i, nil
}

func sortedKeys(m map[string]float64) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// finish sizes the tables that need all commodities, regions and elements.
func (b *builder) finish() {
	m := b.Model
	for c := range m.Commodities {
		for len(m.Commodities[c].Contents) < len(m.Elements) {
			m.Commodities[c].Contents = append(m.Commodities[c].Contents, model.Quantity{})
		}
		m.Cover = append(m.Cover, make([]model.Quantity, len(m.Regions)))
		for r := range m.Regions {
			m.Cover[c][r] = number(b.coverOf(m.Commodities[c].ID, m.Regions[r].ID))
			if len(m.Prices[c]) <= r {
				m.Prices[c] = append(m.Prices[c], m.Prices[c][0])
			}
		}
	}
}

func (b *builder) coverOf(commodity, region string) float64 {
	for _, c := range slices.Backward(b.covers) {
		if (c.commodity == commodity || c.commodity == "*") && (c.region == region || c.region == "*") {
			return c.weeks
		}
	}
	return 4
}
