package provenance

import (
	"math"
	"strings"
	"testing"

	"lodestone/internal/model"
	"lodestone/internal/network"
)

func TestStraightChain(t *testing.T) {
	n := compile(t, straight()...)
	f := Base(n)
	for _, c := range []struct {
		stage         model.Stage
		by            By
		market, label string
		want          float64
	}{
		{Mine, Region, "ore CN", "MM", 5.0 / 9},
		{Mine, Region, "magnet JP", "MM", 0.8*5/9 + 0.2},
		{Mine, Region, "magnet JP", "CN", 0.8 * 4 / 9},
		{Mine, Region, "magnet JP", None, 0},
		{"concentrate", Region, "magnet JP", "CN", 0.8 * 4 / 9}, // the mines make concentrate
		{"separate", Region, "ore CN", None, 1},
		{"separate", Region, "magnet JP", "CN", 0.8},
		{"separate", Region, "magnet EU", "CN", 0.9},
		{"separate", Region, "magnet EU", "MY", 0.1},
		{"separate", Facility, "magnet EU", "sepMY", 0.1},
		{"separate", Owner, "magnet EU", "Big", 0.9},
		{"metal", Region, "magnet EU", None, 1},
		{"magnet", Region, "oxide JP", None, 1},
		{"magnet", Region, "magnet EU", "JP", 0.5},
		{"magnet", Owner, "magnet EU", "unknown", 0.5},
	} {
		s := traced(t, f, 0, c.stage, c.by)
		near(t, string(c.stage)+" "+c.market+" "+c.label, s.at(t, n, c.market, c.label), c.want)
	}
	near(t, "supply of Dy to the EU, t/wk", traced(t, f, 0, Mine, Region).Supply[marketOf(t, n, "magnet EU")], 4)
}

// Scrap keeps its mine and gets a new separator each time round: the mines of
// China have x = 0.6 + 0.2 x of the oxide of Japan.
func TestScrapLoop(t *testing.T) {
	n := compile(t, looped()...)
	f := Base(n)
	mine, separate, magnet := traced(t, f, 0, Mine, Region), traced(t, f, 0, "separate", Region), traced(t, f, 0, "magnet", Region)
	for _, market := range []string{"oxide JP", "magnet JP", "swarf JP"} {
		near(t, market+" mined in CN", mine.at(t, n, market, "CN"), 0.75)
		near(t, market+" mined in AU", mine.at(t, n, market, "AU"), 0.25)
		near(t, market+" last separated in CN", separate.at(t, n, market, "CN"), 0.6)
		near(t, market+" last separated in JP", separate.at(t, n, market, "JP"), 0.2)
	}
	near(t, "oxide that was a magnet", magnet.at(t, n, "oxide JP", "JP"), 0.2)
	near(t, "oxide that never was", magnet.at(t, n, "oxide JP", None), 0.8)
	ever, err := Passed(f, 0, Where{Stages: []model.Stage{"separate"}, Regions: []int{regionOf(t, n, "CN")}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "ever separated in CN", ever[marketOf(t, n, "magnet JP")], 0.75)
	ever, err = Passed(f, 0, Where{Owners: []string{""}, Facilities: []int{n.Lines[0].Facility}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "ever at "+n.Model.Facilities[n.Lines[0].Facility].ID, ever[marketOf(t, n, "oxide JP")], 0.2) // magJP
}

// Two countries send each other as much swarf as they recycle. The swarf of each
// is s_J = (x_J + s_V)/2, so s_J = 2/3 x_J + 1/3 x_V, and with the oxides
// x_J = 0.8 + 0.2 s_J and x_V = 0.2 s_V follows x_J = 13/14, x_V = 1/14.
func TestLoopOverTwoCountries(t *testing.T) {
	n := compile(t, "element Dy",
		"commodity oxide stage separate Dy 1", "commodity magnet stage magnet Dy 1", "commodity swarf stage alloy Dy 1",
		"plant sepCN CN 80 makes oxide", "plant sepAU AU 80 makes oxide",
		"plant magJP JP 100 makes magnet:0.75,swarf:0.25 from oxide:1", "plant magVN VN 100 makes magnet:0.75,swarf:0.25 from oxide:1",
		"plant recJP JP 20 makes oxide:1 from swarf:1.25", "plant recVN VN 20 makes oxide:1 from swarf:1.25",
		"route swarf JP VN 25", "route swarf VN JP 25", "route oxide CN JP 80", "route oxide AU VN 80",
		"use motors JP 75 needs magnet:1", "use motors VN 75 needs magnet:1")
	s := traced(t, Base(n), 0, Mine, Region)
	near(t, "mined in CN, in Japan", s.at(t, n, "magnet JP", "CN"), 13.0/14)
	near(t, "mined in CN, in Viet Nam", s.at(t, n, "magnet VN", "CN"), 1.0/14)
}

// What a line gives out of an element beyond what it draws comes from nowhere,
// and so do goods that only go round.
func TestOriginUnknown(t *testing.T) {
	n := compile(t, "element Dy", "commodity feed stage separate Dy 0.5", "commodity magnet stage magnet Dy 1", "commodity ghost stage metal Dy 1",
		"plant source CN 10 makes feed", "plant maker CN 10 makes magnet from feed:1", "use motors CN 10 needs magnet:1",
		"route ghost CN JP 5", "route ghost JP CN 5")
	s := traced(t, Base(n), 0, Mine, Region)
	near(t, "mined in CN", s.at(t, n, "magnet CN", "CN"), 0.5)
	near(t, "from nowhere", s.at(t, n, "magnet CN", None), 0.5)
	near(t, "going round", s.at(t, n, "ghost JP", None), 1)
}

func TestUnknownQuestions(t *testing.T) {
	f := Base(compile(t, looped()...))
	if _, err := Trace(f, 1, "separate", Region); err == nil {
		t.Error("element 1 of 1 is traced")
	}
	if _, err := Trace(f, 0, "refine", Region); err == nil || !strings.Contains(err.Error(), "refine") {
		t.Errorf("stage refine: %v", err)
	}
	if _, err := Passed(f, 0, Where{Stages: []model.Stage{"refine"}}); err == nil {
		t.Error("passed an unknown stage")
	}
	if _, err := Passage(f, -2, 0, Region); err == nil {
		t.Error("passage of element -2")
	}
}

// The order of rows does not change a bit; the names do not matter.
func TestOrderAndNames(t *testing.T) {
	n := compile(t, straight()...)
	rows := straight()
	head, tail := rows[:4], rows[4:] // an element must be known before a commodity, that before a plant
	turned := append([]string{}, head...)
	for i := range tail {
		turned = append(turned, tail[len(tail)-1-i])
	}
	names := strings.NewReplacer("CN", "ZQ", "MM", "AB", "mine", "pit", "ore", "rock", "oxide", "annex")
	renamed := make([]string, len(rows))
	for i, row := range rows {
		if renamed[i] = row; !strings.HasPrefix(row, "set ") {
			renamed[i] = names.Replace(row)
		}
	}
	same := func(other *network.Network, name func(string) string, tolerance float64) {
		t.Helper()
		for _, stage := range []model.Stage{Mine, "separate", "magnet"} {
			a, b := traced(t, Base(n), 0, stage, Region), traced(t, Base(other), 0, stage, Region)
			for m, k := range n.Markets {
				market := n.Model.Commodities[k.Commodity].ID + " " + n.Model.Regions[k.Region].ID
				for r, region := range a.Labels {
					if got := b.at(t, other, name(market), name(region)); math.Abs(got-a.Share[m][r]) > tolerance {
						t.Errorf("%s of %s from %s: %.17g, want %.17g", stage, market, region, got, a.Share[m][r])
					}
				}
			}
		}
	}
	same(compile(t, turned...), func(s string) string { return s }, 0)
	same(compile(t, renamed...), names.Replace, 1e-12)
}
