package server

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// issuer is an OpenID Connect provider as far as a server needs one.
type issuer struct {
	*httptest.Server
	key *rsa.PrivateKey
}

func newIssuer(t *testing.T) *issuer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	x := &issuer{key: key}
	x.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		var answer any = map[string]any{"issuer": x.URL, "jwks_uri": x.URL + "/keys", "authorization_endpoint": x.URL + "/a",
			"token_endpoint": x.URL + "/t", "id_token_signing_alg_values_supported": []string{"RS256"}}
		if r.URL.Path == "/keys" {
			answer = map[string]any{"keys": []any{map[string]any{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "1",
				"n": encode(key.N.Bytes()), "e": encode(big.NewInt(int64(key.E)).Bytes())}}}
		}
		if err := json.NewEncoder(w).Encode(answer); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(x.Close)
	return x
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// token signs claims with a key.
func token(t *testing.T, key *rsa.PrivateKey, claims map[string]any) string {
	t.Helper()
	body, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	text := encode([]byte(`{"alg":"RS256","kid":"1"}`)) + "." + encode(body)
	sum := sha256.Sum256([]byte(text))
	sign, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return text + "." + encode(sign)
}

// With an issuer, only its tokens for this client that have not expired are good.
func TestOIDC(t *testing.T) {
	x := newIssuer(t)
	conf := config(t)
	conf.Auth = Auth{Issuer: x.URL, Audience: "lodestone"}
	c := serve(t, conf)
	stranger, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	claims := func(issuer, audience string, lasts time.Duration) map[string]any {
		return map[string]any{"iss": issuer, "aud": audience, "sub": "someone", "iat": time.Now().Unix(), "exp": time.Now().Add(lasts).Unix()}
	}
	for what, try := range map[string]struct {
		token string
		want  int
	}{
		"good":         {token(t, x.key, claims(x.URL, "lodestone", time.Hour)), 200},
		"expired":      {token(t, x.key, claims(x.URL, "lodestone", -time.Hour)), 401},
		"for another":  {token(t, x.key, claims(x.URL, "another", time.Hour)), 401},
		"of another":   {token(t, x.key, claims("https://other.example", "lodestone", time.Hour)), 401},
		"forged":       {token(t, stranger, claims(x.URL, "lodestone", time.Hour)), 401},
		"unsigned":     {encode([]byte(`{"alg":"none"}`)) + "." + encode([]byte(fmt.Sprintf(`{"iss":%q,"aud":"lodestone","exp":9999999999}`, x.URL))) + ".", 401},
		"no token":     {"x", 401},
		"an empty one": {"", 401},
	} {
		if _, status := c.header("GET", "/api/v1/models", "", "Authorization", "Bearer "+try.token); status != try.want {
			t.Errorf("%s: status %d, want %d", what, status, try.want)
		}
	}
	var about About
	c.want(200, "GET", "/api/v1/about", nil, &about)
	if about.Auth != "oidc" || about.SignedIn {
		t.Errorf("got %+v", about)
	}
}
