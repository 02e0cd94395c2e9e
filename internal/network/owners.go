package network

// joinChains joins the sites of one owner of which one makes what another
// draws, wherever they stand: their owner judges them together.
func (n *Network) joinChains() {
	for i := range n.Sites {
		n.Sites[i].Chain = i
		for j := range i {
			if n.Sites[j].Chain != n.Sites[i].Chain && n.feeds(i, j) {
				from, to := n.Sites[i].Chain, n.Sites[j].Chain
				for k := range i + 1 {
					if n.Sites[k].Chain == from {
						n.Sites[k].Chain = to
					}
				}
			}
		}
	}
}

// feeds reports whether two sites have one owner and one makes what the other
// draws.
func (n *Network) feeds(i, j int) bool {
	a, b := &n.Sites[i], &n.Sites[j]
	if owner := n.Model.Facilities[a.Facility].Owner; owner == "" || owner != n.Model.Facilities[b.Facility].Owner {
		return false
	}
	makes := func(x, y *Site) bool {
		for _, l := range n.Lines[x.Line0:x.Line1] {
			for _, o := range n.Outputs[l.Out0:l.Out1] {
				for _, m := range n.Lines[y.Line0:y.Line1] {
					for _, in := range n.Inputs[m.In0:m.In1] {
						if n.Markets[in.Market].Commodity == n.Markets[o.Market].Commodity {
							return true
						}
					}
				}
			}
		}
		return false
	}
	return makes(a, b) || makes(b, a)
}
