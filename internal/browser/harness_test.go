package browser

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"lodestone/internal/server"
	"lodestone/internal/store"
	"lodestone/internal/workbench"
	"lodestone/web"
)

// wanted is set where these tests are to run: they take a minute of a whole
// machine, and what they measure is of little worth on a busy one.
const wanted = "LODESTONE_BROWSER"

// chromium finds the browser, or skips the test.
func chromium(t *testing.T) string {
	t.Helper()
	if os.Getenv(wanted) == "" {
		t.Skipf("the page is not tried in a browser; to do so: %s=1 go test ./internal/browser", wanted)
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatalf("%s is set, but Chromium is not installed. On Debian: apt-get install chromium", wanted)
	return ""
}

// rig is a server and a browser.
type rig struct {
	url       string
	bench     *workbench.Bench
	browser   context.Context
	downloads string
}

func newRig(t *testing.T) *rig {
	t.Helper()
	path := chromium(t)
	bench, err := workbench.Open("")
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Sub(web.Dist, "dist")
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.New(server.Config{Bench: bench, Catalogue: catalogue, Page: files, Owner: "test", Log: slog.New(slog.DiscardHandler), Limits: server.DefaultLimits()})
	if err != nil {
		t.Fatal(err)
	}
	h := httptest.NewServer(s.Handler())
	ctx, quit := chromedp.NewContext(context.Background(), chromedp.WithAllocatorOptions(chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.Headless,
		chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.WindowSize(1440, 1000)))
	t.Cleanup(func() {
		quit()
		h.CloseClientConnections()
		h.Close()
		s.Close()
		if err := catalogue.Close(); err != nil {
			t.Error(err)
		}
	})
	r := &rig{url: h.URL, bench: bench, browser: ctx, downloads: t.TempDir()}
	_, err = chromedp.CallBrowser(ctx, cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{Behavior: cdpbrowser.SetDownloadBehaviorBehaviorAllow, DownloadPath: r.downloads})
	if err != nil {
		t.Fatalf("cannot start %s: %v", path, err)
	}
	return r
}

// tab is one page in the browser. What the browser complains about fails the test.
type tab struct {
	*testing.T
	ctx context.Context
	rig *rig

	lock       sync.Mutex
	complaints []string
}

// patience is how long a step may take; the machine may be busy with other tests.
const patience = 60 * time.Second

// open opens a tab of a size at a view of the page.
func (r *rig) open(t *testing.T, width, height int, view string) *tab {
	t.Helper()
	p := &tab{T: t, rig: r}
	ctx, shut := chromedp.NewContext(r.browser, chromedp.WithListener(p.listen))
	ctx, stop := context.WithTimeout(ctx, 4*patience)
	t.Cleanup(func() {
		stop()
		shut()
		p.lock.Lock()
		defer p.lock.Unlock()
		for _, c := range p.complaints {
			t.Errorf("the browser complains: %s", c)
		}
	})
	p.ctx = ctx
	p.do(chromedp.EmulateViewport(int64(width), int64(height)))
	p.visit(view)
	return p
}

// listen collects what goes wrong in the page.
func (p *tab) listen(event any) {
	complaint := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		complaint = e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			complaint += " " + e.ExceptionDetails.Exception.Description
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			for _, a := range e.Args {
				complaint += string(a.Value) + a.Description + " "
			}
		}
	case *cdplog.EventEntryAdded:
		if e.Entry.Level == cdplog.EntryLevelError {
			complaint = e.Entry.Text + " " + e.Entry.URL
		}
	}
	if complaint != "" {
		p.lock.Lock()
		defer p.lock.Unlock()
		p.complaints = append(p.complaints, complaint)
	}
}

func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.Fatal(err)
	}
}

// visit goes to a view, such as "?view=why", and waits for its first run.
func (p *tab) visit(view string) {
	p.Helper()
	p.do(chromedp.Navigate(p.rig.url + "/" + view))
	p.settle()
}

// settle waits until the page shows what it was asked for.
func (p *tab) settle() {
	p.Helper()
	p.until("the page has settled", `!!document.querySelector('main > h1') && !document.querySelector('.skeleton') && document.querySelector('main').getAttribute('aria-busy') === 'false'`)
}

// until waits for an expression to be true.
func (p *tab) until(what, expression string) {
	p.Helper()
	end := time.Now().Add(patience)
	for !eval[bool](p, "!!("+expression+")") {
		if time.Now().After(end) {
			p.Fatalf("waited in vain for: %s\nthe page says:\n%.1500s", what, eval[string](p, `document.body.innerText`))
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// eval evaluates an expression in the page; promises are waited for.
func eval[T any](p *tab, expression string) T {
	p.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatalf("%s: %v", expression, err)
	}
	return v
}

// press clicks the button with a text or label.
func (p *tab) press(label string) {
	p.Helper()
	p.until("a button "+label, fmt.Sprintf(`(() => {
		const b = [...document.querySelectorAll('button, summary, a')].find((x) => (x.textContent.trim() === %[1]q || x.getAttribute('aria-label') === %[1]q) && x.getClientRects().length > 0);
		b?.click();
		return b;
	})()`, label))
}

// download waits for a file that ends in some way and returns its content.
func (p *tab) download(end string) []byte {
	p.Helper()
	limit := time.Now().Add(patience)
	for {
		found, err := filepath.Glob(filepath.Join(p.rig.downloads, "*"))
		if err != nil {
			p.Fatal(err)
		}
		for _, f := range found {
			if !strings.HasSuffix(f, end) {
				continue
			}
			text, err := os.ReadFile(f)
			if err == nil && len(text) > 0 {
				if err := os.Remove(f); err != nil {
					p.Fatal(err)
				}
				return text
			}
		}
		if time.Now().After(limit) {
			p.Fatalf("no file *%s was saved; there are %q", end, found)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// firstDate is the date of the first line-down as the page shows it.
func (p *tab) firstDate() string {
	p.Helper()
	return eval[string](p, `document.querySelector('#first-line-down').dataset.date`)
}

// slide moves a slider by script, as a user would by hand.
func (p *tab) slide(id, value string) {
	p.Helper()
	p.until("slider "+id, fmt.Sprintf(`(() => {
		const s = document.getElementById(%q);
		if (!s) return false;
		s.value = %q;
		s.dispatchEvent(new Event('input', { bubbles: true }));
		return true;
	})()`, id, value))
}
