package browser

import (
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// mouse sends one event of the mouse, its left button held.
func (p *tab) mouse(kind string, x, y float64) {
	p.Helper()
	p.do(chromedp.MouseEvent(input.DispatchMouseEventType(kind), x, y, chromedp.ButtonLeft, chromedp.ClickCount(1)))
}

// forgive drops complaints about an answer that the test provoked.
func (p *tab) forgive(status string) {
	p.lock.Lock()
	defer p.lock.Unlock()
	var kept []string
	for _, c := range p.complaints {
		if !strings.Contains(c, "status of "+status) {
			kept = append(kept, c)
		}
	}
	p.complaints = kept
}

// click clicks the first thing that a selector finds.
func (p *tab) click(selector string) {
	p.Helper()
	p.until("something to click: "+selector, fmt.Sprintf(`(() => { const x = document.querySelector(%q); if (!x || x.disabled) return false; x.click(); return true; })()`, selector))
}

// set gives a field a value, as a user would.
func (p *tab) set(id, value string) {
	p.Helper()
	p.until("field "+id, fmt.Sprintf(`(() => {
		const x = document.getElementById(%q);
		if (!x) return false;
		x.value = %q;
		for (const kind of ['input', 'change']) x.dispatchEvent(new Event(kind, { bubbles: true }));
		return true;
	})()`, id, value))
}

// long waits for what takes some minutes of a busy machine.
func (p *tab) long(what, expression string) {
	p.Helper()
	for end := time.Now().Add(2 * patience); time.Now().Before(end) && !eval[bool](p, "!!("+expression+")"); {
		time.Sleep(200 * time.Millisecond)
	}
	p.until(what, expression)
}
