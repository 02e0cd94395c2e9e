package sim

import "lodestone/internal/network"

// expect updates what traders believe. Expected use follows the desired draw,
// not the realised one, so that a shortage is not mistaken for weak demand.
// Perceived risk rises towards the unfilled share of last week's orders and
// falls back more slowly (Sterman, Business Dynamics, 2000, ch. 18 and 20).
// Only what was needed for use counts: were the orders that fear itself adds
// counted too, buyers of a by-product that cannot answer would scare each
// other without end. A control that has been announced frightens before it
// bites, by the share of supply it will cover: buyers rush. Alarm fades over its time,
// and faster while a price is below its slow average: a bubble that has burst is not
// taken for the first of many.
func (s *Sim) expect() {
	st, markets := &s.State, s.Net.Markets
	count := len(markets) // one length for all, so that the compiler sees no index can be out of range
	expected, want, need, filled := st.Expected[:count], st.Want[:count], st.Need[:count], st.Filled[:count]
	risk, threat, alert, alarm := st.Risk[:count], st.Threat[:count], st.Alert[:count], st.Alarm[:count]
	target, momentum, cover := st.Target[:count], st.Momentum[:count], st.cover[:count]
	for i := range markets {
		p := markets[i].Params
		expected[i] += float64((want[i] - expected[i]) * p.Rate.Expectation)
		asked := min(need[i], expected[i])
		fear := choose(asked > 0, positive(1-filled[i]/asked), 0)
		if any(alarm[i] > 0 || alert[i] > 0 || threat[i] > 0) {
			left := positive(p.Rate.AlarmLeft + float64(negative(momentum[i])*p.Rate.Speculation))
			alarm[i] = max(alert[i], float64(alarm[i]*left))
			fear = max(fear, float64(p.AnnouncementFear*max(threat[i], alarm[i])))
		}
		gap := fear - risk[i]
		risk[i] += float64(gap * p.Rate.Risk[sign(gap)])
		target[i] = targetCover(p, cover[i], risk[i], alarm[i], momentum[i])
	}
}

// fullAlarm is the share of supply at stake from which traders hoard as much as
// they can: little is enough where users cannot do without.
const fullAlarm = 0.2

// targetCover is the stock, in weeks of use, that the buyers of a market want:
// the normal cover or what a stocking event asks for, more the more they fear not
// to be served, and more still while prices rise amid alarm. Where nothing is
// threatened nobody takes a rise for the first of many.
func targetCover(p *network.Params, cover, risk, alarm, momentum float64) float64 {
	more := float64(p.Hoarding * risk)
	if any(alarm > 0) {
		more += float64(p.Speculation * float64(min(1, alarm/fullAlarm)*positive(momentum)))
	}
	return float64(cover * (1 + more))
}
