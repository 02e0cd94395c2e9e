//wide:none

package sim

// runOut is the share of buyers that have run out when a market holds a share of its
// normal stock.
func (s *Sim) runOut(left float64) float64 { return s.Net.Spread.Stopped(left) }
