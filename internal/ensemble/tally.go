package ensemble

import (
	"math"
	"slices"

	"github.com/DataDog/sketches-go/ddsketch"
)

// Tally is what is kept of the outcomes of a plan: counts by day of line-downs, and
// a sketch of every value. It grows with what is measured, not with the runs.
type Tally struct {
	Measures *Measures
	Chunks   int // taken so far, in their order
	Runs     int
	Failed   int    // members whose flows could not be balanced
	Failure  string // why the first of them
	First    Days   // of the first line-down of all
	Uses     []Days // of each use
	Regions  []Days // of the first line-down in each region
	sketches []*ddsketch.DDSketch
	sums     []float64
	Outputs  [][]float64 // [output][run], for sensitivity; nil unless asked for
}

// Days counts line-downs by day from the start of the run, in order of day. Members
// without one are not in it.
type Days []DayCount

// DayCount is the number of members with a line-down on a day.
type DayCount struct {
	Day   int32
	Count int
}

// add counts a day.
func (d *Days) add(day int32) {
	if day < 0 {
		return
	}
	i, found := slices.BinarySearchFunc(*d, day, func(c DayCount, day int32) int { return int(c.Day - day) })
	if !found {
		*d = slices.Insert(*d, i, DayCount{Day: day})
	}
	(*d)[i].Count++
}

// Before counts the members with a line-down before a day.
func (d Days) Before(day int32) int {
	sum := 0
	for _, c := range d {
		if c.Day < day {
			sum += c.Count
		}
	}
	return sum
}

// Count is the number of members with a line-down at all.
func (d Days) Count() int { return d.Before(1 << 30) }

// Percentile is the day by which a share of all members has a line-down, -1 if so
// many have none.
func (d Days) Percentile(share float64, members int) int32 {
	sum := 0
	for _, c := range d {
		if sum += c.Count; float64(sum) >= share*float64(members) {
			return c.Day
		}
	}
	return -1
}

// SensitivityOutputs are what the influence of inputs is measured on: the value
// lost, and the day of the first line-down, for which a run without one counts as
// lasting to its end.
var SensitivityOutputs = []string{"value lost", "first line-down"}

func newTally(m *Measures, outputs bool) *Tally {
	t := &Tally{Measures: m, Uses: make([]Days, len(m.Uses)), Regions: make([]Days, len(m.Regions)), sums: make([]float64, len(m.names))}
	for range m.names {
		t.sketches = append(t.sketches, newSketch())
	}
	if outputs {
		t.Outputs = make([][]float64, len(SensitivityOutputs))
	}
	return t
}

// add takes the outcomes of the next chunk.
func (t *Tally) add(list []*Outcome) error {
	for _, o := range list {
		t.Runs++
		if o.Failed != "" {
			if t.Failed++; t.Failed == 1 {
				t.Failure = o.Failed
			}
			t.output(math.NaN(), math.NaN())
			continue
		}
		t.addDays(o)
		for i, v := range o.Values {
			if err := t.sketches[i].Add(float64(v)); err != nil {
				return err
			}
			t.sums[i] += float64(v)
		}
		first := o.First()
		if first < 0 {
			first = int32(7 * t.Measures.Weeks)
		}
		t.output(float64(o.Values[0]), float64(first))
	}
	t.Chunks++
	return nil
}

func (t *Tally) output(values ...float64) {
	for i := range t.Outputs {
		t.Outputs[i] = append(t.Outputs[i], values[i])
	}
}

func (t *Tally) addDays(o *Outcome) {
	t.First.add(o.First())
	regions := make([]int32, len(t.Regions))
	for i := range regions {
		regions[i] = -1
	}
	for j, day := range o.Days {
		t.Uses[j].add(day)
		r := slices.Index(t.Measures.Regions, t.Measures.net.Uses[t.Measures.Uses[j]].Region)
		if day >= 0 && (regions[r] < 0 || day < regions[r]) {
			regions[r] = day
		}
	}
	for r, day := range regions {
		t.Regions[r].add(day)
	}
}

// Members is the number of runs that could be drawn.
func (t *Tally) Members() int { return t.Runs - t.Failed }

// Fan is what a value is in most members: five percentiles and the mean.
type Fan struct {
	P5   float64 `json:"p5"`
	P25  float64 `json:"p25"`
	P50  float64 `json:"p50"`
	P75  float64 `json:"p75"`
	P95  float64 `json:"p95"`
	Mean float64 `json:"mean"`
}

// fan reads the sketch of a column.
func (t *Tally) fan(column int) Fan {
	if t.Members() == 0 {
		return Fan{}
	}
	q, err := t.sketches[column].GetValuesAtQuantiles([]float64{0.05, 0.25, 0.5, 0.75, 0.95})
	if err != nil {
		return Fan{}
	}
	return Fan{q[0], q[1], q[2], q[3], q[4], t.sums[column] / float64(t.Members())}
}
