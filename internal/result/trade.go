package result

// Trade is what one route carried in a calendar month, by the weeks that begin
// in it.
type Trade struct {
	Month     string  `json:"month"`
	Commodity string  `json:"commodity"`
	From      string  `json:"from"`
	To        string  `json:"to"`
	Weeks     int     `json:"weeks"`
	Shipped   float64 `json:"shipped_t"`
	Baseline  float64 `json:"baseline_t"`
}

// Trade sums the shipments of every route that carried anything, month by
// month, in the order of month and route.
func (s *Stress) Trade() []Trade {
	n := s.Scenario.Net
	var out []Trade
	for w := 0; w < s.Weeks; {
		month := n.Scenario.Date(w).Format("2006-01")
		end := w
		for end < s.Weeks && n.Scenario.Date(end).Format("2006-01") == month {
			end++
		}
		for k, r := range n.Routes {
			t := Trade{Month: month, Weeks: end - w}
			for i := w; i < end; i++ {
				t.Shipped += s.Scenario.Shipped[i][k]
				t.Baseline += s.Baseline.Shipped[i][k]
			}
			if t.Shipped > 0 || t.Baseline > 0 {
				d := n.Model.Routes[r.Model]
				t.Commodity, t.From, t.To = n.Model.Commodities[d.Commodity].ID, n.Model.Regions[d.From].ID, n.Model.Regions[d.To].ID
				out = append(out, t)
			}
		}
		w = end
	}
	return out
}
