package model

import "time"

// Target is one figure of the historical record that a replay is held against:
// a measure of a run over one window, relative to another.
type Target struct {
	ID, Episode, Scenario string
	Fitted                bool // parameters may be fitted on it; else it is for validation only
	Measure               string
	Commodities           []string // ids, or stage:<stage>
	From, To              string   // regions of a trade flow; empty means any
	Region, Other         string   // region of a price; the one it is compared with
	At, Until             time.Time
	Against, AgainstUntil time.Time // zero: the base year
	Observed              Quantity  // with the band as range
	Pos                   Pos
}
