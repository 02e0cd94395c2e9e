package cluster

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// Access is how a cluster is reached; all but the URL may be empty.
type Access struct {
	URL                string
	Credentials        string // file with a JWT and an nkey seed
	NKey               string // file with an nkey seed
	CA, Cert, Key      string // files for TLS
	Replicas           int    // copies of queue and results that the cluster keeps; 0 means one
	connectedInProcess *server.Server
}

// Connect connects to a cluster, and goes on trying when it is lost.
func Connect(a Access, name string) (*nats.Conn, error) {
	options := []nats.Option{nats.Name(name), nats.MaxReconnects(-1), nats.ReconnectWait(500 * time.Millisecond), nats.ReconnectJitter(200*time.Millisecond, time.Second)}
	if a.Credentials != "" {
		options = append(options, nats.UserCredentials(a.Credentials))
	}
	if a.NKey != "" {
		key, err := nats.NkeyOptionFromSeed(a.NKey)
		if err != nil {
			return nil, fmt.Errorf("reading the nkey: %w", err)
		}
		options = append(options, key)
	}
	if a.CA != "" {
		options = append(options, nats.RootCAs(a.CA))
	}
	if a.Cert != "" || a.Key != "" {
		options = append(options, nats.ClientCert(a.Cert, a.Key))
	}
	if a.connectedInProcess != nil {
		options = append(options, nats.InProcessServer(a.connectedInProcess))
	}
	nc, err := nats.Connect(a.URL, options...) // in process there is no URL
	if err != nil {
		return nil, fmt.Errorf("cannot reach NATS at %s: %w", a.URL, err)
	}
	return nc, nil
}

// Leave closes a connection once what was said on it has been sent.
func Leave(nc *nats.Conn) error {
	defer nc.Close()
	if !nc.IsConnected() {
		return nil // nobody is there to hear
	}
	if err := nc.FlushTimeout(flushWait); err != nil {
		return fmt.Errorf("leaving NATS: %w", err)
	}
	return nil
}

// Embedded is a server within this process. Its store lives in a folder of its own
// and goes with it.
type Embedded struct {
	server *server.Server
	folder string
}

const (
	// payload is the largest message the embedded server takes, bytes.
	payload = 8 << 20
	// patience is how long the embedded server may take to start.
	patience = 20 * time.Second
	// flushWait is how long a connection is given to send its last words.
	flushWait = 2 * time.Second
)

// Start starts a server. Without an address (host and port) only this process
// reaches it. What it has accepted is on disk: it syncs every write.
func Start(host string, port int) (*Embedded, error) {
	folder, err := os.MkdirTemp("", "lodestone-nats-*")
	if err != nil {
		return nil, fmt.Errorf("starting NATS: %w", err)
	}
	o := &server.Options{ServerName: "lodestone", Host: host, Port: port, DontListen: host == "", JetStream: true, StoreDir: folder,
		SyncAlways: true, NoLog: true, NoSigs: true, MaxPayload: payload, DisableJetStreamBanner: true}
	s, err := server.NewServer(o)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("starting NATS: %w", err), os.RemoveAll(folder))
	}
	e := &Embedded{s, folder}
	s.Start()
	if !s.ReadyForConnections(patience) {
		return nil, errors.Join(fmt.Errorf("NATS did not start on %s:%d", host, port), e.Close())
	}
	return e, nil
}

// Access returns how this process reaches the server.
func (e *Embedded) Access() Access { return Access{connectedInProcess: e.server} }

// URL is where others reach a server that listens.
func (e *Embedded) URL() string { return e.server.ClientURL() }

// Close stops the server and removes its store.
func (e *Embedded) Close() error {
	e.server.Shutdown()
	e.server.WaitForShutdown()
	return os.RemoveAll(e.folder)
}
