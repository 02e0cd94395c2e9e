package model

// MoveKind names what a candidate move of a plan does.
type MoveKind string

// The kinds of move.
const (
	StockMove    MoveKind = "stock"         // buyers hold more
	PileMove     MoveKind = "stockpile"     // held by policy, released to buyers who have run out
	SourceMove   MoveKind = "second-source" // other origins qualified and given a share of orders
	OfftakeMove  MoveKind = "offtake"       // a volume abroad that is shipped first
	RedesignMove MoveKind = "redesign"      // a share of an end use made without what it lacks
	CapacityMove MoveKind = "capacity"      // a project of a facility
	FreightMove  MoveKind = "air-freight"   // a share of what is shipped flown while buyers have run out
	FloorMove    MoveKind = "floor"         // plants of the region paid what the market lacks to a price
)

// Move is something that can be bought before a shock, for every market that
// its scope covers. Region, From, EndUse and Facility are indices, -1 for any
// or none; Commodity is an id, stage:<stage> or *.
type Move struct {
	ID, Name               string
	Kind                   MoveKind
	Region, From           int
	EndUse, Facility       int
	Commodity              string
	Markup, Carry, Premium Quantity // shares of a price; Carry a year
	Limit                  Quantity // weeks of use
	Share                  Quantity // of orders or units
	LeadTime               Quantity // weeks
	Fixed                  Quantity // USD, once
	Capacity               Quantity // throughput a year, of a project
	Freight                Quantity // USD/t flown
	Level                  Quantity // floor, as a share of the base price
	Pos                    Pos
}

// Covers reports whether a commodity is in the scope of the move.
func (v *Move) Covers(c *Commodity) bool {
	return v.Commodity == "*" || v.Commodity == "" || v.Commodity == c.ID || v.Commodity == "stage:"+string(c.Stage)
}
