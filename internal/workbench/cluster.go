package workbench

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"

	"lodestone/internal/cluster"
	"lodestone/internal/ensemble"
)

// ClusterOptions say where the members of an ensemble are run.
type ClusterOptions struct {
	cluster.Access        // URL is "embedded", a URL of NATS, or empty for this process alone
	Listen         string // host:port on which an embedded server lets others join; empty for none
	Workers        int    // goroutines of this process that run members; may be 0 with a server
}

// Embedded is the URL that asks for a server within this process.
const Embedded = "embedded"

// Executor returns what runs the members of ensembles, and what ends it. Told is
// where others may join, if they may.
func (o ClusterOptions) Executor(told func(url string)) (execute ensemble.Executor, end func() error, err error) {
	none := func() error { return nil }
	if o.URL == "" {
		if o.Workers < 1 {
			return nil, none, errors.New("without NATS, members need at least one worker here")
		}
		return ensemble.Local(o.Workers), none, nil
	}
	access, stop := o.Access, none
	if o.URL == Embedded {
		if o.Workers < 1 && o.Listen == "" {
			return nil, none, errors.New("an embedded server that lets nobody join needs at least one worker here")
		}
		server, err := o.start()
		if err != nil {
			return nil, none, err
		}
		access, stop = server.Access(), server.Close
		if o.Listen != "" && told != nil {
			told(server.URL())
		}
	}
	nc, err := cluster.Connect(access, "lodestone ensemble")
	if err != nil {
		return nil, none, errors.Join(err, stop())
	}
	ctx, cancel := context.WithCancel(context.Background())
	failed := make(chan error, 1)
	if o.Workers > 0 {
		go func() { failed <- cluster.Work(ctx, nc, access.Replicas, o.Workers, Version(), nil) }()
	} else {
		failed <- nil
	}
	end = func() error {
		cancel()
		err := <-failed
		nc.Close()
		return errors.Join(err, stop())
	}
	return cluster.Executor(nc, access.Replicas), end, nil
}

func (o ClusterOptions) start() (*cluster.Embedded, error) {
	if o.Listen == "" {
		return cluster.Start("", 0)
	}
	host, text, err := net.SplitHostPort(o.Listen)
	if err != nil {
		return nil, fmt.Errorf("listening on %q: expected HOST:PORT: %w", o.Listen, err)
	}
	port, err := strconv.Atoi(text)
	if err != nil || port < 0 || port > 65535 || host == "" {
		return nil, fmt.Errorf("listening on %q: expected HOST:PORT", o.Listen)
	}
	if port == 0 {
		port = -1 // what NATS calls any
	}
	return cluster.Start(host, port)
}

// Work does chunks of ensembles that others want, until ctx ends.
func (o ClusterOptions) Work(ctx context.Context, joined func(url string), done func(run string, chunk int)) (err error) {
	nc, err := cluster.Connect(o.Access, "lodestone worker")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, cluster.Leave(nc)) }()
	joined(nc.ConnectedUrlRedacted())
	return cluster.Work(ctx, nc, o.Replicas, o.Workers, Version(), done)
}
