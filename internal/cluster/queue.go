package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

const (
	streamName = "LODESTONE-CHUNKS"
	subjects   = "lodestone.chunk" // .<run>.<chunk>
	consumer   = "workers"
	jobBucket  = "lodestone-jobs"
	results    = "lodestone-results"

	// ackWait is how long the queue waits for word of a worker before it gives its
	// chunk to another; a worker speaks up three times as often.
	ackWait   = 6 * time.Second
	heartbeat = ackWait / 3

	// keep is how long jobs and results nobody fetched stay on a cluster.
	keep = 7 * 24 * time.Hour
)

// task is one chunk of one run, as it stands in the queue.
type task struct {
	Run     string // names the results
	Job     string // hash of the job
	Version string // of the program that wants it
	Proof   string // of what it computes, see [ensemble.Prepared.Proof]
	Chunk   int
}

// store is what a run has on the server.
type store struct {
	js      jetstream.JetStream
	stream  jetstream.Stream
	jobs    jetstream.ObjectStore
	results jetstream.KeyValue
	limit   int // largest value that goes into the bucket itself
}

// open finds the queue and the buckets, and makes those that are missing.
func open(ctx context.Context, nc *nats.Conn, replicas int) (*store, error) {
	js, err := jetstream.New(nc)
	if err != nil {
		return nil, err
	}
	s := &store{js: js, limit: int(nc.MaxPayload()) / 2}
	replicas = max(1, replicas)
	s.stream, err = make1(js.Stream(ctx, streamName))(func() (jetstream.Stream, error) {
		return js.CreateStream(ctx, jetstream.StreamConfig{Name: streamName, Subjects: []string{subjects + ".>"}, Retention: jetstream.WorkQueuePolicy,
			Storage: jetstream.FileStorage, Replicas: replicas, MaxMsgsPerSubject: 1, Discard: jetstream.DiscardNew, DiscardNewPerSubject: true, MaxAge: keep})
	})
	if err == nil {
		s.jobs, err = make1(js.ObjectStore(ctx, jobBucket))(func() (jetstream.ObjectStore, error) {
			return js.CreateObjectStore(ctx, jetstream.ObjectStoreConfig{Bucket: jobBucket, TTL: keep, Replicas: replicas})
		})
	}
	if err == nil {
		s.results, err = make1(js.KeyValue(ctx, results))(func() (jetstream.KeyValue, error) {
			return js.CreateKeyValue(ctx, jetstream.KeyValueConfig{Bucket: results, TTL: keep, Replicas: replicas})
		})
	}
	if err != nil {
		return nil, fmt.Errorf("NATS needs JetStream with room for a queue and two buckets: %w", err)
	}
	return s, nil
}

// make1 returns what is there already, or makes it if nothing is.
func make1[T any](there T, err error) func(func() (T, error)) (T, error) {
	return func(create func() (T, error)) (T, error) {
		for _, missing := range []error{jetstream.ErrStreamNotFound, jetstream.ErrBucketNotFound} {
			if errors.Is(err, missing) {
				return create()
			}
		}
		return there, err
	}
}

func subject(run string, chunk int) string { return fmt.Sprintf("%s.%s.%d", subjects, run, chunk) }

// push puts a chunk into the queue. One that is there already stays.
func (s *store) push(ctx context.Context, t task) error {
	data, err := json.Marshal(t)
	if err != nil {
		return err
	}
	_, err = s.js.Publish(ctx, subject(t.Run, t.Chunk), data)
	var refused *jetstream.APIError
	if errors.As(err, &refused) && strings.Contains(refused.Description, "maximum messages per subject") {
		return nil
	}
	return err
}

// queued lists the chunks of a run that are in the queue or with a worker.
func (s *store) queued(ctx context.Context, run string) (map[int]bool, error) {
	info, err := s.stream.Info(ctx, jetstream.WithSubjectFilter(subjects+"."+run+".*"))
	if err != nil {
		return nil, err
	}
	out := map[int]bool{}
	for name := range info.State.Subjects {
		if chunk, err := strconv.Atoi(name[strings.LastIndexByte(name, '.')+1:]); err == nil {
			out[chunk] = true
		}
	}
	return out, nil
}

// The first byte of a result says what follows: the outcomes, the name of an object
// that holds them, or why they could not be had.
const (
	inline byte = 'd'
	object byte = 'o'
	failed byte = 'e'
)

// errFailed says that no worker can do a chunk.
var errFailed = errors.New("a worker could not do a chunk")

func resultKey(run string, chunk int) string { return fmt.Sprintf("%s.%d", run, chunk) }

// put writes the result of a chunk, once: another of the same chunk is dropped.
func (s *store) put(ctx context.Context, run string, chunk int, kind byte, data []byte) error {
	key := resultKey(run, chunk)
	if len(data) > s.limit {
		if _, err := s.jobs.PutBytes(ctx, key, data); err != nil {
			return err
		}
		kind, data = object, []byte(key)
	}
	_, err := s.results.Create(ctx, key, append([]byte{kind}, data...))
	if errors.Is(err, jetstream.ErrKeyExists) {
		return nil
	}
	return err
}

// get reads a result that put wrote, and removes it.
func (s *store) get(ctx context.Context, entry jetstream.KeyValueEntry) ([]byte, error) {
	value := entry.Value()
	if len(value) == 0 {
		return nil, fmt.Errorf("the result %s is empty", entry.Key())
	}
	kind, data := value[0], value[1:]
	switch kind {
	case failed:
		return nil, errors.Join(fmt.Errorf("%w: %s", errFailed, data), s.results.Purge(ctx, entry.Key()))
	case object:
		var err error
		name := string(data)
		if data, err = s.jobs.GetBytes(ctx, name); err != nil {
			return nil, err
		}
		if err := s.jobs.Delete(ctx, name); err != nil {
			return nil, err
		}
	}
	return data, s.results.Purge(ctx, entry.Key())
}
