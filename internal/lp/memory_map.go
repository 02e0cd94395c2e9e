//go:build linux || darwin

package lp

import (
	"syscall"

	"github.com/tetratelabs/wazero/experimental"
)

// newMemory reserves the whole address range of an instance at once and lets the
// system back the pages touched. wazero's own memory grows by copying, which at
// large sizes takes five times the space. Where the reservation is refused, a
// slice that grows must do.
func newMemory(_, limit uint64) experimental.LinearMemory {
	b, err := syscall.Mmap(-1, 0, int(limit), syscall.PROT_READ|syscall.PROT_WRITE,
		syscall.MAP_PRIVATE|syscall.MAP_ANON|syscall.MAP_NORESERVE)
	if err != nil {
		return &sliceMemory{}
	}
	return &mapped{b}
}

type mapped struct{ all []byte }

func (m *mapped) Reallocate(size uint64) []byte {
	if size > uint64(len(m.all)) {
		return nil
	}
	return m.all[:size]
}

func (m *mapped) Free() {
	// The error could only be a wrong address, which this is not.
	_ = syscall.Munmap(m.all)
	m.all = nil
}
