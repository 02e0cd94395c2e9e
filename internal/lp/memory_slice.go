package lp

// sliceMemory is linear memory for systems where a range cannot be reserved. It
// grows by doubling, so that a large problem does not copy at every step.
type sliceMemory struct{ b []byte }

func (m *sliceMemory) Reallocate(size uint64) []byte {
	if size > uint64(cap(m.b)) {
		b := make([]byte, size, max(size, 2*uint64(cap(m.b))))
		copy(b, m.b)
		m.b = b
	}
	m.b = m.b[:size]
	return m.b
}

func (m *sliceMemory) Free() { m.b = nil }
