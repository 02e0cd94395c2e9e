package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

// users is how many people use the page at a time.
const users = 50

// visit is what one user does in a round: look at the data, move a slider some
// times, ask for a run and look at it.
func (c *client) visit(user, moves int, text string) []request {
	slider := func(i int) string {
		day := fmt.Sprintf("2025-04-%02d", 5+(user+i)%20)
		body, err := json.Marshal(map[string]any{"scenario": ScenarioRef{Text: string(bytes.ReplaceAll([]byte(text), []byte("2025-04-14"), []byte(day)))}})
		if err != nil {
			c.t.Fatal(err)
		}
		return string(body)
	}
	list := []request{{"GET", "/", ""}, {"GET", "/api/v1/models/ree/values?q=oxide&limit=100", ""}, {"GET", "/api/v1/scenarios", ""}}
	for i := range moves {
		list = append(list, request{"POST", "/api/v1/simulate", slider(i)})
	}
	return append(list, request{"POST", "/api/v1/runs", `{"kind":"stress"}`}, request{"GET", "/api/v1/runs", ""})
}

type request struct{ method, path, body string }

// visits lets all users do their round, each thinking for a moment between two
// requests, and returns how long every answer took. An answer that is an error
// fails the test.
func (c *client) visits(text string, moves int, think time.Duration) map[string][]time.Duration {
	took := map[string][]time.Duration{}
	var lock sync.Mutex
	var group sync.WaitGroup
	for user := range users {
		group.Go(func() {
			time.Sleep(think * time.Duration(user) / users) // they do not come all at once
			for _, x := range c.visit(user, moves, text) {
				start := time.Now()
				err := c.answered(x)
				spent := time.Since(start)
				lock.Lock()
				took[x.method+" "+x.path] = append(took[x.method+" "+x.path], spent)
				if err != nil {
					c.t.Errorf("%s %s: %v", x.method, x.path, err)
				}
				lock.Unlock()
				time.Sleep(think)
			}
		})
	}
	group.Wait()
	return took
}

// answered sends a request and reads the answer to its end.
func (c *client) answered(x request) error {
	r, err := http.NewRequest(x.method, c.base+x.path, bytes.NewReader([]byte(x.body)))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := c.http.Do(r)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode >= 400 {
		err = fmt.Errorf("status %d: %.200s", answer.StatusCode, text)
	}
	if closed := answer.Body.Close(); err == nil {
		err = closed
	}
	return err
}

// loaded is a server that many can connect to.
func loaded(t testing.TB) (*client, string) {
	c := serve(t, config(t))
	c.http.Transport = &http.Transport{MaxIdleConnsPerHost: users}
	view, err := c.s.bench.ViewScenario(c.s.bench.Package.DefaultScenario())
	if err != nil {
		t.Fatal(err)
	}
	return c, view.Text
}

// Fifty people at a time get no error.
func TestFiftyUsers(t *testing.T) {
	c, text := loaded(t)
	took := c.visits(text, 1, 0)
	for path, all := range took {
		slices.Sort(all)
		t.Logf("%s: %d answers, p50 %v, p95 %v", path, len(all), all[len(all)/2], all[len(all)*95/100])
	}
}

// BenchmarkFiftyUsers is the same at leisure: each user thinks for four seconds
// between two requests.
func BenchmarkFiftyUsers(b *testing.B) {
	c, text := loaded(b)
	var simulations, others []time.Duration
	for b.Loop() {
		for path, all := range c.visits(text, 3, 4*time.Second) {
			if path == "POST /api/v1/simulate" {
				simulations = append(simulations, all...)
			} else {
				others = append(others, all...)
			}
		}
	}
	for name, all := range map[string][]time.Duration{"simulate": simulations, "other": others} {
		slices.Sort(all)
		b.ReportMetric(float64(all[len(all)/2].Milliseconds()), "p50-ms-"+name)
		b.ReportMetric(float64(all[len(all)*95/100].Milliseconds()), "p95-ms-"+name)
	}
}
