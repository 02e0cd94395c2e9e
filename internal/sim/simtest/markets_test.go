package simtest

import (
	"math"
	"testing"

	"lodestone/internal/network"
	"lodestone/internal/sim"
)

// run reads a case and gives a run of it with a finder of its markets.
func run(t *testing.T, text string) (*sim.Sim, func(commodity, region string) int) {
	t.Helper()
	c, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	n, err := network.Compile(c.Model, c.Scenario)
	if err != nil {
		t.Fatal(err)
	}
	return sim.New(n), func(commodity, region string) int {
		for i, k := range n.Markets {
			if c.Model.Commodities[k.Commodity].ID == commodity && c.Model.Regions[k.Region].ID == region {
				return i
			}
		}
		t.Fatalf("no market for %s in %s", commodity, region)
		return -1
	}
}

func steps(s *sim.Sim, weeks int) {
	for range weeks {
		s.Step()
	}
}

const separation = `
commodity ore stage concentrate price 2
commodity light stage separate price 10
commodity heavy stage separate price 100
plant mine CN 20/wk makes ore:1 capacity 20
plant split CN 20/wk from ore:1 makes light:0.5,heavy:0.05 capacity 30
use lamps CN 10/wk needs light:1
use motors CN 1/wk needs heavy:1
cover * * 6
`

// The feed of a plant with several products is worth what they sell for, exactly
// so where netback is whole: its own stock then does not move its price.
func TestFeedIsPricedOnItsProducts(t *testing.T) {
	s, market := run(t, separation+`
set netback 1
event surge from 5 to 60 use motors size 1.3
run 100`)
	ore, light, heavy := market("ore", "CN"), market("light", "CN"), market("heavy", "CN")
	steps(s, 40) // the last week reviews sources, and with them what prices follow
	worth := (0.5*s.State.Price[light] + 0.05*s.State.Price[heavy]) / (0.5*10 + 0.05*100)
	if worth < 1.1 {
		t.Fatalf("the products are worth %g of the base, want the surge to show", worth)
	}
	s.Step()
	if got := s.State.Price[ore] / 2; math.Abs(got-worth) > 1e-9 {
		t.Errorf("ore is at %.12g of its base price, its products at %.12g", got, worth)
	}
}

// A product with one input is priced on what goes in, and does not price it.
func TestSingleProductDoesNotPriceItsFeed(t *testing.T) {
	s, market := run(t, `
commodity metal stage metal price 50
commodity magnet stage magnet price 80
plant smelt CN 10/wk makes metal capacity 20
plant works CN 10/wk from metal:1 makes magnet capacity 10
use cars CN 10/wk needs magnet:1
cover * * 6
set netback 1
event surge from 5 to 60 use cars size 1.3
run 60`)
	steps(s, 50)
	if p := s.State.Price[market("magnet", "CN")]; p < 100 {
		t.Fatalf("magnets cost %g, want them dear", p)
	}
	if p := s.State.Price[market("metal", "CN")]; math.Abs(p-50) > 5 {
		t.Errorf("metal costs %g, want about 50", p)
	}
}

// Plants that refill the stock of their product draw more, and traders of the input
// do not take that for use.
func TestRestockingIsNoUse(t *testing.T) {
	s, market := run(t, `
commodity metal stage metal price 50
commodity magnet stage magnet price 80
plant smelt CN 10/wk makes metal capacity 40
plant works CN 10/wk from metal:1 makes magnet capacity 40
use cars CN 10/wk needs magnet:1
cover * * 6
set price_sensitivity 0
event outage from 5 to 8 plant works size 1
run 60`)
	metal, drawn := market("metal", "CN"), 0.0
	for range 60 {
		s.Step()
		drawn = max(drawn, s.State.Throughput[1], s.State.Throughput[0])
		if e := s.State.Expected[metal]; e > 10+1e-9 {
			t.Fatalf("week %d: expected use of metal is %g, want at most 10", s.State.Week-1, e)
		}
	}
	if drawn < 11 {
		t.Fatalf("at most %g was made, want the stock of magnets refilled", drawn)
	}
}

// Nobody pushes out more than stores hold: at four times the wanted stock a mine
// makes what it is asked for.
func TestStoresFillUp(t *testing.T) {
	s, market := run(t, `
commodity ore stage concentrate price 2
plant mine CN 20/wk makes ore:1 capacity 20
use works CN 20/wk needs ore:1
cover * * 6
set least_utilization 0.9
set price_sensitivity 0
event surge from 5 use works size 0.2
run 300`)
	steps(s, 300)
	held := s.State.Stock[market("ore", "CN")] / (6 * 4)
	if held < 2 || held > 4 {
		t.Errorf("stock is %g times the wanted one, want 2 to 4", held)
	}
}

// The part of the cost that is fixed falls on fewer tonnes.
func TestFixedCost(t *testing.T) {
	s, _ := run(t, `
commodity ore stage concentrate price 10
plant mine CN 20/wk makes ore:1 capacity 20 cost 6
use works CN 20/wk needs ore:1
cover * * 6
set fixed_cost_share 0.5
set price_sensitivity 0
event surge from 5 use works size 0.5
run 400`)
	steps(s, 400)
	// 6 x (0.5 + 0.5/0.5) = 9 of a price of 10
	if m := s.State.Margin[0]; math.Abs(m-0.1) > 1e-3 {
		t.Errorf("margin %g, want 0.1", m)
	}
}

const border = `
commodity oxide stage separate price 100
plant works CN 20/wk makes oxide:1 capacity 25
route oxide CN US 10/wk lead 1
use lamps CN 10/wk needs oxide:1
use motors US 10/wk needs oxide:1
cover * * 8
`

// Alarm rises by the share of supply that an event takes, as far as it is to last
// beyond half a year, and fades; what is in force when a run begins is no news.
func TestAlarm(t *testing.T) {
	for _, x := range []struct {
		event string
		want  float64
	}{
		{"event embargo from 10 to 30 origin CN", 0},
		{"event embargo from 10 to 75 origin CN", 0.5},
		{"event embargo from 10 origin CN", 1},
		{"event embargo from 0 origin CN", 0},
		{"event tariff from 10 origin CN size 0.5", 0},
		{"event outage from 10 plant works size 0.4", 0.4},
		{"event licence from 10 origin CN delay 4 approve 30%@10", 0.7},
		{"event quota from 10 origin CN size 65 period 13", 0.5},
	} {
		s, market := run(t, border+"set alarm_time 26\n"+x.event+"\nrun 200")
		us := market("oxide", "US")
		steps(s, 11)
		if a := s.State.Alarm[us]; math.Abs(a-x.want) > 1e-9 {
			t.Errorf("%s: alarm %g, want %g", x.event, a, x.want)
		}
		s.Step()
		if a := s.State.Alarm[us]; math.Abs(a-x.want*25/26) > 1e-9 {
			t.Errorf("%s: a week later alarm %g, want %g", x.event, a, x.want*25/26)
		}
	}
}

// Where nothing is threatened nobody speculates, however prices rise; amid alarm
// the same rise makes traders hoard.
func TestSpeculationNeedsAlarm(t *testing.T) {
	peak := func(text string) float64 {
		s, market := run(t, border+"set speculation 3\n"+text+"\nrun 120")
		cn, most := market("oxide", "CN"), 0.0
		for range 120 {
			s.Step()
			most = max(most, s.State.Price[cn])
		}
		return most
	}
	surge := "event surge from 10 to 40 use lamps size 1.6"
	calm := peak(surge + "\nset speculation 0")
	if got := peak(surge); got != calm {
		t.Errorf("without alarm the peak is %g with speculation, %g without", got, calm)
	}
	alarm := surge + "\nevent outage from 10 plant works size 0.1"
	if got, without := peak(alarm), peak(alarm+"\nset speculation 0"); got < 1.2*without {
		t.Errorf("amid alarm the peak is %g with speculation, %g without", got, without)
	}
}

// What a border lets pass is not sold for less than it costs to bring in.
func TestWhatPassesIsSoldAtParity(t *testing.T) {
	s, market := run(t, border+`
set arbitrage 1
event quota from 10 origin CN size 104 period 13
event outage from 20 to 60 plant works size 0.6
run 60`)
	cn, us := market("oxide", "CN"), market("oxide", "US")
	steps(s, 48)
	inside := s.State.Price[cn]
	s.Step()
	if inside < 150 {
		t.Fatalf("inside %g, want it dear", inside)
	}
	if outside := s.State.Price[us]; outside < inside*(1-1e-9) {
		t.Errorf("outside %g, inside %g the week before", outside, inside)
	}
}

// A glut lowers a price by less than the same shortage raises it.
func TestGlutSensitivity(t *testing.T) {
	s, market := run(t, `
commodity ore stage concentrate price 10
plant mine CN 20/wk makes ore:1 capacity 20
use works CN 20/wk needs ore:1
cover * * 6
set glut_sensitivity 0.25
set price_expectation_time 1000000000
set price_cost_time 1000000000
event surge from 5 use works size 0.7
run 30`)
	steps(s, 12)
	i := market("ore", "CN")
	held := s.State.Stock[i] / (6 * s.State.Expected[i])
	if want := 10 * math.Pow(held, -0.25); held < 1.1 || math.Abs(s.State.Price[i]-want) > 1e-6 {
		t.Errorf("price %g at %g times the wanted stock, want %g", s.State.Price[i], held, want)
	}
}
