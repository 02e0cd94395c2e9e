package network_test

import (
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lodestone/data"
	"lodestone/internal/dataset"
	"lodestone/internal/model"
	"lodestone/internal/network"
)

// read returns a built-in scenario with the model of its base year.
func read(t testing.TB, name string) (*model.Model, *model.Scenario) {
	t.Helper()
	files, err := fs.Sub(data.FS, "ree")
	if err != nil {
		t.Fatal(err)
	}
	p, err := dataset.Open(files)
	if err != nil {
		t.Fatal(err)
	}
	f, err := p.Scenario(name)
	if err != nil {
		t.Fatal(err)
	}
	m, err := p.Model(f.BaseYear)
	if err != nil {
		t.Fatal(err)
	}
	s, err := f.Bind(m)
	if err != nil {
		t.Fatal(err)
	}
	return m, s
}

// draw puts another number within its range in every quantity that has one, in a copy
// of all lists on the way to it.
func draw(v reflect.Value, rng *rand.Rand) {
	switch {
	case v.Type() == reflect.TypeFor[model.Quantity]():
		if q := v.Addr().Interface().(*model.Quantity); q.Ranged() && q.Value > 0 {
			q.Value = q.Low + (q.High-q.Low)*(0.01+0.98*rng.Float64())
		}
	case v.Kind() == reflect.Slice && !v.IsNil():
		list := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(list, v)
		for i := range list.Len() {
			draw(list.Index(i), rng)
		}
		v.Set(list)
	case v.Kind() == reflect.Struct && v.Type() != reflect.TypeFor[time.Time]():
		for i := range v.NumField() {
			draw(v.Field(i), rng)
		}
	}
}

// A draw put into the layout of the central chain is, field by field and to the bit,
// what laying out the drawn model gives; and the central chain put into its own layout
// is what it was compiled to, but for what rounding leaves of its flows.
func TestRedrawIsCompile(t *testing.T) {
	for _, name := range []string{"china-licences-2025", "dumping-2027-floor", "us-does-what-japan-did"} {
		m, s := read(t, name)
		central, err := network.Compile(m, s)
		if err != nil {
			t.Fatal(err)
		}
		rapid.Check(t, func(t *rapid.T) {
			m, s := *m, *s
			rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
			draw(reflect.ValueOf(&m).Elem(), rng)
			draw(reflect.ValueOf(&s).Elem(), rng)
			n, err := central.Redraw(&m, &s)
			anew, err2 := network.LaidOutAnew(central, &m, &s)
			if err != nil || err2 != nil {
				if fmt.Sprint(err) != fmt.Sprint(err2) {
					t.Fatalf("drawn %v, laid out anew %v", err, err2)
				}
				t.Skip(err) // what was drawn does not balance
			}
			same(t, network.Bare(n), network.Bare(anew))
		})
		again, err := central.Redraw(m, s)
		if err != nil {
			t.Fatal(err)
		}
		for i, l := range again.Lines {
			if want := central.Lines[i].Base; math.Abs(l.Base-want) > 1e-9*max(want, 1) {
				t.Errorf("%s: line %d runs at %g, compiled at %g", name, i, l.Base, want)
			}
		}
	}
}

// same compares two networks in all fields and names those that differ.
func same(t *rapid.T, a, b *network.Network) {
	if reflect.DeepEqual(a, b) {
		return
	}
	t.Error("the networks differ")
	x, y := reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem()
	for i := range x.NumField() {
		if f := x.Type().Field(i); f.IsExported() && !reflect.DeepEqual(x.Field(i).Interface(), y.Field(i).Interface()) {
			t.Errorf("in %s", f.Name)
		}
	}
}

// What hangs on more than a number cannot be drawn; the message says where.
func TestRedrawKeepsTheShape(t *testing.T) {
	m, s := read(t, "eu-magnets-2030")
	n, err := network.Compile(m, s)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		change func(m *model.Model, s *model.Scenario)
		want   string
	}{
		{func(m *model.Model, _ *model.Scenario) { m.Routes = m.Routes[:len(m.Routes)-1] }, "route"},
		{func(m *model.Model, _ *model.Scenario) {
			m.Routes = slices.Clone(m.Routes)
			m.Routes[2].Flow.Value = 1 - min(m.Routes[2].Flow.Value, 1)
		}, "route 3 is another one"},
		{func(m *model.Model, _ *model.Scenario) {
			m.Facilities = slices.Clone(m.Facilities)
			m.Facilities[0].Owner += "x"
		}, "facility 1 is another one"},
		{func(m *model.Model, _ *model.Scenario) {
			m.Processes = slices.Clone(m.Processes)
			m.Processes[1].Rows = slices.Clone(m.Processes[1].Rows)[1:]
		}, "process 2 is another one"},
		{func(m *model.Model, _ *model.Scenario) {
			m.Demands = slices.Clone(m.Demands)
			m.Demands[4].Region++
		}, "demand 5 is another one"},
		{func(m *model.Model, s *model.Scenario) {
			s.Events = slices.Clone(s.Events)
			for f := range m.Facilities {
				s.Events = append(s.Events, model.Event{ID: "new", Kind: model.Project, Scope: model.Scope{Facilities: []int{f}}})
			}
		}, "opens"},
	} {
		drawn, scenario := *m, *s
		tc.change(&drawn, &scenario)
		if _, err := n.Redraw(&drawn, &scenario); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("got %v, want a message with %q", err, tc.want)
		}
	}
	calm := *s
	calm.Events = nil
	if quiet, err := n.Redraw(m, &calm); err != nil {
		t.Errorf("a draw in which no project happens: %v", err)
	} else if len(quiet.Lines) != len(n.Lines) || len(quiet.Opening) != 0 {
		t.Errorf("%d lines of %d, %d of them opening, want all and none", len(quiet.Lines), len(n.Lines), len(quiet.Opening))
	}
}

// BenchmarkRedraw is what a draw takes once it is drawn.
func BenchmarkRedraw(b *testing.B) {
	for _, name := range []string{"china-licences-2025", "us-does-what-japan-did"} {
		b.Run(name, func(b *testing.B) {
			m, s := read(b, name)
			central, err := network.Compile(m, s)
			if err != nil {
				b.Fatal(err)
			}
			var draws [16]model.Model
			for i := range draws {
				draws[i] = *m
				draw(reflect.ValueOf(&draws[i]).Elem(), rand.New(rand.NewPCG(uint64(i), 1)))
			}
			for i := 0; b.Loop(); i++ {
				if _, err := central.Redraw(&draws[i%len(draws)], s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
