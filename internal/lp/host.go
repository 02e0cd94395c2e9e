package lp

import (
	"context"
	"errors"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// Error numbers of the WASI and of Linux, as emscripten expects them.
const (
	wasiBadFile  = 8
	linuxNoEntry = 44
)

var (
	errThrow = errors.New("HiGHS threw a C++ exception, most often because its 2 GiB of memory are used up")
	errAbort = errors.New("HiGHS stopped itself")
)

// epoch is what the clocks count from, so that they never run backwards.
var epoch = time.Now()

// addHost gives HiGHS the twenty functions it imports. It has no files, no
// environment and no output; of the outside it sees the time.
//
// HiGHS reads the clock in every iteration, for its time limit. That is where a
// cancelled solve ends: the clock panics, wazero makes it an error of the call
// under way, and the instance is thrown away. On large problems that came up to
// 0.7 s after the call; wazero's own checks, compiled into every loop, would be
// quicker to react and make all solving five times slower.
func addHost(ctx context.Context, rt wazero.Runtime) error {
	const i32, i64, f64 = api.ValueTypeI32, api.ValueTypeI64, api.ValueTypeF64
	b := rt.NewHostModuleBuilder("a")
	add := func(name string, params, results []api.ValueType, f api.GoModuleFunc) {
		b.NewFunctionBuilder().WithGoModuleFunction(f, params, results).Export(name)
	}
	type types = []api.ValueType
	stop := func(err error) api.GoModuleFunc {
		return func(context.Context, api.Module, []uint64) { panic(err) }
	}
	value := func(v uint64) api.GoModuleFunc {
		return func(_ context.Context, _ api.Module, s []uint64) { s[0] = v }
	}
	nothing := func(context.Context, api.Module, []uint64) {}
	milliseconds := func(ctx context.Context, _ api.Module, s []uint64) {
		s[0] = api.EncodeF64(float64(clock(ctx)) / 1e6)
	}

	add("a", types{i32, i32, i32}, nil, stop(errThrow))                  // __cxa_throw
	add("b", types{i32}, nil, stop(errAbort))                            // exit
	add("c", nil, types{f64}, milliseconds)                              // emscripten_get_now
	add("d", types{i32}, types{i32}, value(wasiBadFile))                 // fd_close
	add("e", types{i32, i32, i32}, types{i32}, value(api.EncodeI32(-1))) // fcntl64
	add("f", types{i32, i32, i32, i32}, types{i32}, discard)             // fd_write
	add("g", types{i32, i32, i32, i32}, types{i32}, value(wasiBadFile))  // fd_read
	add("h", types{i32, i32, i32}, types{i32}, value(api.EncodeI32(-1))) // ioctl
	add("i", types{i32, i32, i32, i32}, types{i32}, value(noEntry()))    // openat
	add("j", nil, types{f64}, milliseconds)                              // date_now
	add("k", nil, nil, stop(errAbort))                                   // abort
	add("l", types{i32, f64}, types{i32}, value(0))                      // setitimer
	add("m", types{i32, i32, i32, i32}, nil, nothing)                    // tzset
	add("n", types{i32, i32}, types{i32}, value(0))                      // environ_get
	add("o", types{i32, i32}, types{i32}, noEnvironment)                 // environ_sizes_get
	add("p", types{i32, i64, i32}, types{i32}, nanoseconds)              // clock_time_get
	add("q", types{i32}, types{i32}, grow)                               // resize_heap
	add("r", types{i32}, nil, stop(errAbort))                            // proc_exit
	add("s", nil, nil, nothing)                                          // keepalive_clear
	add("t", types{i32, i64, i32, i32}, types{i32}, value(wasiBadFile))  // fd_seek
	_, err := b.Instantiate(ctx)
	return err
}

func noEntry() uint64 { return api.EncodeI32(-linuxNoEntry) }

// clock returns the nanoseconds since epoch, or ends a cancelled solve.
func clock(ctx context.Context) int64 {
	if err := ctx.Err(); err != nil {
		panic(err)
	}
	return int64(time.Since(epoch))
}

func nanoseconds(ctx context.Context, m api.Module, s []uint64) {
	m.Memory().WriteUint64Le(uint32(s[2]), uint64(clock(ctx)))
	s[0] = 0
}

func noEnvironment(_ context.Context, m api.Module, s []uint64) {
	m.Memory().WriteUint32Le(uint32(s[0]), 0)
	m.Memory().WriteUint32Le(uint32(s[1]), 0)
	s[0] = 0
}

// discard takes what is written and says it was.
func discard(_ context.Context, m api.Module, s []uint64) {
	total := uint32(0)
	for k := range uint32(s[2]) {
		n, _ := m.Memory().ReadUint32Le(uint32(s[1]) + 8*k + 4)
		total += n
	}
	m.Memory().WriteUint32Le(uint32(s[3]), total)
	s[0] = 0
}

// grow gives the heap the size it asks for, and a fifth more to ask less often.
func grow(_ context.Context, m api.Module, s []uint64) {
	want, have := uint64(uint32(s[0])), uint64(m.Memory().Size())
	s[0] = 0
	for _, size := range []uint64{max(want, have+have/5), want} {
		if size <= have {
			s[0] = 1
			return
		}
		if _, ok := m.Memory().Grow(uint32((size - have + pageSize - 1) / pageSize)); ok {
			s[0] = 1
			return
		}
	}
}
