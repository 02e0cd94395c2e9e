package ensemble

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
)

// writeRecord appends a chunk to a spool: its length in four bytes, then itself.
func writeRecord(w io.Writer, data []byte) error {
	head := binary.LittleEndian.AppendUint32(nil, uint32(len(data)))
	_, err := w.Write(append(head, data...))
	return err
}

func recordSize(data []byte) int64 { return int64(len(data)) + 4 }

// readSpool hands out the outcomes of all runs of a plan in their order.
func (m *Measures) readSpool(path string, p Plan, each func(run int, o *Outcome) error) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("reading the outcomes: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	r := bufio.NewReader(f)
	for chunk := range p.Chunks() {
		var head [4]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return fmt.Errorf("reading the outcomes: %w", err)
		}
		data := make([]byte, binary.LittleEndian.Uint32(head[:]))
		if _, err := io.ReadFull(r, data); err != nil {
			return fmt.Errorf("reading the outcomes: %w", err)
		}
		list, err := m.unpack(p, chunk, data)
		if err != nil {
			return err
		}
		for i, o := range list {
			if err := each(chunk*chunkSize+i, o); err != nil {
				return err
			}
		}
	}
	return nil
}
