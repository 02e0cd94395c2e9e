package dataset

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

const setsHeader = "set,parameter,value,unit,low,high,source,locator,evidence,as_of,note\n"

func withSets(t *testing.T, rows ...string) fstest.MapFS {
	files := toy(t)
	change(t, files, "behaviours", "hoarding,*,1,1,,,", "speculation,*,2,1,0,6,usgs,p 9,reported,2020,\nhoarding,*,1,1,0,2,")
	files["behaviour_sets.csv"] = &fstest.MapFile{Data: []byte(setsHeader + strings.Join(rows, "\n") + "\n")}
	return files
}

func set(id, parameter, value string) string {
	return id + "," + parameter + "," + value + ",1,,,usgs,command,derived,2020,"
}

// Sets are read whole, whatever the order of their rows.
func TestBehaviourSets(t *testing.T) {
	p, err := Open(withSets(t, set("7", "speculation", "3"), set("7", "hoarding", "0.5"), set("9", "hoarding", "1.5"), set("9", "speculation", "0")))
	if err != nil {
		t.Fatal(err)
	}
	m, err := p.Model(2024)
	if err != nil {
		t.Fatal(err)
	}
	x := m.Together
	if len(x.Sets) != 2 || m.Behaviour[x.Rows[0]].Parameter != "speculation" || !slices.Equal(x.Sets[0], []float64{3, 0.5}) || !slices.Equal(x.Sets[1], []float64{0, 1.5}) {
		t.Errorf("read %+v", x)
	}
	if got := p.Summary().Numbers; got != numbersOf(t, toy(t))+1 { // the row of speculation
		t.Errorf("%d numbers: draws of numbers count as numbers", got)
	}
}

func numbersOf(t *testing.T, files fstest.MapFS) int {
	p, err := Open(files)
	if err != nil {
		t.Fatal(err)
	}
	return p.Summary().Numbers
}

func TestBehaviourSetFaults(t *testing.T) {
	for _, x := range []struct {
		rows []string
		want string
	}{
		{[]string{set("1", "hoarding", "2.5")}, "lies outside its range in behaviours.csv, 0 to 2"},
		{[]string{set("1", "arbitrage", "0.5")}, "behaviours.csv has no row of this parameter with scope *"},
		{[]string{set("1", "hoarding", "1"), set("1", "speculation", "1"), set("2", "hoarding", "1")}, "lacks speculation, which set 1 gives"},
		{[]string{set("1", "hoarding", "1"), set("2", "speculation", "1"), set("2", "hoarding", "1")}, "gives speculation, which set 1 lacks"},
		{[]string{set("one", "hoarding", "1")}, "set"},
	} {
		if _, err := Open(withSets(t, x.rows...)); err == nil || !strings.Contains(err.Error(), x.want) || !strings.Contains(err.Error(), "behaviour_sets.csv:") {
			t.Errorf("%v: got %v, want %q", x.rows, err, x.want)
		}
	}
}
