// Code generated from internal/sim and internal/network by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
)

func (s *Block) advance() {
	lane.Done()
	for l := range s.members {
		s.members[l].advance()
	}
}

func (s *Block) borderEmbargoes() {
	lane.Done()
	for l := range s.members {
		s.members[l].borderEmbargoes()
	}
}

func (s *Block) borderLeakage() {
	lane.Done()
	for l := range s.members {
		s.members[l].borderLeakage()
	}
}

func (s *Block) borderLicences() {
	lane.Done()
	for l := range s.members {
		s.members[l].borderLicences()
	}
}

func (s *Block) borderQuotas() {
	lane.Done()
	for l := range s.members {
		s.members[l].borderQuotas()
	}
}

func (s *Block) claimForContracts() {
	lane.Done()
	for l := range s.members {
		s.members[l].claimForContracts()
	}
}

func (s *Block) claimForStockpiles() {
	lane.Done()
	for l := range s.members {
		s.members[l].claimForStockpiles()
	}
}

func (s *Block) consumeRefused() {
	lane.Done()
	for l := range s.members {
		s.members[l].consumeRefused()
	}
}

func (s *Block) disrupt() {
	lane.Done()
	for l := range s.members {
		s.members[l].disrupt()
	}
}

func (s *Block) entrants() {
	lane.Done()
	for l := range s.members {
		s.members[l].entrants()
	}
}

func (s *Block) fly() {
	lane.Done()
	for l := range s.members {
		s.members[l].fly()
	}
}

func (s *Block) forgetControls() {
	lane.Done()
	for l := range s.members {
		s.members[l].forgetControls()
	}
}

func (s *Block) forgetEvents() {
	lane.Done()
	for l := range s.members {
		s.members[l].forgetEvents()
	}
}

func (s *Block) invest(i int) {
	lane.Done()
	for l := range s.members {
		s.members[l].invest(i)
	}
}

func (s *Block) lineRoom(line int) (r0 lane.F) {
	for l := range s.members {
		*lane.At(&r0, l) = s.members[l].lineRoom(line)
	}
	return
}

func (s *Block) openPhases() {
	lane.Done()
	for l := range s.members {
		s.members[l].openPhases()
	}
}

func (s *Block) operate(i int) {
	lane.Done()
	for l := range s.members {
		s.members[l].operate(i)
	}
}

func (s *Block) policy() {
	lane.Done()
	for l := range s.members {
		s.members[l].policy()
	}
}

func (s *Block) releaseByEvents() {
	lane.Done()
	for l := range s.members {
		s.members[l].releaseByEvents()
	}
}

func (s *Block) shipContracts() {
	lane.Done()
	for l := range s.members {
		s.members[l].shipContracts()
	}
}

func (s *Block) stockpile() {
	lane.Done()
	for l := range s.members {
		s.members[l].stockpile()
	}
}

func (s *Block) useLicences() {
	lane.Done()
	for l := range s.members {
		s.members[l].useLicences()
	}
}

func (s *Block) useQuotas() {
	lane.Done()
	for l := range s.members {
		s.members[l].useQuotas()
	}
}

// Numbers that are the same for all members.
var (
	const0  lane.F // 0
	const1  lane.F // 1
	const2  lane.F // 0.05
	const3  lane.F // 0.02
	const4  lane.F // 2
	const5  lane.F // 0.2
	const6  lane.F // 52
	const7  lane.F // 0.25
	const8  lane.F // 4
	const9  lane.F // -1
	const10 lane.F // 20
	const11 lane.F // 1.073741824e+09
	const12 lane.F // 1e-09
	const13 lane.F // 0.1
	const14 lane.F // 0.5
)

func init() {
	lane.Set(&const0, 0)
	lane.Set(&const1, 1)
	lane.Set(&const2, 0.05)
	lane.Set(&const3, 0.02)
	lane.Set(&const4, 2)
	lane.Set(&const5, 0.2)
	lane.Set(&const6, 52)
	lane.Set(&const7, 0.25)
	lane.Set(&const8, 4)
	lane.Set(&const9, -1)
	lane.Set(&const10, 20)
	lane.Set(&const11, 1.073741824e+09)
	lane.Set(&const12, 1e-09)
	lane.Set(&const13, 0.1)
	lane.Set(&const14, 0.5)
}
