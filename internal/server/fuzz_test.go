package server

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lodestone/internal/workbench"
)

// sound fails a test if an answer says that the program is at fault, or is an
// error that does not say what is wrong.
func sound(t interface {
	Helper()
	Errorf(string, ...any)
}, what string, w *httptest.ResponseRecorder) {
	t.Helper()
	if w.Code == http.StatusInternalServerError {
		t.Errorf("%s: internal error: %.300s", what, w.Body)
	}
	if w.Code >= 400 && strings.Contains(what, "/api/") {
		var f Failure
		if err := json.Unmarshal(w.Body.Bytes(), &f); err != nil || f.Status != w.Code || f.Detail == "" {
			t.Errorf("%s: status %d with body %.300s", what, w.Code, w.Body)
		}
	}
}

// small is a server on which nothing takes long.
func small(t testing.TB) *Server {
	conf := config(t)
	conf.Limits.Saved, conf.Limits.Waiting = 5, 3
	s, err := New(conf)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// Whatever is sent to whichever route, the answer is not that the program is at
// fault.
func FuzzRequests(f *testing.F) {
	s := small(f)
	ops := operations(s)
	for i := range ops {
		f.Add(i, "x", "", []byte("{}"))
		f.Add(i, strings.Repeat("a", 64), "base_year=1&limit=-1&element=%00&q=%ff", []byte(`{"scenario":{"document":{"events":[{}]}},"a":{"run":"x"},"kind":"sweep","options":{"weeks":1e99}}`))
	}
	f.Add(0, "../../etc/passwd", "%", []byte("\x00\xff"))
	f.Add(1, "a'--", "base_year=99999999999999999999", []byte(`{"scenario":{"text":"extends: [/etc/passwd.yaml]"}}`))
	f.Fuzz(func(t *testing.T, i int, name, query string, text []byte) {
		op := ops[((i%len(ops))+len(ops))%len(ops)]
		r, err := http.NewRequestWithContext(t.Context(), op.Method, "http://localhost/", bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		r.URL.Path = strings.NewReplacer("{id}", name, "{name}", name).Replace(op.Path)
		r.URL.RawQuery = query
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		sound(t, op.Method+" "+op.Path, w)
	})
}

// upload is a form with a file.
func upload(t testing.TB, file []byte, fields ...string) (body *bytes.Buffer, kind string) {
	t.Helper()
	body = &bytes.Buffer{}
	form := multipart.NewWriter(body)
	part, err := form.CreateFormFile("file", "plan.xlsx")
	if err == nil {
		_, err = part.Write(file)
	}
	for i := 0; i < len(fields) && err == nil; i += 2 {
		err = form.WriteField(fields[i], fields[i+1])
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return body, form.FormDataContentType()
}

// reckon uploads a plan.
func reckon(t testing.TB, s *Server, file []byte, fields ...string) *httptest.ResponseRecorder {
	t.Helper()
	body, kind := upload(t, file, fields...)
	r := httptest.NewRequestWithContext(t.Context(), "POST", "http://localhost/api/v1/firm", body)
	r.Header.Set("Content-Type", kind)
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w
}

// template is the example of a plan.
func template(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := workbench.WriteTemplate(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Whatever is uploaded, and whatever form it comes in.
func FuzzUploads(f *testing.F) {
	s := small(f)
	plan := template(f)
	f.Add(plan, "", "")
	f.Add(plan[:len(plan)/2], `{"name":"total-cutoff"}`, "x")
	f.Add([]byte("PK\x05\x06"), "{", "\x00")
	f.Add([]byte("\xd0\xcf\x11\xe0"), `{"text":"x"}`, "")
	f.Fuzz(func(t *testing.T, file []byte, scenario, under string) {
		sound(t, "/api/v1/firm", reckon(t, s, file, "scenario", scenario, "under", under, "with", under))
	})
}

func TestFirm(t *testing.T) {
	s := small(t)
	for _, fields := range [][]string{nil, {"scenario", `{"name":"total-cutoff"}`}, {"scenario", `{}`}} {
		w := reckon(t, s, template(t), fields...)
		if w.Code != 200 || !strings.Contains(w.Body.String(), `"schema":"lodestone/firm/1"`) {
			t.Errorf("%v: status %d: %.300s", fields, w.Code, w.Body)
		}
	}
	for what, fields := range map[string][]string{"scenario": {"scenario", `{"name":"total-cutof"}`}, "under": {"under", "nothing"}, "with": {"with", "nothing"}, "JSON": {"scenario", "{"}} {
		if w := reckon(t, s, template(t), fields...); w.Code != 422 {
			t.Errorf("bad %s: status %d: %.300s", what, w.Code, w.Body)
		}
	}
	if w := reckon(t, s, []byte("no workbook")); w.Code != 422 {
		t.Errorf("no workbook: status %d: %s", w.Code, w.Body)
	}
	if w := reckon(t, s, make([]byte, mostUpload)); w.Code != 413 {
		t.Errorf("a large file: status %d: %s", w.Code, w.Body)
	}
	if w := reckon(t, s, bomb(t)); w.Code != 422 || !strings.Contains(w.Body.String(), "unzip") {
		t.Errorf("a zip bomb: status %d: %s", w.Code, w.Body)
	}
}

// bomb is a workbook whose sheet unpacks to more than may be.
func bomb(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	in, err := zip.NewReader(bytes.NewReader(template(t)), int64(len(template(t))))
	if err != nil {
		t.Fatal(err)
	}
	out := zip.NewWriter(&b)
	out.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	for _, f := range in.File {
		if f.Name != "xl/worksheets/sheet1.xml" {
			if err := out.Copy(f); err != nil {
				t.Fatal(err)
			}
			continue
		}
		w, err := out.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		blanks := bytes.Repeat([]byte(" "), 1<<20)
		for range 300 {
			if _, err := w.Write(blanks); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// oddities are what is put in the place of a value.
var oddities = []any{"", "x", "-1", "1e309", "NaN", "99999999999999999999", "0 wk", "100000000 wk", "\u0000", "2025-02-30", "0001-01-01", "9999-12-31",
	nil, true, -1, 1.5, []any{}, []any{"CN", "CN"}, map[string]any{}, map[string]any{"value": "5 %", "low": "9 %", "high": "1 %"}, strings.Repeat("y", 5000)}

// mangle replaces one value somewhere in a document.
func mangle(t *rapid.T, v any, depth int) any {
	if depth == 0 || rapid.IntRange(0, 5).Draw(t, "stop") == 0 {
		return rapid.SampledFrom(oddities).Draw(t, "oddity")
	}
	switch x := v.(type) {
	case map[string]any:
		var keys []string
		for k := range x {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		if len(keys) > 0 {
			k := rapid.SampledFrom(keys).Draw(t, "key")
			if rapid.IntRange(0, 9).Draw(t, "drop") == 0 {
				delete(x, k)
			} else {
				x[k] = mangle(t, x[k], depth-1)
			}
		}
		return x
	case []any:
		if len(x) > 0 {
			i := rapid.IntRange(0, len(x)-1).Draw(t, "at")
			x[i] = mangle(t, x[i], depth-1)
		}
		return x
	}
	return rapid.SampledFrom(oddities).Draw(t, "oddity")
}

// A scenario with something odd in it is run or refused with a reason; it does
// not break the engine.
func TestMangledScenarios(t *testing.T) {
	s := small(t)
	names := s.bench.Package.ScenarioNames()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(names).Draw(t, "scenario")
		view, err := s.bench.ViewScenario(name)
		if err != nil {
			t.Fatal(err)
		}
		document, ok := view.Document.(map[string]any)
		if !ok {
			t.Fatal("no document")
		}
		document["weeks"] = "30"
		for range rapid.IntRange(1, 3).Draw(t, "changes") {
			mangle(t, document, 4)
		}
		text, err := json.Marshal(map[string]any{"scenario": map[string]any{"document": document}})
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/api/v1/simulate", "/api/v1/scenarios/validate"} {
			r := httptest.NewRequest("POST", "http://localhost"+path, bytes.NewReader(text))
			r.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			s.Handler().ServeHTTP(w, r)
			sound(t, path, w)
		}
	})
}
