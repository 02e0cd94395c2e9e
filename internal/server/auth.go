package server

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
)

// Auth says who may ask. The zero value lets everybody.
type Auth struct {
	Token    string // who knows it may ask
	Issuer   string // OpenID Connect: who has a token of this issuer may ask
	Audience string // ... made for this client
	Secret   string // of this client at the issuer, if it has one; browsers sign in with PKCE in any case
}

// mode names it for the page.
func (a Auth) mode() string {
	switch {
	case a.Issuer != "":
		return "oidc"
	case a.Token != "":
		return "token"
	}
	return "none"
}

// doors let in who may ask.
type doors struct {
	Auth
	verifier *oidc.IDTokenVerifier
	logins   *logins // of browsers, with an issuer

	lock     sync.Mutex
	sessions map[[sha256.Size]byte]time.Time // until when, by hash of the cookie
}

const (
	cookieName   = "lodestone"
	sessionLasts = 12 * time.Hour
	mostSessions = 10_000
	discovery    = 10 * time.Second
)

// newDoors fetches the keys of the issuer, if there is one.
func newDoors(a Auth) (*doors, error) {
	d := &doors{Auth: a, sessions: map[[sha256.Size]byte]time.Time{}}
	if a.Issuer == "" {
		return d, nil
	}
	ctx, done := context.WithTimeout(context.Background(), discovery)
	defer done()
	provider, err := oidc.NewProvider(ctx, a.Issuer)
	if err != nil {
		return nil, fmt.Errorf("cannot reach the OIDC issuer: %w", err)
	}
	d.verifier = provider.VerifierContext(context.Background(), &oidc.Config{ClientID: a.Audience})
	d.logins = newLogins(a, provider.Endpoint())
	return d, nil
}

// open are the paths that everybody may ask for: the page's own files, whether
// the server works, how to sign in.
func open(path string) bool {
	switch path {
	case "/api/v1/session", "/api/v1/about":
		return true
	}
	return path != "/metrics" && !strings.HasPrefix(path, "/api/")
}

// check refuses requests that show neither a token nor a cookie that was given
// for one.
func (d *doors) check(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !open(r.URL.Path) && !d.knows(r) {
			w.Header().Set("WWW-Authenticate", `Bearer realm="lodestone"`)
			refuse(w, http.StatusUnauthorized, "a token is needed")
			return
		}
		h.ServeHTTP(w, r)
	})
}

// knows reports whether a request comes from somebody who may ask.
func (d *doors) knows(r *http.Request) bool {
	if d.mode() == "none" {
		return true
	}
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		_, err := d.admit(r.Context(), token)
		return err == nil
	}
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		return false
	}
	d.lock.Lock()
	defer d.lock.Unlock()
	return time.Now().Before(d.sessions[sha256.Sum256([]byte(cookie.Value))])
}

var errToken = errors.New("the token is not valid here")

// admit checks a token and says until when it is good.
func (d *doors) admit(ctx context.Context, token string) (time.Time, error) {
	until := time.Now().Add(sessionLasts)
	if d.verifier != nil {
		t, err := d.verifier.Verify(ctx, token)
		if err == nil {
			if t.Expiry.Before(until) {
				until = t.Expiry
			}
			return until, nil
		}
	}
	if d.Token != "" {
		// Hashes have one length: the time to compare them says nothing of the token.
		given, want := sha256.Sum256([]byte(token)), sha256.Sum256([]byte(d.Token))
		if subtle.ConstantTimeCompare(given[:], want[:]) == 1 {
			return until, nil
		}
	}
	return time.Time{}, errToken
}

// session gives a cookie for a token.
func (d *doors) session(ctx context.Context, token string) (http.Cookie, error) {
	until, err := d.admit(ctx, token)
	if err != nil {
		return http.Cookie{}, err
	}
	secret := rand.Text() + rand.Text()
	d.lock.Lock()
	defer d.lock.Unlock()
	now := time.Now()
	for k, end := range d.sessions {
		if end.Before(now) {
			delete(d.sessions, k)
		}
	}
	if len(d.sessions) >= mostSessions {
		return http.Cookie{}, errBusy
	}
	d.sessions[sha256.Sum256([]byte(secret))] = until
	return http.Cookie{Name: cookieName, Value: secret, Path: "/", Expires: until, HttpOnly: true, SameSite: http.SameSiteStrictMode}, nil
}

// forget ends a session.
func (d *doors) forget(secret string) {
	d.lock.Lock()
	defer d.lock.Unlock()
	delete(d.sessions, sha256.Sum256([]byte(secret)))
}
