package network

import "lodestone/internal/model"

// LaidOutAnew compiles a draw of the chain of a network as Redraw does, but lays the
// draw out instead of filling the layout of the network.
func LaidOutAnew(n *Network, m *model.Model, s *model.Scenario) (*Network, error) {
	y, err := newLayout(m, s)
	if err != nil {
		return nil, err
	}
	return y.fill(m, s, n.multipliers)
}

// Bare returns a network without the layout it was filled from.
func Bare(n *Network) *Network {
	other := *n
	other.layout = nil
	return &other
}
