package simtest

import (
	"fmt"
	"slices"
	"strings"

	"lodestone/internal/model"
	"lodestone/internal/network"
)

// element NAME
func (b *builder) element(words []string) error {
	for _, w := range words {
		b.Model.Elements = append(b.Model.Elements, model.Element{ID: w})
	}
	return nil
}

// commodity NAME [stage STAGE] [price USD] [ELEMENT SHARE ...]
func (b *builder) commodity(words []string) error {
	head, o, err := need(words, 1, "commodity NAME [stage S] [price P] [ELEMENT SHARE]")
	if err != nil {
		return err
	}
	c := model.Commodity{ID: head[0], Stage: "magnet", Unit: "t " + head[0]}
	if s, ok := o["stage"]; ok {
		c.Stage = model.Stage(s)
	}
	for _, e := range b.Model.Elements {
		v, err := o.number(e.ID, 0)
		if err != nil {
			return err
		}
		c.Contents = append(c.Contents, number(v))
	}
	price, err := o.number("price", 100)
	b.Model.Commodities = append(b.Model.Commodities, c)
	b.Model.Prices = append(b.Model.Prices, []model.Quantity{number(price)})
	return err
}

// plant NAME REGION RATE makes A:1,B:0.5 [from C:1.2] [capacity RATE] [lag WEEKS]
// [cost USD] [restart WEEKS] [owner NAME] [strategy state]; at rate 0 only a project opens it
func (b *builder) plant(words []string) error {
	head, o, err := need(words, 3, "plant NAME REGION RATE makes A:1 [from B:1] [capacity R] [lag W]")
	if err != nil {
		return err
	}
	rate, err := parseNumber(head[2])
	if err != nil {
		return err
	}
	p := model.Process{ID: head[0], Stage: "magnet", Unit: "t"}
	for _, side := range []struct {
		key  string
		role model.Role
	}{{"from", model.RoleInput}, {"makes", model.RoleOutput}} {
		rows, err := b.amounts(o[side.key])
		if err != nil {
			return err
		}
		for _, r := range rows {
			p.Rows = append(p.Rows, model.RecipeRow{Role: side.role, Commodity: r.Commodity, Amount: r.Amount})
		}
	}
	lag, err := o.number("lag", 1)
	if err != nil {
		return err
	}
	capacity, err := o.number("capacity", rate)
	p.Duration = number(lag)
	if err != nil {
		return err
	}
	b.Model.Processes = append(b.Model.Processes, p)
	f := model.Facility{ID: head[0], Region: b.region(head[1]), Owner: o["owner"], Strategy: o["strategy"],
		Capacity: number(capacity * network.WeeksPerYear), Processes: []int{len(b.Model.Processes) - 1}}
	if rate > 0 {
		f.Outputs = []model.Output{{Process: f.Processes[0], Feed: -1, Amount: number(rate * network.WeeksPerYear)}}
	}
	for key, into := range map[string]*model.Quantity{"cost": &f.Opex, "restart": &f.Durations.Restart, "build": &f.Durations.Build} {
		v, err := o.number(key, 0)
		if err != nil {
			return err
		}
		*into = number(v)
	}
	b.Model.Facilities = append(b.Model.Facilities, f)
	return nil
}

// amounts reads "A:1,B:0.5".
func (b *builder) amounts(list string) ([]model.EndUseInput, error) {
	var out []model.EndUseInput
	for item := range strings.SplitSeq(list, ",") {
		if item == "" {
			continue
		}
		name, coef, _ := strings.Cut(item, ":")
		c, err := b.find(name)
		if err != nil {
			return nil, err
		}
		v := 1.0
		if coef != "" {
			if v, err = parseNumber(coef); err != nil {
				return nil, err
			}
		}
		out = append(out, model.EndUseInput{Commodity: c, Amount: number(v)})
	}
	return out, nil
}

// route COMMODITY FROM TO RATE [lead WEEKS] [tariff SHARE] [freight USD] [qualified no]
func (b *builder) route(words []string) error {
	head, o, err := need(words, 4, "route COMMODITY FROM TO RATE [lead W]")
	if err != nil {
		return err
	}
	r := model.Route{From: b.region(head[1]), To: b.region(head[2]), Qualified: o["qualified"] != "no", Illicit: o["illicit"] == "yes"}
	if r.Commodity, err = b.find(head[0]); err != nil {
		return err
	}
	for _, f := range []struct {
		text string
		into *model.Quantity
		per  float64
	}{{head[3], &r.Flow, network.WeeksPerYear}, {orElse(o["lead"], "1"), &r.LeadTime, 1},
		{orElse(o["tariff"], "0"), &r.Tariff, 1}, {orElse(o["freight"], "0"), &r.Freight, 1}} {
		v, err := parseNumber(f.text)
		if err != nil {
			return err
		}
		*f.into = number(v * f.per)
	}
	b.Model.Routes = append(b.Model.Routes, r)
	return nil
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// use NAME REGION RATE needs A:1,B:2 [priority N] [value USD] [elasticity E] [long E] [surplus yes]
func (b *builder) use(words []string) error {
	head, o, err := need(words, 3, "use NAME REGION RATE needs A:1")
	if err != nil {
		return err
	}
	rate, err := parseNumber(head[2])
	if err != nil {
		return err
	}
	e := slices.IndexFunc(b.Model.EndUses, func(e model.EndUse) bool { return e.ID == head[0] })
	if e < 0 {
		if e, err = b.newUse(head[0], o); err != nil {
			return err
		}
	}
	b.Model.Demands = append(b.Model.Demands, model.Demand{EndUse: e, Region: b.region(head[1]), Amount: number(rate * network.WeeksPerYear)})
	return nil
}

func (b *builder) newUse(name string, o options) (int, error) {
	u := model.EndUse{ID: name, Surplus: o["surplus"] == "yes"}
	var err error
	if u.Inputs, err = b.amounts(o["needs"]); err != nil {
		return 0, err
	}
	priority, err := o.number("priority", 5)
	if err != nil {
		return 0, err
	}
	u.Priority = int(priority)
	for key, into := range map[string]*model.Quantity{"value": &u.Value, "elasticity": &u.Elasticity, "long": &u.LongElasticity} {
		v, err := o.number(key, 0)
		if err != nil {
			return 0, err
		}
		*into = number(v)
	}
	b.Model.EndUses = append(b.Model.EndUses, u)
	return len(b.Model.EndUses) - 1, nil
}

// cover COMMODITY|* REGION|* WEEKS
func (b *builder) cover(words []string) error {
	head, _, err := need(words, 3, "cover COMMODITY REGION WEEKS")
	if err != nil {
		return err
	}
	v, err := parseNumber(head[2])
	b.covers = append(b.covers, cover{head[0], head[1], v})
	return err
}

// set PARAMETER VALUE
func (b *builder) set(words []string) error {
	head, _, err := need(words, 2, "set PARAMETER VALUE")
	if err != nil {
		return err
	}
	v, err := parseNumber(head[1])
	for i := range b.Model.Behaviour {
		if b.Model.Behaviour[i].Parameter == head[0] {
			b.Model.Behaviour[i].Value = number(v)
			return err
		}
	}
	return fmt.Errorf("unknown parameter %q", head[0])
}

// contract COMMODITY FROM TO RATE
func (b *builder) contract(words []string) error {
	head, _, err := need(words, 4, "contract COMMODITY FROM TO RATE")
	if err != nil {
		return err
	}
	c, err := b.find(head[0])
	if err != nil {
		return err
	}
	v, err := parseNumber(head[3])
	b.Model.Contracts = append(b.Model.Contracts, model.Contract{Commodity: c, From: b.region(head[1]), To: b.region(head[2]),
		Start: start, Volume: number(v * network.WeeksPerYear)})
	return err
}

// stockpile COMMODITY REGION AMOUNT [rule on-shortage]
func (b *builder) stockpile(words []string) error {
	head, o, err := need(words, 3, "stockpile COMMODITY REGION AMOUNT [rule on-shortage]")
	if err != nil {
		return err
	}
	c, err := b.find(head[0])
	if err != nil {
		return err
	}
	v, err := parseNumber(head[2])
	b.Model.Stockpiles = append(b.Model.Stockpiles, model.Stockpile{ID: head[0] + "-" + head[1], Commodity: c, Region: b.region(head[1]), Amount: number(v), Rule: o["rule"]})
	return err
}

// run WEEKS
func (b *builder) run(words []string) error {
	head, _, err := need(words, 1, "run WEEKS")
	if err != nil {
		return err
	}
	v, err := parseNumber(head[0])
	b.Scenario.Weeks = int(v)
	return err
}
