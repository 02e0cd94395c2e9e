package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"lodestone/internal/server"
	"lodestone/internal/store"
	"lodestone/web"
)

// serveFlags are the flags of serve.
type serveFlags struct {
	addr, database, tokenFile, issuer, audience, secretFile string

	hosts []string
	open  bool
}

func newServe(o *options) *cobra.Command {
	f := serveFlags{}
	c := &cobra.Command{
		Use:   "serve",
		Short: "The workbench: a page and an API, on this machine",
		Long: "Serves the workbench page and its API until interrupted. Runs and saved scenarios are\n" +
			"kept in a file in the user's data directory, or with --database in PostgreSQL for a\n" +
			"team. Only this machine can reach it, unless --addr says otherwise; then --token-file\n" +
			"or --oidc-issuer must say who may ask. Put a proxy that speaks TLS before it.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(c.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return o.serve(ctx, f)
		},
	}
	c.Flags().StringVar(&f.addr, "addr", "127.0.0.1:8080", "address to listen on; port 0 for any that is free")
	c.Flags().StringVar(&f.database, "database", "", "a file, or postgres://... (default: lodestone/workbench.db in the user's data directory)")
	c.Flags().StringVar(&f.tokenFile, "token-file", "", "a file whose first line is the token that callers must show")
	c.Flags().StringVar(&f.issuer, "oidc-issuer", "", "an OpenID Connect issuer whose tokens callers must show")
	c.Flags().StringVar(&f.audience, "oidc-audience", "lodestone", "with --oidc-issuer, the client the tokens must be made for")
	c.Flags().StringVar(&f.secretFile, "oidc-secret-file", "", "with --oidc-issuer, a file with the secret of this client, if the issuer gave one")
	c.Flags().StringSliceVar(&f.hosts, "host", nil, "a name by which a proxy passes requests on; may be repeated")
	c.Flags().BoolVar(&f.open, "open", false, "open the page in a browser")
	return c
}

// serve listens until the context ends.
func (o *options) serve(ctx context.Context, f serveFlags) error {
	auth, err := f.auth()
	if err != nil {
		return err
	}
	if err := f.guarded(auth); err != nil {
		return err
	}
	bench, err := o.open()
	if err != nil {
		return err
	}
	if f.database == "" {
		if f.database, err = o.defaultDatabase(); err != nil {
			return err
		}
	}
	catalogue, err := store.Open(ctx, f.database)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", f.addr)
	if err != nil {
		return errors.Join(fmt.Errorf("cannot listen on %s: %w", f.addr, err), catalogue.Close())
	}
	page, err := fs.Sub(web.Dist, "dist")
	if err != nil {
		return errors.Join(err, listener.Close(), catalogue.Close())
	}
	log := slog.New(slog.NewJSONHandler(o.env.Stderr, nil))
	s, err := server.New(server.Config{Bench: bench, Catalogue: catalogue, Page: page, Auth: auth, Hosts: f.names(), Owner: rand.Text(), Log: log, Limits: server.DefaultLimits()})
	if err != nil {
		return errors.Join(err, listener.Close(), catalogue.Close())
	}
	where := "http://" + listener.Addr().String()
	fmt.Fprintf(o.env.Stdout, "Lodestone is at %s (runs in %s). Interrupt to stop.\n", where, withoutSecrets(f.database))
	if f.open {
		openBrowser(where, log)
	}
	err = listen(ctx, listener, s, log)
	return errors.Join(err, catalogue.Close())
}

// Times that a request may take.
const (
	headerTime = 5 * time.Second
	readTime   = 90 * time.Second
	writeTime  = 3 * time.Minute
	idleTime   = 2 * time.Minute
	lastWords  = 5 * time.Second
	headerSize = 32 << 10
)

// listen answers requests until the context ends, then finishes those under way.
func listen(ctx context.Context, l net.Listener, s *server.Server, log *slog.Logger) error {
	web := &http.Server{Handler: s.Handler(), ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime,
		IdleTimeout: idleTime, MaxHeaderBytes: headerSize, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	failed := make(chan error, 1)
	go func() { failed <- web.Serve(l) }()
	select {
	case err := <-failed:
		s.Close()
		return fmt.Errorf("cannot go on serving: %w", err)
	case <-ctx.Done():
	}
	s.Close() // ends streams too: their runs have ended
	ctx, done := context.WithTimeout(context.WithoutCancel(ctx), lastWords)
	defer done()
	if err := web.Shutdown(ctx); err != nil {
		return errors.Join(web.Close())
	}
	return nil
}

// auth reads who may ask.
func (f *serveFlags) auth() (server.Auth, error) {
	a := server.Auth{Issuer: f.issuer, Audience: f.audience}
	var err error
	if f.secretFile != "" {
		if a.Secret, err = firstLine(f.secretFile); err != nil {
			return a, fmt.Errorf("cannot read the secret: %w", err)
		}
	}
	if f.tokenFile == "" {
		return a, nil
	}
	if a.Token, err = firstLine(f.tokenFile); err != nil {
		return a, fmt.Errorf("cannot read the token: %w", err)
	}
	if len(a.Token) < shortestToken {
		return a, fmt.Errorf("%s: the token has %d characters; expected at least %d, such as from \"openssl rand -hex 32\"", f.tokenFile, len(a.Token), shortestToken)
	}
	return a, nil
}

// firstLine reads the first line of a file.
func firstLine(path string) (string, error) {
	text, err := os.ReadFile(path)
	line, _, _ := strings.Cut(string(text), "\n")
	return strings.TrimSpace(line), err
}

// shortestToken is what cannot be guessed by trying.
const shortestToken = 20

// guarded refuses to listen for others without knowing who may ask.
func (f *serveFlags) guarded(a server.Auth) error {
	host, _, err := net.SplitHostPort(f.addr)
	if err != nil {
		return fmt.Errorf("--addr %q: expected host:port, such as 127.0.0.1:8080", f.addr)
	}
	if f.local(host) || a.Token != "" || a.Issuer != "" {
		return nil
	}
	return fmt.Errorf("--addr %s: other machines could reach this; say who may ask with --token-file or --oidc-issuer", f.addr)
}

// local reports whether an address is this machine's own only.
func (f *serveFlags) local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// names are those the server goes by; nil for any, where a token guards it.
func (f *serveFlags) names() []string {
	host, _, _ := net.SplitHostPort(f.addr)
	if !f.local(host) && len(f.hosts) == 0 {
		return nil
	}
	return append([]string{"localhost", "127.0.0.1", "::1", host}, f.hosts...)
}

// defaultDatabase is a file in the user's data directory.
func (o *options) defaultDatabase() (string, error) {
	if dir := o.env.Getenv("XDG_DATA_HOME"); dir != "" {
		return filepath.Join(dir, "lodestone", "workbench.db"), nil
	}
	if runtime.GOOS != "windows" && runtime.GOOS != "darwin" {
		if home := o.env.Getenv("HOME"); home != "" {
			return filepath.Join(home, ".local", "share", "lodestone", "workbench.db"), nil
		}
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("cannot find the user's data directory; say where with --database: %w", err)
	}
	return filepath.Join(dir, "lodestone", "workbench.db"), nil
}

// withoutSecrets names a database without its password.
func withoutSecrets(database string) string {
	if store.IsServer(database) {
		return "PostgreSQL"
	}
	return database
}

// openBrowser shows a page. Where that fails the address has been printed.
func openBrowser(where string, log *slog.Logger) {
	command := map[string][]string{"darwin": {"open"}, "windows": {"rundll32", "url.dll,FileProtocolHandler"}}[runtime.GOOS]
	if command == nil {
		command = []string{"xdg-open"}
	}
	if err := exec.Command(command[0], append(command[1:], where)...).Start(); err != nil {
		log.Warn("cannot open a browser", "error", err)
	}
}
