package provenance

import (
	"testing"

	"lodestone/internal/model"
	"lodestone/internal/network"
)

func names(n *network.Network, list []Covered) map[string]Covered {
	by := map[string]Covered{}
	for _, c := range list {
		by[c.Commodity+" "+c.Region] = c
	}
	return by
}

// The magnets of Japan are 2 % dysprosium, 80 % of it separated in China: 1.6 %
// of mass. At 100 USD/t for magnets and oxide of 80 % Dy it is 2 % of value.
func TestRule(t *testing.T) {
	n := compile(t, straight()...)
	f := Base(n)
	from := Where{Stages: []model.Stage{"separate"}, Regions: []int{regionOf(t, n, "CN")}}
	under := func(r Rule) map[string]Covered {
		t.Helper()
		r.Origin = from
		list, err := Under(f, r)
		if err != nil {
			t.Fatal(err)
		}
		return names(n, list)
	}
	byMass := under(Rule{AtLeast: 0.016})
	near(t, "content of magnets in Japan", byMass["magnet JP"].Content, 0.016)
	near(t, "with all of it from China", byMass["magnet JP"].Total, 0.02)
	near(t, "their supply, t/yr", byMass["magnet JP"].Supply, 250*52)
	if _, ok := byMass["oxide MY"]; ok || len(byMass) != 5 { // oxide CN JP, magnet CN JP EU
		t.Errorf("under the rule: %v", byMass)
	}
	if _, ok := under(Rule{AtLeast: 0.017})["magnet JP"]; ok {
		t.Error("1.6 % of mass is under a rule for 1.7 %")
	}
	near(t, "content by value", under(Rule{AtLeast: 0.001, ByValue: true})["magnet JP"].Content, 0.02)
}

// Goods without a price cannot be judged by value, elements without one cannot
// be valued.
func TestRuleWithoutPrices(t *testing.T) {
	lines := straight()
	lines[3] += " price 0"
	f := Base(compile(t, lines...))
	list, err := Under(f, Rule{AtLeast: 0.5, ByValue: true})
	if err != nil {
		t.Fatal(err)
	}
	if c := names(f.Net, list)["magnet JP"]; !c.Unjudged {
		t.Errorf("magnets without a price: %+v", c)
	}
	lines = straight()
	lines[2] += " price 0"
	if _, err := Under(Base(compile(t, lines...)), Rule{ByValue: true}); err == nil {
		t.Error("an element without a price is valued")
	}
}

// A ban on China at every stage: what it separated it has touched, and it made
// half of the magnets in the EU, so those are 0.5 x 0.2 free.
func TestBan(t *testing.T) {
	n := compile(t, straight()...)
	list, err := FreeOf(Base(n), nil, Where{Regions: []int{regionOf(t, n, "CN")}})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]float64{"ore CN": 5.0 / 9, "ore MM": 1, "ore MY": 1, "oxide CN": 0, "oxide JP": 0.2, "oxide MY": 1,
		"magnet CN": 0, "magnet JP": 0.2, "magnet EU": 0.1}
	if len(list) != len(want) {
		t.Errorf("%d markets, want %d", len(list), len(want))
	}
	for _, x := range list {
		near(t, x.Commodity+" "+x.Region, x.Share, want[x.Commodity+" "+x.Region])
		near(t, "by mass", x.ByMass, x.Share)
	}
}

// Goods of two elements are free as far as the less free one is: all the Dy is
// China's and half the Nd, three quarters of the mass being Nd.
func TestBanOnTwoElements(t *testing.T) {
	n := compile(t, "element Nd Dy", "commodity nd stage separate Nd 1", "commodity dy stage separate Dy 1", "commodity magnet stage magnet Nd 0.3 Dy 0.1",
		"plant ndCN CN 15 makes nd", "plant ndAU AU 15 makes nd", "plant dyCN CN 10 makes dy",
		"plant maker JP 100 makes magnet from nd:0.3,dy:0.1", "use motors JP 100 needs magnet:1",
		"route nd CN JP 15", "route nd AU JP 15", "route dy CN JP 10")
	list, err := FreeOf(Base(n), nil, Where{Stages: []model.Stage{Mine}, Regions: []int{regionOf(t, n, "CN")}})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range list {
		if x.Commodity == "magnet" {
			near(t, "free", x.Share, 0)
			near(t, "free by mass", x.ByMass, 0.375)
			if x.Element != "Dy" {
				t.Errorf("least free is %s, want Dy", x.Element)
			}
		}
	}
	s := traced(t, Base(n), All, Mine, Region)
	near(t, "all elements from China", s.at(t, n, "magnet JP", "CN"), 0.625)
}
