package simtest

import (
	"fmt"

	"pgregory.net/rapid"
)

// Random draws a small chain that balances: ore is mined, refined with losses
// and joint products, traded and used in several regions; some of it contains
// elements. Events are drawn separately by [RandomEvents].
func Random(t *rapid.T) []string {
	regions := rapid.SampledFrom([][]string{{"CN", "US"}, {"CN", "US", "JP"}, {"AU", "BR", "CN", "JP"}}).Draw(t, "regions")
	text := []string{
		"element Ce Dy",
		"commodity ore stage concentrate price 1 Ce 0.5 Dy 0.1",
		"commodity ce stage separate price 2 Ce 0.8",
		"commodity dy stage separate price 300 Dy 0.8",
		"commodity magnet stage magnet price 80 Dy 0.02",
		fmt.Sprintf("set cover_spread %.2f", rapid.SampledFrom([]float64{0, 0.3, 0.8}).Draw(t, "spread")),
		fmt.Sprintf("set hoarding %.1f", rapid.Float64Range(0, 2).Draw(t, "hoarding")),
		// As far as the range in behaviours.csv; buyers who chase prices harder
		// make some of these chains swing.
		fmt.Sprintf("set share_price_elasticity %.1f", rapid.Float64Range(0, 1.6).Draw(t, "elasticity")),
		fmt.Sprintf("set qualification_trigger %.2f", rapid.Float64Range(0.05, 1).Draw(t, "trigger")),
		fmt.Sprintf("set arbitrage %.1f", rapid.Float64Range(0, 1).Draw(t, "arbitrage")),
		fmt.Sprintf("set speculation %.1f", rapid.Float64Range(0, 1).Draw(t, "speculation")),
		fmt.Sprintf("set supply_elasticity %.1f", rapid.Float64Range(0, 0.6).Draw(t, "supply")),
		fmt.Sprintf("set throughput_elasticity %.1f", rapid.Float64Range(0, 0.5).Draw(t, "throughput")),
		fmt.Sprintf("set netback %.1f", rapid.Float64Range(0.5, 1).Draw(t, "netback")),
		fmt.Sprintf("set glut_sensitivity %.1f", rapid.Float64Range(0.1, 1).Draw(t, "glut")),
		fmt.Sprintf("set fixed_cost_share %.1f", rapid.Float64Range(0, 0.6).Draw(t, "fixed")),
		fmt.Sprintf("set least_utilization %.1f", rapid.Float64Range(0, 0.9).Draw(t, "least")),
		"set investment_time 78", "set margin_spread 0.4",
		"plant new CN 0 from dy:0.03 makes magnet:1 cost 40",
	}
	rate := func(name string, low, high float64) float64 { return rapid.Float64Range(low, high).Draw(t, name) }
	for i, r := range regions {
		text = append(text,
			fmt.Sprintf("plant mine%d %s %.3f makes ore:1 lag 2 capacity 400", i, r, rate("mine", 20, 200)),
			fmt.Sprintf("plant split%d %s %.3f from ore:1 makes ce:0.5,dy:0.1 lag %d capacity 400", i, r, rate("split", 20, 200), rapid.IntRange(1, 12).Draw(t, "lag")),
			fmt.Sprintf("plant works%d %s %.3f from dy:0.03 makes magnet:1 lag 8 capacity 900 build 60 restart 8", i, r, rate("works", 50, 400)),
			fmt.Sprintf("use glass %s %.3f needs ce:1 priority 7", r, rate("glass", 5, 60)),
			fmt.Sprintf("use heap %s %.3f needs ce:1 surplus yes priority 9", r, rate("heap", 5, 60)),
			fmt.Sprintf("use store %s %.3f needs dy:1 surplus yes priority 9", r, rate("store", 1, 10)),
			fmt.Sprintf("use cars %s %.3f needs magnet:1 priority 4 value 1000 elasticity -0.1", r, rate("cars", 20, 200)),
			fmt.Sprintf("use missiles %s %.3f needs magnet:0.5,dy:0.01 priority 1 value 9000", r, rate("missiles", 1, 5)))
	}
	text = append(text, "stockpile magnet CN 20 rule on-shortage")
	for _, c := range []string{"ore", "ce", "dy", "magnet"} {
		for i, from := range regions {
			to := regions[(i+1)%len(regions)]
			text = append(text, fmt.Sprintf("route %s %s %s %.3f lead %d", c, from, to, rate("trade", 1, 40), rapid.IntRange(1, 9).Draw(t, "lead")))
		}
	}
	return text
}

// RandomEvents draws events of every kind against a chain of [Random].
func RandomEvents(t *rapid.T) []string {
	kinds := []string{
		"event embargo from %d to %d origin CN",
		"event embargo from %d to %d commodity dy",
		"event licence from %d to %d origin CN content Dy:0.001 delay 5 validity 13 approve 0%%@0,50%%@40 general 20%%@60 refuse missiles",
		"event quota from %d to %d origin US size 50 period 13",
		"event tariff from %d to %d origin CN size 0.5",
		"event outage from %d to %d plant mine0 size 0.7 recovery 10",
		"event surge from %d to %d use cars size 1.5",
		"event export-tax from %d to %d origin CN size -30%%",
		"event project from %d to %d plant new size 50 permit 5 build 20 ramp 10",
		"event flood from %d to %d plant works0 size 40%%",
		"event floor from %d to %d plant works1 size 120 above 0.3",
		"event subsidy from %d to %d plant split0 size 5",
		"event offtake from %d to %d origin CN commodity dy size 1",
		"event stocking from %d to %d region US size 26 ramp 30",
		"event takeover from %d to %d region US strategy state",
		"event technology-ban from %d to %d region US size 2",
		"event air-freight from %d to %d destination US size 0.5 lead 1",
		"event purchase from %d to %d stockpile magnet-CN size 5",
	}
	var text []string
	for range rapid.IntRange(1, 4).Draw(t, "events") {
		from := rapid.IntRange(0, 80).Draw(t, "from")
		to := from + rapid.IntRange(1, 60).Draw(t, "weeks")
		text = append(text, fmt.Sprintf(rapid.SampledFrom(kinds).Draw(t, "kind"), from, to))
	}
	return text
}
