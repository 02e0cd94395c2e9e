package dataset

import (
	"errors"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"lodestone/internal/model"
)

func TestToyModel(t *testing.T) {
	p, err := Open(toy(t))
	if err != nil {
		t.Fatal(err)
	}
	m, err := p.Model(2024)
	if err != nil {
		t.Fatal(err)
	}
	near := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-12*math.Abs(want) {
			t.Errorf("%s = %g, want %g", what, got, want)
		}
	}
	near("Ga in liquor, t/t", m.Commodities[0].Contents[0].Value, 0.0002)
	near("refinery output, t/yr", m.Facilities[0].Outputs[0].Amount.Value, 5e6)
	near("grower output, t/yr", m.Facilities[2].Outputs[0].Amount.Value, 1100)
	near("duration of growth, wk", m.Processes[2].Duration.Value, 52.0/12)
	near("wafer per chip, t", m.EndUses[0].Inputs[0].Amount.Value, 2e-6)
	near("lead time, wk", m.Routes[0].LeadTime.Value, 6)
	near("freight, USD/t", m.Routes[0].Freight.Value, 200)
	near("tariff", m.Routes[0].Tariff.Value, 0.03)
	near("price, USD/t", m.Prices[1][0].Value, 300000)
	near("cover of gallium in the EU, wk", m.Cover[1][2].Value, 2*52.0/12)
	near("cover of gallium in China, wk", m.Cover[1][0].Value, 6)
}

// Of dated rows the one that holds in the base year counts; activity that has
// not begun does not exist.
func TestDatedRows(t *testing.T) {
	p, err := Open(toy(t))
	if err != nil {
		t.Fatal(err)
	}
	m, err := p.Model(2012)
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Facilities[2].Outputs[0].Amount.Value; got != 500 {
		t.Errorf("grower in 2012 makes %g, want the 500 of 2010", got)
	}
	if len(m.Demands) != 0 || len(m.Facilities[0].Outputs) != 0 {
		t.Error("activity dated 2020 exists in 2012")
	}
	if m.Processes[1].Duration.Value != 2 {
		t.Error("technology dated 2020 is not used for 2012")
	}
}

// faults are single errors and what must be said of each.
var faults = []struct{ name, table, old, text, want string }{
	{"no source", "demand", "usgs,p 6", ",p 6", `demand.csv:2:30: source: is empty but required`},
	{"unknown source", "demand", "usgs,p 6", "usg,p 6", `source "usg": "usg" is not in sources.csv; did you mean "usgs"?`},
	{"unknown commodity", "routes", "gallium,CN", "galium,CN", `commodity "galium": "galium" is not in commodities.csv; did you mean "gallium"?`},
	{"wrong basis", "routes", "t Ga/yr", "t Ga2O5/yr", `no factor is known from Ga2O5 to Ga`},
	{"wrong dimension", "covers", "6,wk", "6,t Ga", `covers.csv:2:7: unit "t Ga": expected wk`},
	{"composition", "contents", "1,t Ga/t Ga", "0.9,t Ga/t Ga", `the contents of gallium sum to 0.9 of its mass; a complete composition sums to 1`},
	{"duplicate", "regions", "NA,Namibia", "CN,Namibia", `the same id already stands in line 2`},
	{"not a country", "regions", "NA,Namibia", "ZQ,Namibia", `is no ISO 3166-1 alpha-2 country code`},
	{"range", "contents", "0.47,0.49", "0.49,0.47", `expected low <= value <= high`},
	{"assumed without range", "contents", "0.47,0.49", ",", `an assumed number needs low, high and a note`},
	{"not a number", "demand", "550000000", "lots", `value "lots": expected a number`},
	{"NaN", "demand", "550000000", "NaN", `expected a finite number`},
	{"negative", "demand", "550000000", "-5", `is below the least plausible value, 0`},
	{"absurd", "demand", "550000000", "5.5e13", `is above the largest plausible value`},
	{"decimal comma", "demand", "550000000", `"550000000,5"`, `expected a number with a decimal point`},
	{"dates", "facilities", "1990,", "1990,1980", `comes before opened (1990)`},
	{"impossible date", "facilities", "2001-05", "2001-02-30", `is not a date like`},
	{"more out than in", "recipes", "grow,input,gallium,0.6", "grow,input,gallium,0.4", `makes 0.48 t of Ga per unit throughput from inputs that contain 0.4`},
	{"recovery over one", "recipes", "70,%", "170,%", `recovers more than the feed contains`},
	{"no duration", "recipes", "grow,duration", "grow,cost", `has no duration in recipes.csv`},
	{"feed missing", "facilities", "extract,liquor", "extract,", `feeds: is empty, but its process runs on a feed`},
	{"operating without output", "facility_values", "grower,capacity", "grower,ramp", `is operating, but facility_values.csv has no capacity for it`},
	{"enum", "facilities", "operating,1990", "runing,1990", `expected one of planned, permitting`},
	{"unknown column", "routes", "qualified", "qualfied", `unknown column; did you mean "qualified"?`},
	{"short row", "lanes", "CN,EU,sea,lead_time,6,wk,,,usgs,p 7,reported,2020,", "CN,EU,sea", `lanes.csv:3: has 3 cells, the header has 13`},
	{"quote", "sources", "usgs,USGS", `usgs,"USGS`, `sources.csv:2`},
	{"to itself", "routes", "CN,EU", "EU,EU", `a route joins two regions`},
	{"locator", "demand", "p 6", "-", `says nothing`},
	{"member twice", "regions", "DE FR", "DE NA", `NA already belongs to region NA`},
}

func TestFaults(t *testing.T) {
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			files := toy(t)
			change(t, files, f.table, f.old, f.text)
			err := openAndLoad(files)
			var problems Problems
			if !errors.As(err, &problems) {
				t.Fatalf("got %v, want Problems", err)
			}
			if !strings.Contains(err.Error(), f.want) {
				t.Errorf("got\n%v\nwant %q", err, f.want)
			}
		})
	}
}

func openAndLoad(files fstest.MapFS) error {
	p, err := Open(files)
	if err != nil {
		return err
	}
	_, err = p.Model(2024)
	return err
}

// Several faults in one copy are all reported in one go.
func TestAllProblemsAtOnce(t *testing.T) {
	files := toy(t)
	change(t, files, "demand", "usgs,p 6", ",p 6")
	change(t, files, "routes", "gallium,CN", "galium,CN")
	change(t, files, "covers", "6,wk", "6,t Ga")
	change(t, files, "contents", "1,t Ga/t Ga", "0.9,t Ga/t Ga")
	err := openAndLoad(files)
	for _, want := range []string{"demand.csv:2", "routes.csv:2", "covers.csv:2", "contents of gallium"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not reported in\n%v", want, err)
		}
	}
}

// A loop of processes that returns all it takes is refused.
func TestCycleWithoutLoss(t *testing.T) {
	files := toy(t)
	files["processes.csv"].Data = append(files["processes.csv"].Data, "melt,Melting,metal,t Ga,\n"...)
	files["recipes.csv"].Data = append(files["recipes.csv"].Data,
		"melt,input,wafer,2.5,t wafer/t Ga,,,usgs,p 3,reported,2020,\nmelt,output,gallium,1,t Ga/t Ga,,,usgs,p 3,reported,2020,\nmelt,duration,,1,wk,,,usgs,p 3,reported,2020,\n"...)
	files["facilities.csv"].Data = append(files["facilities.csv"].Data, "melter,Melter,EU,,,,X,melt,,planned,,,usgs,p 4,reported,\n"...)
	if err := openAndLoad(files); err != nil {
		t.Fatalf("a loop that loses something is refused: %v", err)
	}
	change(t, files, "recipes", "grow,input,gallium,0.6", "grow,input,gallium,0.48")
	change(t, files, "recipes", "melt,input,wafer,2.5", "melt,input,wafer,2.0833333333")
	if err := openAndLoad(files); err == nil || !strings.Contains(err.Error(), "Ga goes round without loss: ") {
		t.Errorf("got %v, want the loop named", err)
	}
}

func TestCorrections(t *testing.T) {
	files := toy(t)
	files["corrections.csv"].Data = append(files["corrections.csv"].Data, "demand,chips|EU|2020,value,550000000,600000000,revised,usgs\n"...)
	p, err := Open(files)
	if err != nil {
		t.Fatal(err)
	}
	m, err := p.Model(2024)
	if err != nil || m.Demands[0].Amount.Value != 6e8 {
		t.Errorf("demand is %v (%v), want the corrected 6e8", m.Demands, err)
	}
	change(t, files, "demand", "550000000", "560000000")
	if err := openAndLoad(files); err == nil || !strings.Contains(err.Error(), "the correction is out of date") {
		t.Errorf("got %v, want the stale correction reported", err)
	}
}

// A byte order mark, as spreadsheets write, changes nothing but the hash.
func TestByteOrderMark(t *testing.T) {
	files := toy(t)
	files["demand.csv"].Data = append([]byte("\xef\xbb\xbf"), files["demand.csv"].Data...)
	if err := openAndLoad(files); err != nil {
		t.Error(err)
	}
}

// FuzzTable feeds arbitrary bytes as one table: problems or a model, no panic.
func FuzzTable(f *testing.F) {
	for _, file := range toy(f) {
		if len(file.Data) < 4000 {
			f.Add("routes", file.Data)
		}
	}
	f.Add("recipes", []byte("process,role,commodity\n\"a"))
	f.Fuzz(func(t *testing.T, table string, data []byte) {
		files := toy(t)
		if files[table+".csv"] == nil {
			return
		}
		files[table+".csv"].Data = data
		err := openAndLoad(files)
		var problems Problems
		if err != nil && !errors.As(err, &problems) {
			t.Errorf("error is no list of problems: %v", err)
		}
	})
}

const good = `schema: lodestone/scenario/1
name: test
title: A test
base_year: 2024
start: 2025-01-06
weeks: 52
events:
  - id: one
    kind: licence
    title: Licences
    from: 2025-04-04
    source: usgs
    origins: [CN]
    content: {elements: [Ga], at_least: 0.1 %}
    delay: {value: 45 d, low: 30 d, high: 90 d}
    approval:
      - {from: 2025-04-04, share: 25 %}
      - {from: 2025-06-01, share: 60 %, low: 50 %, high: 70 %}
    refuse: {end_uses: [chips]}
`

func toyModel(t testing.TB) *model.Model {
	p, err := Open(toy(t))
	if err != nil {
		t.Fatal(err)
	}
	m, err := p.Model(2024)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func bind(m *model.Model, text string) (*model.Scenario, error) {
	file, err := ReadScenario("test.yaml", []byte(text))
	if err != nil {
		return nil, err
	}
	return file.Bind(m)
}

func TestScenario(t *testing.T) {
	s, err := bind(toyModel(t), good)
	if err != nil {
		t.Fatal(err)
	}
	e := s.Events[0]
	if math.Abs(e.Approval[1].Value.Value-0.6) > 1e-12 || math.Abs(e.Approval[1].Value.High-0.7) > 1e-12 || math.Abs(e.Delay.Value-45.0/7) > 1e-12 ||
		math.Abs(e.Scope.AtLeast-0.001) > 1e-15 || len(e.RefuseUses) != 1 || s.WeekOf(e.From) != 12 {
		t.Errorf("event reads as %+v", e)
	}
}

func TestScenarioFaults(t *testing.T) {
	m := toyModel(t)
	for _, f := range []struct{ name, old, text, want string }{
		{"misspelt key", "origins:", "orgins:", `test.yaml:13:5: unknown key in event of kind licence; did you mean "origins"?`},
		{"impossible date", "2025-01-06", "2025-02-30", `test.yaml:5:8: start "2025-02-30": is no date of the calendar`},
		{"unknown region", "[CN]", "[CM]", `test.yaml:13:15: origins: unknown "CM"; did you mean "CN"?`},
		{"unknown kind", "kind: licence", "kind: license", `test.yaml:9:11: kind "license": expected one of`},
		{"share", "25 %", "125 %", `expected a share from 0 to 100 %`},
		{"unit", "45 d", "45 t", `expected wk`},
		{"order", "2025-06-01", "2025-03-01", `dates must rise`},
		{"unknown use", "[chips]", "[chops]", `unknown "chops"; did you mean "chips"?`},
		{"missing key", "    approval:\n      - {from: 2025-04-04, share: 25 %}\n      - {from: 2025-06-01, share: 60 %, low: 50 %, high: 70 %}\n", "", `event of kind licence has no "approval"`},
		{"weeks", "weeks: 52", "weeks: -1", `expected a whole number from 1 to 2600`},
		{"schema", "scenario/1", "scenario/9", `expected lodestone/scenario/1`},
		{"source", "source: usgs", "source: usgz", `unknown "usgz"; did you mean "usgs"?`},
		{"twice", "weeks: 52", "weeks: 52\nweeks: 53", `already defined`},
		{"alias", "weeks: 52", "weeks: &x 52", `anchors, aliases and tags are not used`},
		{"tab", "weeks: 52", "\tweeks: 52", `test.yaml:6`},
	} {
		t.Run(f.name, func(t *testing.T) {
			if !strings.Contains(good, f.old) {
				t.Fatalf("no %q to replace", f.old)
			}
			_, err := bind(m, strings.Replace(good, f.old, f.text, 1))
			if err == nil || !strings.Contains(err.Error(), f.want) {
				t.Errorf("got\n%v\nwant %q", err, f.want)
			}
		})
	}
}

// FuzzScenario feeds arbitrary bytes as a scenario: problems or a scenario, no
// panic.
func FuzzScenario(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte("a: [b, {c: d}]\n- e"))
	m := toyModel(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		_, err := bind(m, string(data))
		var problems Problems
		if err != nil && !errors.As(err, &problems) {
			t.Errorf("error is no list of problems: %v", err)
		}
	})
}
