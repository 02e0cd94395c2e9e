package firm

import (
	"slices"
	"time"
)

// Plan is what a company knows, as its tables say it.
type Plan struct {
	Basis       Basis
	Substances  []string // X of every column content_X of the parts table
	Lines       []Line
	Parts       []Part
	BOM         []Use
	Suppliers   []Supplier
	Stock       []Stock
	Disruptions []Disruption
	Options     []Option
	Grades      []Grade // the company's own, before those that come with the program
}

// Basis is what the arithmetic as a whole rests on.
type Basis struct {
	AsOf     time.Time // the day the stocks were counted, week 0
	Horizon  float64   // weeks looked ahead
	Carrying float64   // cost of holding stock, fraction of its price per year
}

// Line is what one production line makes. Rows of the same ID are its phases:
// each lasts from its start to the start of the next.
type Line struct {
	ID, Product, Region string
	Units               Range     // per week
	Peak                float64   // most it can make per week, to catch up; 0 if no more than planned
	Value, Margin       Range     // money per unit
	Start               time.Time // zero: already running
}

// Part is something that is bought or made to go into products.
type Part struct {
	ID, Description, Grade string
	Mass                   Range            // g per piece
	Content                map[string]Range // weight %, by substance
}

// Use says how much of a part goes into one piece of its parent, a product or
// another part.
type Use struct {
	Parent, Part string
	Quantity     float64 // in Unit, per Per pieces of the parent
	Unit         string
	Per          float64
	level        string // only while reading an explosion
}

// Supplier is one source of one part.
type Supplier struct {
	Part, Supplier, Country string
	Share                   Range // of the company's need of the part, 0 to 1
	Qualified               string
	Qualify                 Range // months until it can be bought from
	Cap                     Range // most per week, in Unit
	Unit                    string
	Lead                    Range // weeks from order to delivery
	Mode                    string
	Transit                 Range // weeks under way
	Licence                 string
	Expiry                  time.Time // of the licence; zero: none known
	// Where the material was mined, separated and made into metal: codes of countries
	// with spaces, "" if not known.
	Mined, Separated, Metal string
}

// Stock is what there is of a part at one place.
type Stock struct {
	Part, Supplier      string // supplier of what is in transit; "" for all alike
	OnHand, InTransit   Range  // in Unit
	Consigned           Range  // on our shelf, owned by the supplier
	Unit                string
	AsOf                time.Time
	Location, BatchNote string
}

// Disruption says what of a country's shipments still leaves it. Rows of the
// same scenario and country add up to its course in time.
type Disruption struct {
	Scenario   string    `json:"scenario"`
	Country    string    `json:"country"` // part "": all parts
	Part       string    `json:"part"`
	From       time.Time `json:"from"`       // shipments stop
	Held       string    `json:"held"`       // yes: what is under way on that day is stopped too
	Substances string    `json:"substances"` // names, with spaces; only parts with more than Threshold of them together; "": all
	Threshold  float64   `json:"threshold"`  // weight %
	Licensed   Range     `json:"licensed"`   // share of the usual volume that comes again, 0 to 1
	Week       Range     `json:"week"`       // weeks after From that it does
	Counted    string    `json:"counted"`    // arrival or shipment: what happens in that week
	// Applications is of how many the licensed share is made, each granted or refused
	// on its own; 0: the share is as it says.
	Applications float64 `json:"applications,omitempty"`
	// Reach is supplier, or upstream for goods mined, separated or made into metal in
	// the country as well.
	Reach string `json:"reach,omitempty"`
	// Shortage is set where it is goods that lack, not papers: no licence lifts it.
	Shortage bool `json:"shortage,omitempty"`
}

// Option is something that could be bought.
type Option struct {
	ID, Kind       string
	Part, Supplier string
	Line           string
	Amount         Range // in Unit
	Unit           string
	Ready          Range // weeks until it takes effect
	Grade          string
	Price          Range // money per Basis
	Basis          string
	Note           string
}

// Grade says what a grade of magnet contains.
type Grade struct {
	Class, Process string
	Content        map[string]Range // weight %
	Source, Note   string
}

// Scenarios are the names of the scenarios of a plan, in its order.
func (p *Plan) Scenarios() []string {
	var out []string
	for _, d := range p.Disruptions {
		if !slices.Contains(out, d.Scenario) {
			out = append(out, d.Scenario)
		}
	}
	return out
}

// Under are the disruptions of one scenario.
func (p *Plan) Under(scenario string) []Disruption {
	out := []Disruption{}
	for _, d := range p.Disruptions {
		if d.Scenario == scenario {
			out = append(out, d)
		}
	}
	return out
}

// asked are the disruptions given, or where none are those of the first scenario.
func (p *Plan) asked(given []Disruption) []Disruption {
	if given == nil && len(p.Disruptions) > 0 {
		return p.Under(p.Disruptions[0].Scenario)
	}
	return given
}
