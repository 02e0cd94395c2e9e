package server

import (
	"bytes"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

// page serves the files of the built page. Files under assets/ carry the hash of
// their content in their name and may be kept for ever; all others are asked for
// again. A path without a dot is a view of the page, which is one file.
func page(files fs.FS) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			say(w, http.StatusMethodNotAllowed, "files can only be read")
			return
		}
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
		if name == "" || !strings.Contains(path.Base(name), ".") {
			name = "index.html"
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			say(w, http.StatusNotFound, "there is no such file")
			return
		}
		if strings.HasPrefix(name, "assets/") {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		} else {
			w.Header().Set("Cache-Control", "no-cache")
		}
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(text))
	})
}
