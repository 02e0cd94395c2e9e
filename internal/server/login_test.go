package server

import (
	"crypto/sha256"
	"encoding/json"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"
)

// signer is an issuer that signs whoever asks in, as far as the flow allows.
type signer struct {
	*issuer
	asked     url.Values // of the last authorization
	nonce     string     // put into tokens instead of the one asked for
	challenge string     // of PKCE, wanted instead of the one asked for
}

// newSigner answers the parts of the code flow: it sends the browser back with a
// code and gives a token for it to who knows the secret of PKCE.
func newSigner(t *testing.T) *signer {
	x := &signer{issuer: newIssuer(t)}
	rest := x.Config.Handler
	x.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/a":
			x.asked = r.URL.Query()
			back, err := url.Parse(x.asked.Get("redirect_uri"))
			if err != nil {
				t.Error(err)
			}
			back.RawQuery = url.Values{"code": {"a code"}, "state": {x.asked.Get("state")}}.Encode()
			http.Redirect(w, r, back.String(), http.StatusFound)
		case "/t":
			sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
			want := x.asked.Get("code_challenge")
			if x.challenge != "" {
				want = x.challenge
			}
			if r.FormValue("code") != "a code" || encode(sum[:]) != want || x.asked.Get("code_challenge_method") != "S256" || r.FormValue("redirect_uri") != x.asked.Get("redirect_uri") {
				http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
				return
			}
			nonce := x.asked.Get("nonce")
			if x.nonce != "" {
				nonce = x.nonce
			}
			id := token(t, x.key, map[string]any{"iss": x.URL, "aud": "lodestone", "sub": "someone", "nonce": nonce, "iat": time.Now().Unix(), "exp": time.Now().Add(time.Hour).Unix()})
			w.Header().Set("Content-Type", "application/json")
			if err := json.NewEncoder(w).Encode(map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": id}); err != nil {
				t.Error(err)
			}
		default:
			rest.ServeHTTP(w, r)
		}
	})
	return x
}

// browser keeps cookies and follows redirects.
func browser(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar}
}

// visit returns the status of a page, and the path it came to.
func visit(t *testing.T, b *http.Client, address string) (int, string) {
	t.Helper()
	answer, err := b.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, answer.Request.URL.RequestURI()
}

// A browser is sent to the issuer, comes back to the view it wanted, and may ask.
func TestLogin(t *testing.T) {
	x := newSigner(t)
	conf := config(t)
	conf.Auth = Auth{Issuer: x.URL, Audience: "lodestone"}
	c := serve(t, conf)
	b := browser(t)
	if status, _ := visit(t, b, c.base+"/api/v1/models"); status != 401 {
		t.Errorf("before: status %d", status)
	}
	if status, path := visit(t, b, c.base+"/login?to="+url.QueryEscape("/?view=why")); status != 200 || path != "/?view=why" {
		t.Errorf("signing in: status %d at %s", status, path)
	}
	if status, _ := visit(t, b, c.base+"/api/v1/models"); status != 200 {
		t.Errorf("after: status %d", status)
	}
	if x.asked.Get("client_id") != "lodestone" || !strings.Contains(x.asked.Get("scope"), "openid") || x.asked.Get("response_type") != "code" {
		t.Errorf("the issuer was asked %v", x.asked)
	}
	for _, to := range []string{"//elsewhere.example", "https://elsewhere.example", `/\elsewhere.example`, ""} {
		if _, path := visit(t, b, c.base+"/login?to="+url.QueryEscape(to)); path != "/" {
			t.Errorf("to %q: came to %s", to, path)
		}
	}
	if status, _ := visit(t, b, c.base+callbackPath+"?code=a+code&state="+x.asked.Get("state")); status != 401 {
		t.Errorf("a code twice: status %d", status)
	}
}

// Whoever comes back without having been sent, or with what is not the answer to
// what was asked, stays outside.
func TestLoginForged(t *testing.T) {
	x := newSigner(t)
	conf := config(t)
	conf.Auth = Auth{Issuer: x.URL, Audience: "lodestone"}
	c := serve(t, conf)
	outside := func(what string, b *http.Client, address string) {
		t.Helper()
		if status, _ := visit(t, b, c.base+address); status != 401 {
			t.Errorf("%s: status %d", what, status)
		}
		if status, _ := visit(t, b, c.base+"/api/v1/models"); status != 401 {
			t.Errorf("%s: may ask", what)
		}
	}
	outside("never sent", browser(t), callbackPath+"?code=a+code&state=made-up")
	x.nonce = "another"
	outside("another's token", browser(t), loginPath)
	x.nonce, x.challenge = "", "another"
	outside("another's verifier", browser(t), loginPath)
	x.challenge = ""
	victim := browser(t) // which is given the state of a login that the attacker began
	attacker := browser(t)
	attacker.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	visit(t, attacker, c.base+loginPath)
	var state string
	for s := range c.s.doors.logins.begun {
		state = s
	}
	outside("a login of another", victim, callbackPath+"?code=a+code&state="+state)
	if len(c.s.doors.logins.begun) == 0 {
		t.Error("the login of another was used up")
	}
}
