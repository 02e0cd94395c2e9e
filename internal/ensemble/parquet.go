package ensemble

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
)

// rowsPerGroup is how many members one row group of a Parquet file holds.
const rowsPerGroup = 2000

// rows turns members into rows of a Parquet file: one for each, with its number, the
// dates of line-downs, the figures of the whole run and the values of the inputs.
// What a member does not have, such as the date of a line-down that does not come, is
// null.
type rows struct {
	sampler  *Sampler
	measures *Measures
	pointer  *pointer
	names    []string // of all columns
	nodes    []parquet.Node
	values   []parquet.Value // of the row being filled, in the same order
	column   []int           // where each stands in the file
	figures  []int           // of the values of an outcome, those of the whole run
	u        []float64
}

// columns of a row, before those of the chain.
const (
	columnRun   = "run"
	columnFirst = "first_line_down"
)

func newRows(s *Sampler, p Plan) (*rows, error) {
	x, err := newPointer(p, s.Inputs)
	if err != nil {
		return nil, err
	}
	r := &rows{sampler: s, measures: newMeasures(s.central[0], p.Follow), pointer: x, u: make([]float64, len(s.Inputs))}
	r.add(columnRun, parquet.Int(32))
	r.add(columnFirst, parquet.Optional(parquet.Date()))
	for _, i := range r.measures.Uses {
		u := r.measures.net.Uses[i]
		r.add(fmt.Sprintf("line_down/%s/%s", s.model.EndUses[u.EndUse].ID, s.model.Regions[u.Region].ID), parquet.Optional(parquet.Date()))
	}
	for i, c := range r.measures.names {
		if c.Week < 0 {
			r.figures = append(r.figures, i)
			parts := slices.DeleteFunc([]string{c.Measure, c.Of, c.Region}, func(part string) bool { return part == "" })
			r.add(strings.Join(parts, "/"), parquet.Optional(parquet.Leaf(parquet.FloatType)))
		}
	}
	for _, in := range s.Inputs {
		r.add("input/"+in.Key, parquet.Leaf(parquet.DoubleType))
	}
	r.order()
	return r, nil
}

func (r *rows) add(name string, node parquet.Node) {
	r.names, r.nodes = append(r.names, name), append(r.nodes, node)
}

// order finds where the columns stand in the file, which sorts them by name.
func (r *rows) order() {
	sorted := slices.Clone(r.names)
	slices.Sort(sorted)
	r.values, r.column = make([]parquet.Value, len(r.names)), make([]int, len(r.names))
	for i, name := range r.names {
		r.column[i], _ = slices.BinarySearch(sorted, name)
	}
}

func (r *rows) schema() *parquet.Schema {
	group := parquet.Group{}
	for i, name := range r.names {
		group[name] = r.nodes[i]
	}
	return parquet.NewSchema("ensemble", group)
}

// row fills in a member.
func (r *rows) row(run int, o *Outcome) parquet.Row {
	at := 0
	put := func(v parquet.Value) {
		level := 0
		if r.nodes[at].Optional() && !v.IsNull() {
			level = 1
		}
		r.values[r.column[at]] = v.Level(0, level, r.column[at])
		at++
	}
	put(parquet.Int32Value(int32(run)))
	if o.Failed != "" {
		for range 1 + len(r.measures.Uses) + len(r.figures) {
			put(parquet.NullValue())
		}
	} else {
		put(r.date(o.First()))
		for _, day := range o.Days {
			put(r.date(day))
		}
		for _, i := range r.figures {
			put(parquet.FloatValue(o.Values[i]))
		}
	}
	r.pointer.point(run, r.u)
	for _, v := range r.sampler.values(r.u) {
		put(parquet.DoubleValue(v))
	}
	return r.values
}

// date is a day of the run as Parquet counts days.
func (r *rows) date(day int32) parquet.Value {
	if day < 0 {
		return parquet.NullValue()
	}
	return parquet.Int32Value(int32(r.measures.net.Scenario.Start.Unix()/int64(24*time.Hour/time.Second)) + day)
}

// values are what inputs are drawn as: in their own units; days from the best guess,
// of dates; of what a chance decides, the number that it must exceed to happen.
func (s *Sampler) values(u []float64) []float64 {
	s.bind(u)
	out := slices.Clone(u)
	for _, v := range slices.Backward(s.variates) { // the first of an input holds
		out[v.input] = v.dist.Quantile(u[v.input])
	}
	return out
}

// WriteParquet writes the members that a run of the plan has spooled, one row each,
// with what made them in the metadata of the file.
func (s *Sampler) WriteParquet(w io.Writer, p Plan, spool string, about map[string]string) error {
	r, err := newRows(s, p)
	if err != nil {
		return err
	}
	options := []parquet.WriterOption{r.schema(), parquet.Compression(&parquet.Zstd), parquet.MaxRowsPerRowGroup(rowsPerGroup), parquet.CreatedBy("lodestone", about["version"], "")}
	for _, key := range sortedKeys(about) {
		options = append(options, parquet.KeyValueMetadata("lodestone."+key, about[key]))
	}
	out := parquet.NewGenericWriter[any](w, options...)
	err = r.measures.readSpool(spool, p, func(run int, o *Outcome) error {
		_, err := out.WriteRows([]parquet.Row{r.row(run, o)})
		return err
	})
	if err != nil {
		return err
	}
	return out.Close()
}

func sortedKeys(m map[string]string) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
