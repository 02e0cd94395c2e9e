package browser

import (
	"strings"

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
