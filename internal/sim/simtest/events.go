package simtest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"lodestone/internal/model"
	"lodestone/internal/network"
)

func week(w float64) time.Time { return start.AddDate(0, 0, 7*int(w)) }

// event KIND from WEEK [to WEEK] [announced WEEK] [origin R] [destination R] [commodity C]
// [plant P] [use U] [size X] [recovery W] [delay W] [validity W] [pending S] [period W]
// [permit W] [build W] [ramp W] [grant USD] [lead W] [decision margin] [strategy state] [above SHARE]
// [approve 25%@12,60%@20] [general 50%@30] [refuse USE] [content E:SHARE]
func (b *builder) event(words []string) error {
	head, o, err := need(words, 1, "event KIND from WEEK ...")
	if err != nil {
		return err
	}
	e := model.Event{Kind: model.EventKind(head[0])}
	from, err := o.number("from", 0)
	if err != nil {
		return err
	}
	e.From, e.Announced = week(from), week(from)
	if _, ok := o["announced"]; ok {
		announced, err := o.number("announced", 0)
		if err != nil {
			return err
		}
		e.Announced = week(announced)
	}
	if _, ok := o["to"]; ok {
		to, err := o.number("to", 0)
		if err != nil {
			return err
		}
		e.To = week(to)
	}
	if err := b.eventScope(&e, o); err != nil {
		return err
	}
	if err := b.eventNumbers(&e, o); err != nil {
		return err
	}
	b.Scenario.Events = append(b.Scenario.Events, e)
	return nil
}

func (b *builder) eventScope(e *model.Event, o options) error {
	for key, into := range map[string]*[]int{"origin": &e.Scope.Origins, "destination": &e.Scope.Destinations, "region": &e.Scope.Regions} {
		if id, ok := o[key]; ok {
			*into = []int{b.region(id)}
		}
	}
	find := func(key string, into *[]int, count int, id func(int) string) error {
		name, ok := o[key]
		if !ok {
			return nil
		}
		for i := range count {
			if id(i) == name {
				*into = append(*into, i)
				return nil
			}
		}
		return fmt.Errorf("unknown %s %q", key, name)
	}
	m := b.Model
	if err := find("commodity", &e.Scope.Commodities, len(m.Commodities), func(i int) string { return m.Commodities[i].ID }); err != nil {
		return err
	}
	if err := find("plant", &e.Scope.Facilities, len(m.Facilities), func(i int) string { return m.Facilities[i].ID }); err != nil {
		return err
	}
	if err := find("use", &e.Scope.EndUses, len(m.EndUses), func(i int) string { return m.EndUses[i].ID }); err != nil {
		return err
	}
	if err := find("stockpile", &e.Scope.Stockpiles, len(m.Stockpiles), func(i int) string { return m.Stockpiles[i].ID }); err != nil {
		return err
	}
	if err := find("refuse", &e.RefuseUses, len(m.EndUses), func(i int) string { return m.EndUses[i].ID }); err != nil {
		return err
	}
	return b.contentRule(&e.Scope, o["content"])
}

func (b *builder) contentRule(s *model.Scope, rule string) error {
	if rule == "" {
		return nil
	}
	name, share, _ := strings.Cut(rule, ":")
	i := slices.IndexFunc(b.Model.Elements, func(e model.Element) bool { return e.ID == name })
	if i < 0 {
		return fmt.Errorf("unknown element %q", name)
	}
	s.Elements = []int{i}
	var err error
	s.AtLeast, err = parseNumber(share)
	return err
}

func (b *builder) eventNumbers(e *model.Event, o options) error {
	size, err := o.number("size", 1)
	if err != nil {
		return err
	}
	// One number says how much, whatever the kind; see network.Event.
	e.Loss, e.Rate, e.Factor, e.Volume = number(size), number(size), number(size), number(size)
	e.Price, e.Push, e.Cover, e.Capacity = number(size), number(size), number(size), number(size*network.WeeksPerYear)
	e.Share = number(size)
	e.Decision, e.Strategy = o["decision"], o["strategy"]
	for key, into := range map[string]*model.Quantity{"recovery": &e.Recovery, "delay": &e.Delay, "validity": &e.Validity, "pending": &e.Pending, "period": &e.Period,
		"permit": &e.Permit, "build": &e.Build, "ramp": &e.Ramp, "grant": &e.Grant, "above": &e.ShareAbove, "lead": &e.LeadTime} {
		v, err := o.number(key, 0)
		if err != nil {
			return err
		}
		*into = number(v)
	}
	if e.Approval, err = dated(o["approve"]); err != nil {
		return err
	}
	e.General, err = dated(o["general"])
	return err
}

// dated reads "25%@12,60%@20": shares and the weeks they hold from.
func dated(list string) ([]model.Dated, error) {
	var out []model.Dated
	for item := range strings.SplitSeq(list, ",") {
		if item == "" {
			continue
		}
		share, at, _ := strings.Cut(item, "@")
		v, err := parseNumber(share)
		if err != nil {
			return nil, err
		}
		w, err := parseNumber(at)
		if err != nil {
			return nil, err
		}
		out = append(out, model.Dated{From: week(w), Value: number(v)})
	}
	return out, nil
}
