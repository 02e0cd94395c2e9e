// Code generated from internal/sim/decide.go by internal/widen; DO NOT EDIT.

package wide

import ()

func (s *Block) decide() {
	s.policy()
	s.advance()
	s.entrants()
	if s.State.Week%quarter == quarter-1 {
		s.judge()
		for i := range s.Net.Sites {
			s.operate(i)
			s.invest(i)
		}
	}
	s.reviewAll()
	if (s.State.Week+1)%pushWeeks == 0 {
		s.push()
	}
}

const pushWeeks = 4
