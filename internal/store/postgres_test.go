package store

import (
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"database/sql"
)

// postgresAddress says where the tests find a database server: a URL, or any other
// text to start one here, installing it first where that is possible. CI=true
// counts as such a text.
const postgresAddress = "LODESTONE_TEST_POSTGRES"

var (
	serverURL string // of the server that was started or given; empty without one
	noServer  string // why there is none
	databases atomic.Int64
)

func TestMain(m *testing.M) {
	stop := func() {}
	switch want := os.Getenv(postgresAddress); {
	case IsServer(want):
		serverURL = want
	case want != "" || os.Getenv("CI") == "true":
		var err error
		if serverURL, stop, err = startPostgres(); err != nil {
			noServer = "could not start PostgreSQL: " + err.Error()
			fmt.Fprintln(os.Stderr, noServer)
		}
	default:
		noServer = "set " + postgresAddress + "=1 to run on PostgreSQL too"
	}
	code := m.Run()
	stop()
	os.Exit(code)
}

// postgresDatabase makes an empty database and returns its URL.
func postgresDatabase(t *testing.T) string {
	t.Helper()
	if serverURL == "" {
		t.Skip(noServer)
	}
	db, err := sql.Open("pgx", serverURL)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	name := fmt.Sprintf("lodestone_test_%d_%d", os.Getpid(), databases.Add(1))
	if _, err := db.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		db, err := sql.Open("pgx", serverURL)
		if err == nil {
			_, err = db.Exec("DROP DATABASE " + name + " WITH (FORCE)")
		}
		if err != nil {
			t.Error(err)
		}
		_ = db.Close()
	})
	u, err := url.Parse(serverURL)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

// startPostgres starts a server of its own in a new folder, reached by a socket
// there.
func startPostgres() (where string, stop func(), err error) {
	bin, err := postgresPrograms()
	if err != nil {
		return "", nil, err
	}
	dir, err := os.MkdirTemp("", "pg")
	if err != nil {
		return "", nil, err
	}
	data := filepath.Join(dir, "data")
	run := func(program string, args ...string) error {
		args = append([]string{filepath.Join(bin, program)}, args...)
		if os.Geteuid() == 0 { // the server refuses to run as root
			args = append([]string{"runuser", "-u", "postgres", "--"}, args...)
		}
		c := exec.Command(args[0], args[1:]...)
		c.Dir = dir
		out, err := c.CombinedOutput()
		if err != nil {
			return fmt.Errorf("%s: %w: %s", program, err, out)
		}
		return nil
	}
	if os.Geteuid() == 0 {
		if err := giveTo(dir, "postgres"); err != nil {
			return "", nil, err
		}
	}
	if err := run("initdb", "-D", data, "-U", "tester", "-A", "trust", "--no-sync"); err != nil {
		return "", nil, err
	}
	options := fmt.Sprintf("-k %s -c listen_addresses='' -c fsync=off", dir)
	if err := run("pg_ctl", "-D", data, "-w", "-l", filepath.Join(dir, "log"), "-o", options, "start"); err != nil {
		return "", nil, err
	}
	stop = func() {
		_ = run("pg_ctl", "-D", data, "-m", "immediate", "stop")
		_ = os.RemoveAll(dir)
	}
	return "postgres://tester@/postgres?host=" + url.QueryEscape(dir), stop, nil
}

// postgresPrograms finds initdb and pg_ctl, and installs them by apt-get where it
// may.
func postgresPrograms() (string, error) {
	find := func() string {
		found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
		if path, err := exec.LookPath("initdb"); err == nil {
			found = append(found, path)
		}
		if len(found) == 0 {
			return ""
		}
		slices.Sort(found)
		return filepath.Dir(found[len(found)-1])
	}
	if dir := find(); dir != "" {
		return dir, nil
	}
	if os.Geteuid() != 0 {
		return "", fmt.Errorf("initdb is not installed, and only root can install it")
	}
	for _, args := range []string{"update", "install -y --no-install-recommends postgresql"} {
		c := exec.Command("apt-get", strings.Fields(args)...)
		c.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		if out, err := c.CombinedOutput(); err != nil {
			return "", fmt.Errorf("apt-get %s: %w: %s", args, err, out)
		}
	}
	if dir := find(); dir != "" {
		return dir, nil
	}
	return "", fmt.Errorf("initdb is not where Debian puts it")
}

// giveTo makes a user the owner of a folder.
func giveTo(dir, name string) error {
	u, err := user.Lookup(name)
	if err != nil {
		return err
	}
	var uid, gid int
	if _, err := fmt.Sscan(u.Uid+" "+u.Gid, &uid, &gid); err != nil {
		return err
	}
	return os.Chown(dir, uid, gid)
}
