package cli

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// startProcess starts the program as a process of its own and hands out what it says on
// standard error, line by line.
func startProcess(t *testing.T, args ...string) (*exec.Cmd, *bytes.Buffer, <-chan string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	out := &bytes.Buffer{}
	c := &exec.Cmd{Path: self, Args: append([]string{"lodestone"}, args...), Stdout: out, Env: append(os.Environ(), "HOME="+t.TempDir())}
	pipe, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Kill() // it has ended where all went well
		_ = c.Wait()
	})
	lines := make(chan string, 1000)
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(pipe); s.Scan(); {
			lines <- s.Text()
		}
		_, _ = io.Copy(io.Discard, pipe)
	}()
	return c, out, lines
}

// next waits for a line that holds a text.
func next(t *testing.T, lines <-chan string, text string) string {
	t.Helper()
	for late := time.After(time.Minute); ; {
		select {
		case line, open := <-lines:
			if !open {
				t.Fatalf("it ended before it said %q", text)
			}
			if strings.Contains(line, text) {
				return line
			}
		case <-late:
			t.Fatalf("it never said %q", text)
		}
	}
}

const shortStop = `schema: lodestone/scenario/1
name: short
title: A short stop
base_year: 2024
start: 2025-01-06
weeks: 20
events:
  - {id: stop, kind: embargo, title: All stops, from: 2025-02-03, source: mofcom-18, origins: [CN]}
`

// One of three workers is killed in the middle of a run; the run says what it says
// without any of them.
func TestKilledWorker(t *testing.T) {
	if testing.Short() {
		t.Skip("starts five processes")
	}
	scenario := filepath.Join(t.TempDir(), "short.yaml")
	if err := os.WriteFile(scenario, []byte(shortStop), 0o644); err != nil {
		t.Fatal(err)
	}
	run := []string{"ensemble", scenario, "-n", "400", "--format", "json"}
	alone, want, _ := startProcess(t, run...)
	if err := alone.Wait(); err != nil {
		t.Fatal(err)
	}
	master, got, said := startProcess(t, append(run, "--nats", "embedded", "--listen", "127.0.0.1:0", "--workers", "0")...)
	_, url, _ := strings.Cut(next(t, said, "workers may join"), "--nats ")
	victim, _, done := startProcess(t, "worker", "--nats", url, "--workers", "1")
	next(t, done, "chunk")
	for range 2 {
		_, _, joined := startProcess(t, "worker", "--nats", url, "--workers", "1")
		next(t, joined, "joined")
	}
	next(t, done, "chunk")
	if err := victim.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if err := master.Wait(); err != nil {
		t.Fatal(err)
	}
	if got.String() != want.String() || got.Len() < 1000 {
		t.Errorf("with a worker killed it says something else: %d and %d bytes", got.Len(), want.Len())
	}
}

// Interrupted, a run keeps what it has, and the same command finishes it.
func TestInterrupted(t *testing.T) {
	if testing.Short() {
		t.Skip("starts three processes")
	}
	folder := t.TempDir()
	scenario, state := filepath.Join(folder, "short.yaml"), filepath.Join(folder, "state")
	if err := os.WriteFile(scenario, []byte(shortStop), 0o644); err != nil {
		t.Fatal(err)
	}
	run := []string{"ensemble", scenario, "-n", "300", "--format", "json"}
	alone, want, _ := startProcess(t, run...)
	if err := alone.Wait(); err != nil {
		t.Fatal(err)
	}
	run = append(run, "--state", state, "--workers", "1")
	broken, _, said := startProcess(t, append(run, "--nats", "embedded", "--listen", "127.0.0.1:0")...)
	_, url, _ := strings.Cut(next(t, said, "workers may join"), "--nats ")
	helper, _, done := startProcess(t, "worker", "--nats", url, "--workers", "1")
	next(t, done, "chunk")
	if err := broken.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if line := next(t, said, "the same command takes it up again"); !strings.HasPrefix(line, "broken off after ") || strings.Contains(line, "context canceled") {
		t.Errorf("broken off it says %q", line)
	}
	if _ = broken.Wait(); broken.ProcessState.ExitCode() != ExitBroken {
		t.Errorf("broken off it ends with code %d, want %d", broken.ProcessState.ExitCode(), ExitBroken)
	}
	_ = helper.Process.Kill()
	if info, err := os.Stat(state); err != nil || info.Size() == 0 {
		t.Fatalf("no state is left: %v", err)
	}
	again, got, _ := startProcess(t, run...)
	if err := again.Wait(); err != nil {
		t.Fatal(err)
	}
	if got.String() != want.String() || got.Len() < 1000 {
		t.Error("taken up again it says something else")
	}
	if _, err := os.Stat(state); err == nil {
		t.Error("the state is left behind")
	}
}
