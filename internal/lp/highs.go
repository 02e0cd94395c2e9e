package lp

import (
	"context"
	"encoding/binary"
	"math"

	"github.com/tetratelabs/wazero/api"
)

// Model states and solution states of HiGHS.
const (
	highsEmpty       = 6
	highsOptimal     = 7
	highsInfeasible  = 8
	highsEither      = 9
	highsUnbounded   = 10
	highsTimeLimit   = 13
	highsHasFeasible = 2
)

var statuses = map[int]Status{
	highsEmpty: Optimal, highsOptimal: Optimal, highsInfeasible: Infeasible,
	highsEither: InfeasibleOrUnbounded, highsUnbounded: Unbounded, highsTimeLimit: TimeLimit,
}

// highs passes a program to an instance of HiGHS, runs it and reads the result.
// With plain it goes without presolve and by simplex only, which is what leaves
// a dual ray behind; the Conflict then holds that alone.
func (r *run) highs(p *Problem, a Columns, o Options, plain bool) (*Solution, error) {
	in, err := r.e.take(r.ctx)
	if err != nil {
		return nil, err
	}
	defer r.e.give(in)
	h := &handle{in: in, ctx: r.ctx}
	h.ptr = h.call("Highs_create")
	h.options(p, o, plain, r.left())
	h.pass(p, a)
	h.warm(o)
	h.status("Highs_run")
	s := h.read(p)
	if plain {
		h.ray(p, s)
	}
	h.freeAll()
	h.call("Highs_destroy", h.ptr)
	return s, in.err
}

// handle is one HiGHS object in an instance, with the memory lent to it.
type handle struct {
	in   *instance
	ctx  context.Context
	ptr  uint64
	lent []uint64
}

func (h *handle) call(name string, args ...uint64) uint64 { return h.in.call(h.ctx, name, args...) }

func (h *handle) status(name string, args ...uint64) {
	h.in.must(h.ctx, name, append([]uint64{h.ptr}, args...)...)
}

func (h *handle) alloc(size int) uint64 {
	ptr := h.call("malloc", uint64(max(size, 8)))
	if ptr == 0 && h.in.err == nil {
		h.in.err = errMemory
	}
	h.lent = append(h.lent, ptr)
	return ptr
}

func (h *handle) freeAll() {
	for _, ptr := range h.lent {
		h.call("free", ptr)
	}
	h.lent = h.lent[:0]
}

// view is lent memory as it lies now; a call may move it.
func (h *handle) view(ptr uint64, size int) []byte {
	if h.in.err != nil {
		return make([]byte, size)
	}
	b, ok := h.in.mod.Memory().Read(uint32(ptr), uint32(size))
	if !ok {
		h.in.err = errMemory
		return make([]byte, size)
	}
	return b
}

func (h *handle) floats(v []float64) uint64 {
	ptr := h.alloc(8 * len(v))
	b := h.view(ptr, 8*len(v))
	for i, x := range v {
		binary.LittleEndian.PutUint64(b[8*i:], math.Float64bits(x))
	}
	return ptr
}

func (h *handle) ints(v []int32) uint64 {
	ptr := h.alloc(4 * len(v))
	b := h.view(ptr, 4*len(v))
	for i, x := range v {
		binary.LittleEndian.PutUint32(b[4*i:], uint32(x))
	}
	return ptr
}

func (h *handle) text(s string) uint64 {
	ptr := h.alloc(len(s) + 1)
	b := h.view(ptr, len(s)+1)
	b[copy(b, s)] = 0
	return ptr
}

func (h *handle) readFloats(ptr uint64, n int) []float64 {
	b := h.view(ptr, 8*n)
	v := make([]float64, n)
	for i := range v {
		v[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:])) + 0 // no negative zero
	}
	return v
}

func (h *handle) readInts(ptr uint64, n int) []int32 {
	b := h.view(ptr, 4*n)
	v := make([]int32, n)
	for i := range v {
		v[i] = int32(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return v
}

func (h *handle) options(p *Problem, o Options, plain bool, seconds float64) {
	set := func(name, value string) { h.status("Highs_setStringOptionValue", h.text(name), h.text(value)) }
	number := func(name string, v float64) {
		h.status("Highs_setDoubleOptionValue", h.text(name), api.EncodeF64(v))
	}
	h.status("Highs_setBoolOptionValue", h.text("output_flag"), 0)
	set("parallel", "off")
	number("time_limit", seconds)
	if o.Gap > 0 {
		number("mip_rel_gap", o.Gap)
	}
	switch {
	case p.MIP():
		// Naming a method for linear programs can make HiGHS drop integrality.
	case plain || o.Method == Simplex || o.Method == Choose && (o.Basis != nil || p.Rows() <= manyRows):
		set("solver", "simplex")
	default:
		set("solver", "ipm")
		if o.NoCrossover {
			set("run_crossover", "off")
		}
	}
	if plain {
		set("presolve", "off")
	}
	h.freeAll()
}

func (h *handle) pass(p *Problem, a Columns) {
	const byColumn = 1
	sense := api.EncodeI32(1)
	if p.Maximise {
		sense = api.EncodeI32(-1)
	}
	args := []uint64{uint64(p.Cols()), uint64(p.Rows()), uint64(len(a.Index)), byColumn, sense,
		api.EncodeF64(p.Offset), h.floats(p.Cost), h.floats(p.ColLo), h.floats(p.ColHi),
		h.floats(p.RowLo), h.floats(p.RowHi), h.ints(a.Start), h.ints(a.Index), h.floats(a.Value)}
	if p.MIP() {
		whole := make([]int32, p.Cols())
		for j, yes := range p.Integer {
			if yes {
				whole[j] = 1
			}
		}
		h.status("Highs_passMip", append(args, h.ints(whole))...)
	} else {
		h.status("Highs_passLp", args...)
	}
	h.freeAll()
}

func (h *handle) warm(o Options) {
	if o.Start != nil {
		h.status("Highs_setSolution", h.floats(o.Start), 0, 0, 0)
	}
	if o.Basis != nil {
		h.status("Highs_setBasis", h.ints(places(o.Basis.Col)), h.ints(places(o.Basis.Row)))
	}
	h.freeAll()
}

func places(v []Place) []int32 {
	out := make([]int32, len(v))
	for i, x := range v {
		out[i] = int32(x)
	}
	return out
}

func placesOf(v []int32) []Place {
	out := make([]Place, len(v))
	for i, x := range v {
		out[i] = Place(x)
	}
	return out
}

func (h *handle) intInfo(name string) int {
	ptr := h.alloc(8)
	h.status("Highs_getIntInfoValue", h.text(name), ptr)
	return int(h.readInts(ptr, 1)[0])
}

func (h *handle) floatInfo(name string) float64 {
	ptr := h.alloc(8)
	h.status("Highs_getDoubleInfoValue", h.text(name), ptr)
	return h.readFloats(ptr, 1)[0]
}

func (h *handle) longInfo(name string) int {
	ptr := h.alloc(8)
	h.status("Highs_getInt64InfoValue", h.text(name), ptr)
	return int(int64(binary.LittleEndian.Uint64(h.view(ptr, 8))))
}

func (h *handle) read(p *Problem) *Solution {
	s := &Solution{
		Status:   statuses[int(int32(h.call("Highs_getModelStatus", h.ptr)))],
		Simplex:  max(h.intInfo("simplex_iteration_count"), 0),
		Interior: max(h.intInfo("ipm_iteration_count"), 0),
		Nodes:    max(h.longInfo("mip_node_count"), 0),
	}
	n, m := p.Cols(), p.Rows()
	if s.Status == Optimal || s.Status == TimeLimit && h.intInfo("primal_solution_status") == highsHasFeasible {
		x, d, act, y := h.alloc(8*n), h.alloc(8*n), h.alloc(8*m), h.alloc(8*m)
		h.status("Highs_getSolution", x, d, act, y)
		s.Objective = h.floatInfo("objective_function_value")
		s.Primal, s.Activity = h.readFloats(x, n), h.readFloats(act, m)
		if s.Status == Optimal && !p.MIP() {
			s.RowDual, s.Reduced = h.readFloats(y, m), h.readFloats(d, n)
		}
	}
	if s.Status == Optimal && !p.MIP() && h.intInfo("basis_validity") == 1 {
		col, row := h.alloc(4*n), h.alloc(4*m)
		h.status("Highs_getBasis", col, row)
		s.Basis = &Basis{placesOf(h.readInts(col, n)), placesOf(h.readInts(row, m))}
	}
	h.bound(p, s)
	h.freeAll()
	return s
}

func (h *handle) bound(p *Problem, s *Solution) {
	switch {
	case s.Status == Optimal && !p.MIP():
		s.Bound = s.Objective
	case p.MIP() && (s.Status == Optimal || s.Status == TimeLimit):
		s.Bound, s.Gap = h.floatInfo("mip_dual_bound"), math.Inf(1)
		if s.Primal != nil {
			s.Gap = math.Abs(s.Objective-s.Bound) / max(math.Abs(s.Objective), 1e-9)
		}
	default:
		unbound(p, s)
	}
}

// ray reads what proves an infeasible program to be so.
func (h *handle) ray(p *Problem, s *Solution) {
	if s.Status != Infeasible {
		return
	}
	has, ray := h.alloc(8), h.alloc(8*p.Rows())
	h.status("Highs_getDualRay", has, ray)
	if h.readInts(has, 1)[0] != 0 {
		s.Conflict = &Conflict{Multiplier: h.readFloats(ray, p.Rows())}
	}
}
