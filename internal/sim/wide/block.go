package wide

import (
	"slices"

	"lodestone/internal/lane"
	"lodestone/internal/network"
	"lodestone/internal/sim"
)

// Width is how many members a block has at most.
const Width = lane.Width

// Supported reports whether this machine can run blocks.
func Supported() bool { return lane.Supported() }

// Block is a run of some members at once. Its counterpart is [sim.Sim].
type Block struct {
	Net   *Network
	State State
	Size  int // members; what lanes are left repeat the last one

	members [lane.Width]member
	watched []int32 // routes that some event of some member's scenario can hold up
	reviews []reviewers
	trading trading
	uses    uses
	ring    ring
	audit   audit
	spread  spread
}

// member is what belongs to one member alone, and where the block keeps the rest.
type member struct {
	lane    int
	Net     *network.Network
	State   *State
	control control
	uses    *uses
	ring    *ring
}

// at is where the block keeps what is no number of the i-th of something.
func (m *member) at(i int) int { return i*lane.Width + m.lane }

// New prepares a run of up to [Width] networks from their balanced base year. It errs
// if they are not draws of one chain.
func New(nets []*network.Network) (*Block, error) {
	b := &Block{}
	return b, b.Load(nets)
}

// Load prepares a run of other networks in the place of those before; see [New].
func (b *Block) Load(nets []*network.Network) error {
	var all [Width]*network.Network
	for l := range all {
		all[l] = nets[min(l, len(nets)-1)]
	}
	if b.Net == nil {
		b.Net = &Network{}
	}
	if err := gather(b.Net, &all); err != nil {
		return err
	}
	b.Size = len(nets)
	b.State.allocate(b.Net)
	b.trading = newTrading(len(b.Net.Markets))
	b.uses = newUses(b.Net)
	b.ring.load(&all)
	b.watched = b.watched[:0]
	for l, n := range all {
		b.members[l] = member{lane: l, Net: n, State: &b.State, control: newControl(n), uses: &b.uses, ring: &b.ring}
		b.watched = append(b.watched, b.members[l].control.controlled...)
	}
	slices.Sort(b.watched)
	b.watched = slices.Compact(b.watched)
	b.spread.load(&all)
	b.reviews = newReviews(b, &all)
	b.audit = newAudit(b.Net)
	b.Reset()
	return nil
}

// Step runs one week.
func (b *Block) Step() {
	b.week()
	lane.Done()
}

// allocate makes all slices of the state, or empties them.
func (st *State) allocate(n *Network) {
	for _, f := range st.series(n) {
		for _, p := range f.slices {
			*p = sized(*p, f.count)
			clear(*p)
		}
	}
	st.Phase = sized(st.Phase, len(n.Sites)*lane.Width)
}

// Show tells what the members know: it sets the week, stocks, prices, flows and what
// uses wanted and got of a state for each, and nothing else of it.
func (b *Block) Show(into []*sim.State) {
	st := &b.State
	for l, t := range into[:b.Size] {
		t.Week = st.Week
		for _, s := range []struct {
			from []lane.F
			to   *[]float64
		}{
			{st.Stock, &t.Stock}, {st.Price, &t.Price}, {st.Expected, &t.Expected}, {st.Want, &t.Want}, {st.Inflow, &t.Inflow},
			{st.Ratio, &t.Ratio}, {st.Shipped, &t.Shipped}, {st.Demand, &t.Demand}, {st.Served, &t.Served},
		} {
			*s.to = sized(*s.to, len(s.from))
			for i := range s.from {
				(*s.to)[i] = *lane.At(&s.from[i], l)
			}
		}
	}
}
