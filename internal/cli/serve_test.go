package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// process is a server that runs on its own, as a user starts it.
type process struct {
	t    *testing.T
	cmd  *exec.Cmd
	base string
	took time.Duration // until it answered
}

// start starts a server whose data are in a folder.
func start(t *testing.T, dir string, args ...string) *process {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), exe, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...)
	cmd.Args[0] = "lodestone" // which makes the test binary the program
	cmd.Env = append(os.Environ(), "XDG_DATA_HOME="+dir, "XDG_CACHE_HOME="+dir)
	var log bytes.Buffer
	cmd.Stderr = &log
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }) // where the test did not
	line, err := bufio.NewReader(out).ReadString('\n')
	_, rest, found := strings.Cut(line, "Lodestone is at ")
	if err != nil || !found {
		_ = cmd.Wait()
		t.Fatalf("the server did not start: %q, %v, log: %s", line, err, log.String())
	}
	p := &process{t: t, cmd: cmd}
	p.base, _, _ = strings.Cut(rest, " ")
	if status, text := p.ask("GET", "/readyz", ""); status != 200 {
		t.Fatalf("not ready: %d %s", status, text)
	}
	p.took = time.Since(began)
	return p
}

// ask sends JSON and returns the answer.
func (p *process) ask(method, path, body string) (int, string) {
	p.t.Helper()
	r, err := http.NewRequestWithContext(p.t.Context(), method, p.base+path, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

// runState is what the tests read of a run.
type runState struct {
	ID       string
	Status   string
	Progress float64
}

func (p *process) run(method, path, body string) runState {
	p.t.Helper()
	status, text := p.ask(method, "/api/v1/runs"+path, body)
	var r runState
	if err := json.Unmarshal([]byte(text), &r); err != nil || status >= 400 {
		p.t.Fatalf("%s %s: status %d: %s", method, path, status, text)
	}
	return r
}

// until waits for a run to be as wanted.
func (p *process) until(id string, limit time.Duration, wanted func(runState) bool) runState {
	p.t.Helper()
	end := time.Now().Add(limit)
	for {
		r := p.run("GET", "/"+id, "")
		if wanted(r) {
			return r
		}
		if time.Now().After(end) {
			p.t.Fatalf("after %v the run is %+v", limit, r)
		}
		time.Sleep(30 * time.Millisecond)
	}
}

const aMinute = time.Minute

// A server that is killed in the middle of a run keeps what was finished, byte for
// byte; the run it was at is marked, and can be worked on again. A server that is
// asked to stop does so.
func TestServeKilled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := start(t, dir)
	if p.took > 3*time.Second {
		t.Errorf("it took %v to start", p.took)
	}
	finished := p.run("POST", "", `{"kind":"stress"}`)
	p.until(finished.ID, aMinute, func(r runState) bool { return r.Status == "done" })
	_, before := p.ask("GET", "/api/v1/runs/"+finished.ID+"/result", "")
	if status, text := p.ask("PUT", "/api/v1/scenarios/mine", mineText(t, p)); status != 200 {
		t.Fatalf("status %d: %s", status, text)
	}
	long := p.run("POST", "", `{"kind":"ensemble","options":{"members":50000}}`)
	p.until(long.ID, aMinute, func(r runState) bool { return r.Status == "running" && r.Progress > 0 })
	if err := p.cmd.Process.Kill(); err != nil { // kill -9
		t.Fatal(err)
	}
	_ = p.cmd.Wait() // it says that it was killed

	p = start(t, dir)
	if r := p.run("GET", "/"+finished.ID, ""); r.Status != "done" {
		t.Errorf("the finished run is %s", r.Status)
	}
	if _, after := p.ask("GET", "/api/v1/runs/"+finished.ID+"/result", ""); after != before {
		t.Error("the finished run has another result")
	}
	if _, text := p.ask("GET", "/api/v1/scenarios", ""); !strings.Contains(text, `"name":"mine"`) {
		t.Error("the saved scenario is gone")
	}
	p.until(long.ID, aMinute, func(r runState) bool { return r.Status == "interrupted" })
	if r := p.run("POST", "/"+long.ID+"/restart", "{}"); r.ID != long.ID {
		t.Errorf("restarted as another: %+v", r)
	}
	p.until(long.ID, aMinute, func(r runState) bool { return r.Status == "running" && r.Progress > 0 })
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		t.Errorf("asked to stop it said %v", err)
	}
	p = start(t, dir)
	if r := p.run("GET", "/"+long.ID, ""); r.Status != "interrupted" {
		t.Errorf("after it was asked to stop the run is %s", r.Status)
	}
}

// mineText is a request that saves the default scenario as one's own.
func mineText(t *testing.T, p *process) string {
	t.Helper()
	_, text := p.ask("GET", "/api/v1/scenarios/total-cutoff", "")
	var view struct{ Text string }
	if err := json.Unmarshal([]byte(text), &view); err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(map[string]string{"text": view.Text})
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// A server for others wants a token of every caller.
func TestServeOthers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	token := filepath.Join(dir, "token")
	if err := os.WriteFile(token, []byte("0123456789abcdef0123456789abcdef\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := start(t, dir, "--addr", "0.0.0.0:0", "--token-file", token, "--database", filepath.Join(dir, "x.db"))
	p.base = strings.Replace(p.base, "0.0.0.0", "127.0.0.1", 1)
	if status, _ := p.ask("GET", "/api/v1/models", ""); status != 401 {
		t.Errorf("without the token: status %d", status)
	}
	r, err := http.NewRequestWithContext(t.Context(), "GET", p.base+"/api/v1/models", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", fmt.Sprint("Bearer ", "0123456789abcdef0123456789abcdef"))
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil || answer.StatusCode != 200 {
		t.Errorf("with it: status %d, %v", answer.StatusCode, err)
	}
}
