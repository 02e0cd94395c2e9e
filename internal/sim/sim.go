//wide:none

package sim

import "lodestone/internal/network"

// Sim is one run of a network: the network, which it only reads, and its state.
type Sim struct {
	Net   *network.Network
	State State

	control control
	watched []int32 // routes that some event of the scenario can hold up
	reviews []reviewers
	trading trading
	uses    uses
	ring    ring
	audit   audit
}

// New prepares a run of the network from its balanced base year.
func New(n *network.Network) *Sim {
	s := &Sim{Net: n}
	s.State.allocate(n)
	s.ring = newRing(n)
	s.control = newControl(n)
	s.watched = s.control.controlled
	s.reviews = newReviews(n)
	s.trading = newTrading(len(n.Markets))
	s.uses = newUses(n)
	s.audit = newAudit(n)
	s.Reset()
	return s
}

// allocate makes all slices of the state.
func (st *State) allocate(n *network.Network) {
	for _, f := range st.series(n) {
		for _, p := range f.slices {
			*p = make([]float64, f.count)
		}
	}
	st.Phase = make([]Phase, len(n.Sites))
}
