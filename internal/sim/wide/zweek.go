// Code generated from internal/sim/week.go by internal/widen; DO NOT EDIT.

package wide

import ()

func (s *Block) week() {
	s.disrupt()
	s.grow()
	s.arrive()
	s.expect()
	s.order()
	s.allocate()
	s.ship()
	s.produce()
	s.consume()
	s.price()
	s.decide()
	s.account()
	s.State.Week++
}
