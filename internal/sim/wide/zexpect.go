// Code generated from internal/sim/expect.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
)

func (s *Block) expect() {
	st, markets := &s.State, s.Net.Markets
	count := len(markets)
	expected, want, need, filled := st.Expected[:count], st.Want[:count], st.Need[:count], st.Filled[:count]
	risk, threat, alert, alarm := st.Risk[:count], st.Threat[:count], st.Alert[:count], st.Alarm[:count]
	target, momentum, cover := st.Target[:count], st.Momentum[:count], st.cover[:count]
	for i := range markets {
		p := markets[i].Params
		expected[i] = expected[i].Add(want[i].Sub(expected[i]).Mul(p.Rate.Expectation))
		asked := need[i].Min(expected[i])
		fear := lane.Choose(asked.Greater(const0), lane.Positive(const1.Sub(filled[i].Div(asked))), const0)
		if lane.Any(alarm[i].Greater(const0).Or(alert[i].Greater(const0)).Or(threat[i].Greater(const0))) {
			left := lane.Positive(p.Rate.AlarmLeft.Add(lane.Negative(momentum[i]).Mul(p.Rate.Speculation)))
			alarm[i] = alert[i].Max(alarm[i].Mul(left))
			fear = fear.Max(p.AnnouncementFear.Mul(threat[i].Max(alarm[i])))
		}
		gap := fear.Sub(risk[i])
		risk[i] = risk[i].Add(gap.Mul(lane.BySign(gap, &p.Rate.Risk)))
		target[i] = targetCover(p, cover[i], risk[i], alarm[i], momentum[i])
	}
}

const fullAlarm = 0.2

func targetCover(p *Params, cover, risk, alarm, momentum lane.F) lane.F {
	more := p.Hoarding.Mul(risk)
	if lane.Any(alarm.Greater(const0)) {
		more = more.Add(p.Speculation.Mul(const1.Min(alarm.Div(const5)).Mul(lane.Positive(momentum))))
	}
	return cover.Mul((const1.Add(more)))
}
