package plan

import "lodestone/internal/model"

// field is a number that an event may have.
type field struct {
	name string
	of   func(*model.Event) *model.Quantity
}

// fields are the numbers of events, by the keys of scenario files.
var fields = []field{
	{"delay", func(e *model.Event) *model.Quantity { return &e.Delay }},
	{"validity", func(e *model.Event) *model.Quantity { return &e.Validity }},
	{"pending", func(e *model.Event) *model.Quantity { return &e.Pending }},
	{"volume", func(e *model.Event) *model.Quantity { return &e.Volume }},
	{"period", func(e *model.Event) *model.Quantity { return &e.Period }},
	{"rate", func(e *model.Event) *model.Quantity { return &e.Rate }},
	{"loss", func(e *model.Event) *model.Quantity { return &e.Loss }},
	{"recovery", func(e *model.Event) *model.Quantity { return &e.Recovery }},
	{"factor", func(e *model.Event) *model.Quantity { return &e.Factor }},
	{"capacity", func(e *model.Event) *model.Quantity { return &e.Capacity }},
	{"permit", func(e *model.Event) *model.Quantity { return &e.Permit }},
	{"build", func(e *model.Event) *model.Quantity { return &e.Build }},
	{"ramp", func(e *model.Event) *model.Quantity { return &e.Ramp }},
	{"grant", func(e *model.Event) *model.Quantity { return &e.Grant }},
	{"price", func(e *model.Event) *model.Quantity { return &e.Price }},
	{"share_above", func(e *model.Event) *model.Quantity { return &e.ShareAbove }},
	{"push", func(e *model.Event) *model.Quantity { return &e.Push }},
	{"cover", func(e *model.Event) *model.Quantity { return &e.Cover }},
	{"share", func(e *model.Event) *model.Quantity { return &e.Share }},
	{"lead_time", func(e *model.Event) *model.Quantity { return &e.LeadTime }},
}
