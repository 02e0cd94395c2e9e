package firm

import (
	"encoding/json"
	"slices"
	"time"
)

// Answer is what a plan comes to under some disruptions.
type Answer struct {
	AsOf        time.Time       `json:"as_of"`
	Horizon     float64         `json:"horizon"` // weeks
	Lines       []LineAnswer    `json:"lines"`
	Parts       []PartAnswer    `json:"parts"`           // that lines need and suppliers deliver
	Unknowns    []UnknownAnswer `json:"unknowns"`        // that move a date, most first
	Moves       []Move          `json:"moves"`           // the options, cheapest per line-week saved first
	Paths       []Path          `json:"paths,omitempty"` // where a disruption reaches upstream
	Materials   []Material      `json:"materials,omitempty"`
	Assumptions []string        `json:"assumptions"`
}

// Dates are the days on which something happens for want of knowing better.
// The zero time is: not within the horizon.
//
// P50 has every figure at its central value. P10 and P90 take the ends of the
// ranges for one chance in ten each and the figures as independent: the moves
// of the date by one figure at a time are added as squares. With one unknown
// they are the dates at its two ends. Earliest and Latest have all at their
// worst and best ends together.
type Dates struct{ P10, P50, P90, Earliest, Latest time.Time }

// MarshalJSON writes the days as dates, and null for what does not happen within
// the horizon.
func (d Dates) MarshalJSON() ([]byte, error) {
	text := func(t time.Time) *string {
		if t.IsZero() {
			return nil
		}
		s := t.Format(time.DateOnly)
		return &s
	}
	return json.Marshal(struct {
		P10      *string `json:"p10"`
		P50      *string `json:"p50"`
		P90      *string `json:"p90"`
		Earliest *string `json:"earliest"`
		Latest   *string `json:"latest"`
	}{text(d.P10), text(d.P50), text(d.P90), text(d.Earliest), text(d.Latest)})
}

// Amounts are an amount lost with the same spread; P10 is the little end.
type Amounts struct {
	P10 float64 `json:"p10"`
	P50 float64 `json:"p50"`
	P90 float64 `json:"p90"`
}

// LineAnswer says when a line stops and what that costs.
type LineAnswer struct {
	Line      string  `json:"line"`
	Product   string  `json:"product"`
	Region    string  `json:"region"`
	Missing   string  `json:"missing"` // the part that it lacks first
	Cover     float64 `json:"cover"`   // weeks that its scarcest part lasts with nothing coming in
	Scarcest  string  `json:"scarcest"`
	Red       bool    `json:"red"` // a part of it has less cover than it takes to replenish
	Down      Dates   `json:"down"`
	Lost      Amounts `json:"lost"`       // units
	LostWeeks float64 `json:"lost_weeks"` // of output
	LostValue Amounts `json:"lost_value"`
	Output    Amounts `json:"output"` // units made by the horizon
	// Restart is the last day on which full deliveries may begin again so that the line
	// still makes all it planned, at its peak rate; zero where it loses nothing, has no
	// room to catch up, or no day will do.
	Restart time.Time `json:"restart,omitzero"`
	down    float64
}

// PartAnswer says how long a part lasts.
type PartAnswer struct {
	Part      string   `json:"part"` // pc or kg
	Unit      string   `json:"unit"`
	Need      float64  `json:"need"`  // per week, at first
	Cover     float64  `json:"cover"` // weeks that the stock lasts with nothing coming in; at most 1,000
	Lead      float64  `json:"lead"`  // weeks to replenish, of the slowest supplier in use
	Red       bool     `json:"red"`   // cover below lead
	RunsOut   Dates    `json:"runs_out"`
	Missing   float64  `json:"missing"`    // over the horizon
	MissingKg float64  `json:"missing_kg"` // the same, 0 where the mass is not known
	Cut       float64  `json:"cut"`        // share of the usual deliveries that stops at some time
	Lines     []string `json:"lines"`
	Burn      []Point  `json:"burn"` // stock by week, of parts that run out
	out       float64
}

// UnknownAnswer says what it would be worth to know a figure.
type UnknownAnswer struct {
	Table  string    `json:"table"` // what it is of: the part, supplier, line or country
	Row    string    `json:"row"`
	Column string    `json:"column"`
	Value  Range     `json:"value"`
	Line   string    `json:"line"` // whose date it moves most
	Weeks  float64   `json:"weeks"`
	Early  time.Time `json:"early"` // the dates at its ends
	Late   time.Time `json:"late"`
	// Question names the figure and whom to ask for it; Ask adds what the answer is worth.
	Question string `json:"question"`
	Ask      string `json:"ask"`
}

// Place reports whether the unknown is where something comes from, rather than how much.
func (u UnknownAnswer) Place() bool {
	return u.Table == "suppliers" && slices.Contains([]string{"country", "mined_in", "separated_in", "metal_in"}, u.Column)
}

// maxCover keeps what is never used up out of the way of JSON, which knows no infinity.
const maxCover = 1000

// Solve answers a plan under disruptions; nil: those of its first scenario. The
// options given are taken as bought; all others of the plan are ranked as moves
// from there.
func Solve(p *Plan, disruptions []Disruption, with ...Option) *Answer {
	disruptions = p.asked(disruptions)
	s := newSolution(p, disruptions, with)
	s.unknowns()
	a := s.answer()
	a.Moves = s.moves()
	s.restarts(a)
	return a
}
