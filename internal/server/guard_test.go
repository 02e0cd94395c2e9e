package server

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// header is a request with headers of its own.
func (c *client) header(method, path, body string, headers ...string) (*http.Response, int) {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.base+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
			continue
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := c.http.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil {
		c.t.Fatal(err)
	}
	return answer, answer.StatusCode
}

// A server on this machine answers to its own names only, and to no other site's
// page that wants to change something.
func TestStrangers(t *testing.T) {
	conf := config(t)
	conf.Hosts = []string{"localhost", "127.0.0.1", "::1"}
	c := serve(t, conf)
	for _, x := range []struct {
		what, method, path string
		want               int
		headers            []string
	}{
		{"itself", "GET", "/api/v1/about", 200, nil},
		{"itself by name", "GET", "/api/v1/about", 200, []string{"Host", "LOCALHOST:8080"}},
		{"itself by IPv6", "GET", "/api/v1/about", 200, []string{"Host", "[::1]:8080"}},
		{"a rebound name", "GET", "/api/v1/about", 421, []string{"Host", "evil.example"}},
		{"a name that begins alike", "GET", "/", 421, []string{"Host", "localhost.evil.example:8080"}},
		{"a name that looks like an address", "GET", "/", 421, []string{"Host", "127.0.0.1.evil.example"}},
		{"its own page", "POST", "/api/v1/scenarios/validate", 200, []string{"Sec-Fetch-Site", "same-origin", "Origin", c.base}},
		{"another site's page", "POST", "/api/v1/scenarios/validate", 403, []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}},
		{"another port's page", "POST", "/api/v1/scenarios/validate", 403, []string{"Sec-Fetch-Site", "same-site"}},
		{"another site in an old browser", "POST", "/api/v1/scenarios/validate", 403, []string{"Origin", "https://evil.example"}},
		{"another site deleting", "DELETE", "/api/v1/scenarios/mine", 403, []string{"Origin", "null"}},
	} {
		if _, got := c.header(x.method, x.path, `{"scenario":{}}`, x.headers...); got != x.want {
			t.Errorf("%s: status %d, want %d", x.what, got, x.want)
		}
	}
}

// A form of another site can send text, but not JSON.
func TestFormsAreNotJSON(t *testing.T) {
	c := serve(t, config(t))
	for _, kind := range []string{"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"} {
		if _, got := c.header("POST", "/api/v1/runs", `{"kind":"stress"}`, "Content-Type", kind); got < 400 || got >= 500 {
			t.Errorf("%s: status %d", kind, got)
		}
	}
}

// Every answer tells browsers to trust nothing from elsewhere, and allows no
// script that is not a file.
func TestHeaders(t *testing.T) {
	c := serve(t, config(t))
	for _, path := range []string{"/", "/compare", "/assets/app-123.js", "/api/v1/models", "/api/v1/nothing", "/nothing.js", "/healthz"} {
		r, _ := c.header("GET", path, "")
		csp := r.Header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "script-src 'self';") || strings.Contains(csp, "unsafe-eval") {
			t.Errorf("%s: policy %q", path, csp)
		}
		for _, name := range []string{"X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Cross-Origin-Resource-Policy"} {
			if r.Header.Get(name) == "" {
				t.Errorf("%s has no %s", path, name)
			}
		}
	}
}

// Views of the page are one file; assets may be kept, the rest is asked for again.
func TestPage(t *testing.T) {
	c := serve(t, config(t))
	for path, want := range map[string]struct {
		status int
		cache  string
	}{
		"/": {200, "no-cache"}, "/index.html": {200, "no-cache"}, "/scenario/china": {200, "no-cache"},
		"/assets/app-123.js": {200, "public, max-age=31536000, immutable"}, "/assets/app-124.js": {404, ""}, "/../go.mod": {404, ""}, "/api/v1/none": {404, "no-store"},
	} {
		r, status := c.header("GET", path, "")
		if status != want.status || r.Header.Get("Cache-Control") != want.cache {
			t.Errorf("%s: status %d, cache %q; want %+v", path, status, r.Header.Get("Cache-Control"), want)
		}
	}
	if _, status := c.header("POST", "/", ""); status != 405 {
		t.Errorf("a file was posted to: status %d", status)
	}
}

// With a token nothing of the API answers without it; a cookie does for browsers.
func TestToken(t *testing.T) {
	conf := config(t)
	conf.Auth = Auth{Token: "a token that is long enough"}
	c := serve(t, conf)
	for _, op := range operations(c.s) {
		path := strings.NewReplacer("{id}", strings.Repeat("0", 64), "{name}", "mine").Replace(op.Path)
		_, status := c.header(op.Method, path, "{}")
		free := slices.Contains([]string{"/api/v1/about", "/api/v1/session"}, op.Path)
		if (status == 401) == free && !(op.OperationID == "sign-in" && status != 200) {
			t.Errorf("%s %s without a token: status %d", op.Method, op.Path, status)
		}
	}
	for path, want := range map[string]int{"/metrics": 401, "/api/v1/openapi.json": 401, "/": 200, "/healthz": 200, "/readyz": 200} {
		if _, status := c.header("GET", path, ""); status != want {
			t.Errorf("%s without a token: status %d, want %d", path, status, want)
		}
	}
	for token, want := range map[string]int{"Bearer a token that is long enough": 200, "Bearer a token that is long enougH": 401, "Bearer ": 401, "Basic YTpi": 401} {
		if _, status := c.header("GET", "/api/v1/models", "", "Authorization", token); status != want {
			t.Errorf("%s: status %d, want %d", token, status, want)
		}
	}
	if _, status := c.header("POST", "/api/v1/session", `{"token":"wrong"}`); status != 401 {
		t.Errorf("signed in with a wrong token: status %d", status)
	}
	r, status := c.header("POST", "/api/v1/session", `{"token":"a token that is long enough"}`)
	cookies := r.Cookies()
	if status != 204 || len(cookies) != 1 || !cookies[0].HttpOnly || cookies[0].SameSite != http.SameSiteStrictMode {
		t.Fatalf("status %d, cookies %v", status, cookies)
	}
	cookie := cookies[0].Name + "=" + cookies[0].Value
	if _, status := c.header("GET", "/api/v1/models", "", "Cookie", cookie); status != 200 {
		t.Errorf("with a cookie: status %d", status)
	}
	if _, status := c.header("DELETE", "/api/v1/session", "", "Cookie", cookie); status != 204 {
		t.Errorf("signing out: status %d", status)
	}
	if _, status := c.header("GET", "/api/v1/models", "", "Cookie", cookie); status != 401 {
		t.Errorf("after signing out: status %d", status)
	}
}

// What is too much is refused in so many words, and leaves room again.
func TestTooMuch(t *testing.T) {
	conf := config(t)
	conf.Limits.Quick, conf.Limits.Patience = 1, 0
	c := serve(t, conf)
	leave, err := c.s.quick.enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r, status := c.header("POST", "/api/v1/simulate", "{}")
	if status != 503 || r.Header.Get("Retry-After") == "" {
		t.Errorf("while busy: status %d, %v", status, r.Header)
	}
	leave()
	if _, status := c.header("POST", "/api/v1/simulate", "{}"); status != 200 {
		t.Errorf("when free again: status %d", status)
	}
	if _, status := c.header("POST", "/api/v1/simulate", `{"scenario":{"text":"`+strings.Repeat("x", mostBody)+`"}}`); status != 413 {
		t.Errorf("a large request: status %d", status)
	}
}
