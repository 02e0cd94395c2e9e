package cluster

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"

	"lodestone/internal/ensemble"
)

// serve starts a server of its own, as a team would have one, that syncs every write.
func serve(t *testing.T, o server.Options) *server.Server {
	t.Helper()
	o.ServerName, o.Host, o.JetStream, o.SyncAlways, o.NoLog, o.NoSigs = "team", "127.0.0.1", true, true, true, true
	if o.Port == 0 {
		o.Port = server.RANDOM_PORT
	}
	if o.StoreDir == "" {
		o.StoreDir = t.TempDir()
	}
	s, err := server.NewServer(&o)
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	if !s.ReadyForConnections(patience) {
		t.Fatal("the server did not start")
	}
	t.Cleanup(func() {
		s.Shutdown()
		s.WaitForShutdown()
	})
	return s
}

// reach connects, and runs an ensemble over the connection, which says what it says here.
func reach(t *testing.T, a Access) {
	t.Helper()
	nc, err := Connect(a, t.Name())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	j := job(t, 25)
	work(t, nc, 2, "v1", nil)
	if got, want := said(t, j, Executor(nc, 0)), said(t, j, ensembleHere); got != want {
		t.Error("over this server the run says something else")
	}
}

// authority signs certificates for 127.0.0.1 and leaves them in a folder.
type authority struct {
	folder string
	cert   *x509.Certificate
	key    *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	a := &authority{folder: t.TempDir()}
	a.cert, a.key = a.issue(t, "ca", &x509.Certificate{IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign})
	return a
}

func (a *authority) path(name string) string { return filepath.Join(a.folder, name) }

// issue writes name.pem and name.key.
func (a *authority) issue(t *testing.T, name string, c *x509.Certificate) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	c.SerialNumber, c.Subject = big.NewInt(time.Now().UnixNano()), pkix.Name{CommonName: name}
	c.NotBefore, c.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	c.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
	parent, signer := a.cert, a.key
	if parent == nil {
		parent, signer = c, key
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, signer)
	must(t, err)
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	must(t, err)
	must(t, os.WriteFile(a.path(name+".pem"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	must(t, os.WriteFile(a.path(name+".key"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600))
	cert, err := x509.ParseCertificate(der)
	must(t, err)
	return cert, key
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A server that speaks TLS alone and wants a certificate of its clients is reached
// with one, and not by who does not know its authority or has no certificate.
func TestTLS(t *testing.T) {
	a := newAuthority(t)
	both := []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}
	a.issue(t, "server", &x509.Certificate{ExtKeyUsage: both})
	a.issue(t, "client", &x509.Certificate{ExtKeyUsage: both})
	pair, err := tls.LoadX509KeyPair(a.path("server.pem"), a.path("server.key"))
	must(t, err)
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	s := serve(t, server.Options{TLS: true, TLSTimeout: 5, TLSConfig: &tls.Config{Certificates: []tls.Certificate{pair}, ClientCAs: pool, ClientAuth: tls.RequireAndVerifyClientCert}})
	url := "tls://" + s.Addr().String()
	reach(t, Access{URL: url, CA: a.path("ca.pem"), Cert: a.path("client.pem"), Key: a.path("client.key")})
	for _, bad := range []Access{{URL: url}, {URL: url, CA: a.path("ca.pem")}, {URL: url, CA: a.path("no.pem")}} {
		if nc, err := Connect(bad, t.Name()); err == nil {
			nc.Close()
			t.Errorf("%+v is let in", bad)
		}
	}
}

// signed is a key pair of one of the levels of decentralised NATS accounts.
func signed(t *testing.T, create func() (nkeys.KeyPair, error)) (nkeys.KeyPair, string) {
	t.Helper()
	pair, err := create()
	must(t, err)
	public, err := pair.PublicKey()
	must(t, err)
	return pair, public
}

// A server whose users hold JWTs of an account is reached with a credentials file.
func TestCredentials(t *testing.T) {
	operator, operatorKey := signed(t, nkeys.CreateOperator)
	account, accountKey := signed(t, nkeys.CreateAccount)
	_, systemKey := signed(t, nkeys.CreateAccount)
	user, userKey := signed(t, nkeys.CreateUser)
	resolver := &server.MemAccResolver{}
	for _, key := range []string{accountKey, systemKey} {
		claims := jwt.NewAccountClaims(key)
		if key == accountKey {
			claims.Limits.JetStreamLimits = jwt.JetStreamLimits{MemoryStorage: -1, DiskStorage: -1, Streams: -1, Consumer: -1}
		}
		token, err := claims.Encode(operator)
		must(t, err)
		must(t, resolver.Store(key, token))
	}
	token, err := jwt.NewUserClaims(userKey).Encode(account)
	must(t, err)
	seed, err := user.Seed()
	must(t, err)
	creds, err := jwt.FormatUserConfig(token, seed)
	must(t, err)
	file := filepath.Join(t.TempDir(), "user.creds")
	must(t, os.WriteFile(file, creds, 0o600))
	s := serve(t, server.Options{TrustedKeys: []string{operatorKey}, AccountResolver: resolver, SystemAccount: systemKey})
	reach(t, Access{URL: s.ClientURL(), Credentials: file})
	if nc, err := Connect(Access{URL: s.ClientURL()}, t.Name()); err == nil {
		nc.Close()
		t.Error("who has no credentials is let in")
	}
}

// A server that knows its users by nkey is reached with the seed of one.
func TestNKey(t *testing.T) {
	user, userKey := signed(t, nkeys.CreateUser)
	seed, err := user.Seed()
	must(t, err)
	file := filepath.Join(t.TempDir(), "user.nk")
	must(t, os.WriteFile(file, seed, 0o600))
	s := serve(t, server.Options{Nkeys: []*server.NkeyUser{{Nkey: userKey}}})
	reach(t, Access{URL: s.ClientURL(), NKey: file})
	other, _ := signed(t, nkeys.CreateUser)
	seed, err = other.Seed()
	must(t, err)
	must(t, os.WriteFile(file, seed, 0o600))
	if nc, err := Connect(Access{URL: s.ClientURL(), NKey: file}, t.Name()); err == nil {
		nc.Close()
		t.Error("another key is let in")
	}
}

// The server goes away in the middle of a run and comes back with what it had written:
// the run ends with what it says without.
func TestServerRestarts(t *testing.T) {
	folder := t.TempDir()
	s := serve(t, server.Options{StoreDir: folder})
	address := s.Addr().(*net.TCPAddr)
	connect := func() *nats.Conn {
		nc, err := Connect(Access{URL: "nats://" + address.String()}, t.Name())
		must(t, err)
		t.Cleanup(nc.Close)
		return nc
	}
	j := job(t, 100)
	want := said(t, j, ensembleHere)
	var once sync.Once
	first, back := make(chan struct{}), make(chan struct{})
	work(t, connect(), 1, "v1", func(string, int) { once.Do(func() { close(first) }) })
	go func() {
		defer close(back)
		<-first
		s.Shutdown()
		s.WaitForShutdown()
		time.Sleep(time.Second)
		serve(t, server.Options{StoreDir: folder, Port: address.Port})
	}()
	if got := said(t, j, Executor(connect(), 0)); got != want {
		t.Error("with the server restarted the run says something else")
	}
	<-back
}

// ensembleHere does the chunks in this process.
var ensembleHere = ensemble.Local(2)
