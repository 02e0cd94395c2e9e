package sim

// Step runs one week.
func (s *Sim) Step() {
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
