package lp

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

//go:embed highs/highs.wasm
var highsWasm []byte

// exports gives the names that HiGHS 1.15.3 of npm carries for the functions of
// the C interface. They are shortened at build time and may move with every
// release; the refetch test compares them.
var exports = map[string]string{
	"Highs_create": "F", "Highs_destroy": "G", "Highs_run": "N",
	"Highs_passLp": "U", "Highs_passMip": "V",
	"Highs_setBoolOptionValue": "ia", "Highs_setIntOptionValue": "ja",
	"Highs_setDoubleOptionValue": "ka", "Highs_setStringOptionValue": "la",
	"Highs_getIntInfoValue": "Aa", "Highs_getDoubleInfoValue": "Ba", "Highs_getInt64InfoValue": "Ca",
	"Highs_getSolution": "Ea", "Highs_getBasis": "Fa", "Highs_getModelStatus": "Ga",
	"Highs_getDualRay": "Ha",
	"Highs_setBasis":   "Sa", "Highs_setSolution": "Va",
	"free": "tc", "malloc": "uc",
}

// start is the export that runs the static constructors of an instance.
const start = "v"

const (
	// keepMemory is the size in bytes above which an instance is not kept for
	// the next problem: WebAssembly memory never shrinks.
	keepMemory = 256 << 20
	pageSize   = 65536
)

// engine is HiGHS compiled, and the instances waiting for work. An instance
// serves one problem at a time.
type engine struct {
	rt   wazero.Runtime
	code wazero.CompiledModule
	mu   sync.Mutex
	idle []*instance
}

// theEngine compiles once in a process. That takes two seconds, or a tenth of
// one when the disk cache has the result.
var theEngine = sync.OnceValues(func() (*engine, error) {
	dir := ""
	if user, err := os.UserCacheDir(); err == nil {
		dir = filepath.Join(user, "lodestone", "wazero")
	}
	return newEngine(dir)
})

// newEngine compiles HiGHS, with the disk cache in dir if that can be written.
func newEngine(dir string) (*engine, error) {
	ctx := context.Background()
	cfg := wazero.NewRuntimeConfig()
	if cache := diskCache(dir); cache != nil {
		cfg = cfg.WithCompilationCache(cache)
	}
	e := &engine{rt: wazero.NewRuntimeWithConfig(ctx, cfg)}
	if err := addHost(ctx, e.rt); err != nil {
		return nil, fmt.Errorf("lp: host functions: %w", err)
	}
	var err error
	if e.code, err = e.rt.CompileModule(ctx, highsWasm); err != nil {
		return nil, fmt.Errorf("lp: compiling HiGHS: %w", err)
	}
	return e, nil
}

// diskCache returns nil where dir cannot be written: the cache only saves time.
func diskCache(dir string) wazero.CompilationCache {
	if dir == "" || os.MkdirAll(dir, 0o755) != nil {
		return nil
	}
	// wazero would fail only once it had compiled, and fail for good.
	probe, err := os.CreateTemp(dir, "probe")
	if err != nil {
		return nil
	}
	probe.Close()
	os.Remove(probe.Name())
	cache, err := wazero.NewCompilationCacheWithDir(dir)
	if err != nil {
		return nil
	}
	return cache
}

func (e *engine) take(ctx context.Context) (*instance, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if n := len(e.idle); n > 0 {
		in := e.idle[n-1]
		e.idle = e.idle[:n-1]
		return in, nil
	}
	ctx = experimental.WithMemoryAllocator(context.WithoutCancel(ctx), experimental.MemoryAllocatorFunc(newMemory))
	mod, err := e.rt.InstantiateModule(ctx, e.code, wazero.NewModuleConfig().WithName("").WithStartFunctions(start))
	if err != nil {
		return nil, fmt.Errorf("lp: starting HiGHS: %w", err)
	}
	in := &instance{mod: mod, fn: map[string]api.Function{}}
	for name, short := range exports {
		if in.fn[name] = mod.ExportedFunction(short); in.fn[name] == nil {
			return nil, fmt.Errorf("lp: HiGHS has no %s", name)
		}
	}
	return in, nil
}

// give takes an instance back, or closes it if it failed or has grown large.
func (e *engine) give(in *instance) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if in.err == nil && in.mod.Memory().Size() <= keepMemory && len(e.idle) < runtime.GOMAXPROCS(0) {
		e.idle = append(e.idle, in)
		return
	}
	in.mod.Close(context.Background())
}

// instance is one HiGHS with its own memory. The first error sticks: after it
// calls do nothing, so that a sequence of calls needs one test at its end.
type instance struct {
	mod api.Module
	fn  map[string]api.Function
	err error
}

var errMemory = errors.New("lp: HiGHS has run out of memory (it has 2 GiB)")

// call calls a function of the C interface and returns its result, if any.
func (in *instance) call(ctx context.Context, name string, args ...uint64) uint64 {
	if in.err != nil {
		return 0
	}
	out, err := in.fn[name].Call(ctx, args...)
	switch {
	case err != nil && ctx.Err() != nil:
		in.err = context.Cause(ctx)
	case err != nil:
		in.err = fmt.Errorf("lp: %s: %w", name, err)
	case len(out) > 0:
		return out[0]
	}
	return 0
}

// must is call for a function that returns a HiGHS status, of which -1 is an
// error and 1 a warning.
func (in *instance) must(ctx context.Context, name string, args ...uint64) {
	if int32(in.call(ctx, name, args...)) == -1 && in.err == nil {
		in.err = fmt.Errorf("lp: %s failed", name)
	}
}
