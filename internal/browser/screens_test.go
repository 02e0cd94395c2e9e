package browser

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

var update = flag.Bool("update", false, "take the pictures in docs/screens again")

// screens is where the pictures of the documentation stand.
const screens = "../../docs/screens"

// picture is one to be taken.
type picture struct {
	name, of      string // the file, and the view
	width, height int
	mode          string
	view, ready   string
}

// Every view has a picture in the documentation; with -update they are taken.
func TestScreens(t *testing.T) {
	var pictures []picture
	for _, v := range shown {
		pictures = append(pictures, picture{v.name, v.name, 1440, 1000, "light", v.view, v.ready})
	}
	for _, v := range shown[:2] {
		pictures = append(pictures, picture{v.name + "-dark", v.name, 1440, 1000, "dark", v.view, v.ready}, picture{v.name + "-phone", v.name, 390, 844, "light", v.view, v.ready})
	}
	if !*update {
		for _, s := range pictures {
			if _, err := os.Stat(filepath.Join(screens, s.name+".png")); err != nil {
				t.Errorf("%v; take it with: LODESTONE_BROWSER=1 go test ./internal/browser -run Screens -update", err)
			}
		}
		return
	}
	r := newRig(t)
	for _, s := range pictures {
		p := r.open(t, s.width, s.height, s.view)
		eval[any](p, `localStorage.setItem('theme', '`+s.mode+`')`)
		p.bring(s.of, s.view, s.ready)
		time.Sleep(500 * time.Millisecond) // charts of a new size are drawn in the next frame
		image, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(screens, s.name+".png"), image, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
