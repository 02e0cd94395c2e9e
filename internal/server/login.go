package server

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// The paths of signing in with an issuer in a browser.
const (
	loginPath    = "/login"
	callbackPath = "/login/callback"
	loginCookie  = "lodestone-login"
	loginLasts   = 10 * time.Minute
	mostLogins   = 1000 // under way at a time
)

// logins send browsers to the issuer and take them back: the authorization code
// flow of OpenID Connect Core 1.0 (section 3.1) with PKCE (RFC 7636).
type logins struct {
	config oauth2.Config

	lock  sync.Mutex
	begun map[string]login // by state
}

// login is one that is under way.
type login struct {
	verifier, nonce string // of PKCE, and of the token
	back            string // the path to return to
	redirect        string // to which the issuer sends the browser
	until           time.Time
}

func newLogins(a Auth, endpoint oauth2.Endpoint) *logins {
	return &logins{config: oauth2.Config{ClientID: a.Audience, ClientSecret: a.Secret, Endpoint: endpoint, Scopes: []string{oidc.ScopeOpenID}}, begun: map[string]login{}}
}

// begin sends a browser to the issuer.
func (l *logins) begin(w http.ResponseWriter, r *http.Request) {
	x := login{verifier: oauth2.GenerateVerifier(), nonce: rand.Text(), back: local(r.URL.Query().Get("to")), redirect: origin(r) + callbackPath, until: time.Now().Add(loginLasts)}
	state := rand.Text()
	if !l.keep(state, x) {
		w.Header().Set("Retry-After", "60")
		say(w, http.StatusServiceUnavailable, "too many are signing in; try again in a minute")
		return
	}
	// Lax, since the browser comes back from another site.
	http.SetCookie(w, &http.Cookie{Name: loginCookie, Value: state, Path: loginPath, MaxAge: int(loginLasts.Seconds()), HttpOnly: true, Secure: secure(r), SameSite: http.SameSiteLaxMode})
	http.Redirect(w, r, l.at(x).AuthCodeURL(state, oidc.Nonce(x.nonce), oauth2.S256ChallengeOption(x.verifier)), http.StatusFound)
}

// at is the configuration for one login.
func (l *logins) at(x login) *oauth2.Config {
	c := l.config
	c.RedirectURL = x.redirect
	return &c
}

// keep remembers a login, unless too many are under way.
func (l *logins) keep(state string, x login) bool {
	l.lock.Lock()
	defer l.lock.Unlock()
	for k, old := range l.begun {
		if time.Now().After(old.until) {
			delete(l.begun, k)
		}
	}
	if len(l.begun) >= mostLogins {
		return false
	}
	l.begun[state] = x
	return true
}

// take finds a login by its state, once.
func (l *logins) take(state string) (login, bool) {
	l.lock.Lock()
	defer l.lock.Unlock()
	x, ok := l.begun[state]
	delete(l.begun, state)
	return x, ok && time.Now().Before(x.until)
}

var errLogin = errors.New("signing in was not begun here, or too long ago; begin again")

// end turns the code that the issuer sent into its token for the user.
func (l *logins) end(ctx context.Context, r *http.Request, verify *oidc.IDTokenVerifier) (token, back string, err error) {
	state := r.URL.Query().Get("state")
	cookie, err := r.Cookie(loginCookie)
	if err != nil || subtle.ConstantTimeCompare([]byte(cookie.Value), []byte(state)) != 1 {
		return "", "", errLogin
	}
	x, ok := l.take(state)
	if !ok {
		return "", "", errLogin
	}
	if r.URL.Query().Get("code") == "" {
		return "", "", errors.New("the issuer says no")
	}
	ctx, done := context.WithTimeout(ctx, discovery)
	defer done()
	answer, err := l.at(x).Exchange(ctx, r.URL.Query().Get("code"), oauth2.VerifierOption(x.verifier))
	if err != nil {
		return "", "", errors.New("the issuer does not take its code back")
	}
	token, _ = answer.Extra("id_token").(string)
	id, err := verify.Verify(ctx, token)
	if err != nil || subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(x.nonce)) != 1 {
		return "", "", errToken
	}
	return token, x.back, nil
}

// addLogin routes signing in where there is an issuer.
func (s *Server) addLogin(mux *router) {
	l := s.doors.logins
	if l == nil {
		return
	}
	mux.HandleFunc("GET "+loginPath, l.begin)
	mux.HandleFunc("GET "+callbackPath, func(w http.ResponseWriter, r *http.Request) {
		token, back, err := l.end(r.Context(), r, s.doors.verifier)
		var cookie http.Cookie
		if err == nil {
			cookie, err = s.doors.session(r.Context(), token)
		}
		if err != nil {
			s.Log.Warn("nobody signed in", "error", err)
			say(w, http.StatusUnauthorized, err.Error())
			return
		}
		cookie.Secure = secure(r)
		http.SetCookie(w, &cookie)
		http.SetCookie(w, &http.Cookie{Name: loginCookie, Path: loginPath, MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode})
		http.Redirect(w, r, back, http.StatusFound)
	})
}

// secure reports whether the browser came by TLS, which a proxy takes off.
func secure(r *http.Request) bool { return r.Header.Get("X-Forwarded-Proto") == "https" }

// origin is the address by which the browser knows this server. The host was held
// against the names that it goes by.
func origin(r *http.Request) string {
	if secure(r) {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// local is a path on this server; the start page where it is none.
func local(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n") {
		return "/"
	}
	return path
}
