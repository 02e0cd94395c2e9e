package sim

// produce runs every line on the scarcest of its inputs. What it draws leaves
// the markets now; what it makes arrives after the residence time.
func (s *Sim) produce() {
	st, n := &s.State, s.Net
	for i := range n.Lines {
		l := &n.Lines[i]
		inputs := n.Inputs[l.In0:l.In1]
		share := 1.0
		for _, in := range inputs {
			if t := st.Trade[in.Market]; t < share {
				share = t
			}
		}
		x := float64(st.Wanted[i] * share)
		st.Throughput[i] = x
		for _, in := range inputs {
			st.Stock[in.Market] -= float64(in.Coef * x)
		}
		for o := l.Out0; o < l.Out1; o++ {
			out := &n.Outputs[o]
			made := float64(out.Coef * x)
			st.InTransit[out.Market] += made
			st.Filled[out.Market] += min(made, st.Request[o])
			s.rememberMade(o, made)
		}
		s.ring.lineRow(st.Week + l.Lag)[i] = x
	}
}

// rememberMade updates what share of its requests a buyer has seen a line
// start on.
func (s *Sim) rememberMade(o int, made float64) {
	st := &s.State
	share := 1.0
	if r := st.Request[o]; r > 0 && made < r {
		share = made / r
	}
	st.Made[o] += (share - st.Made[o]) / s.Net.Markets[s.Net.Outputs[o].Market].Params.ShareReviewPeriod
}
