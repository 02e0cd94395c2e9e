package browser

import (
	"os"
	"testing"
)

// shown are the views with something to show in each.
var shown = []shownView{
	{"overview", "", `document.querySelectorAll('.plot canvas').length >= 4`},
	{"scenario", "?view=scenario", `document.querySelectorAll('.plot canvas').length >= 6`},
	{"event", "?view=scenario", `document.querySelector('#new-share-0')`},
	{"why", "?view=why", `document.querySelector('section[aria-label=Roots] canvas')`},
	{"compare", "?view=compare&b=magnets-only", `document.querySelector('#first-difference')`},
	{"plan", "?view=plan&s=magnets-only", `document.querySelector('.lead h2')`},
	{"stocks", `?view=plan&o=%7B"kind":"stockpile","region":"US","cut":["CN"]%7D`, `document.querySelector('#stock-cost')`},
	{"firm", "?view=firm", `document.querySelector('#firm-choice')`},
	{"data", "?view=data", `document.querySelectorAll('[aria-label=Values] tbody tr').length > 0`},
	{"facility", "?view=data&f=bayan-obo", `document.querySelector('#outage')`},
}

type shownView struct{ name, view, ready string }

// begun says what to do in a view before it has something to show.
var begun = map[string]func(p *tab){
	"plan":   func(p *tab) { p.set("plan-members", "2"); p.click("main form button.primary") },
	"stocks": func(p *tab) { p.click("main form button.primary") },
	"firm": func(p *tab) {
		p.press("Try the example")
		p.click(`section[aria-label="The cheapest set"] button`)
	},
	"event": func(p *tab) { p.press("New event"); p.set("new-kind", "licence") },
}

// bring opens a view and waits until it shows what it is for.
func (p *tab) bring(name, view, ready string) {
	p.Helper()
	p.visit(view)
	if begin := begun[name]; begin != nil {
		begin(p)
	}
	p.long("the view", ready)
	p.settle()
}

// No view has a fault that axe-core finds, in light and in dark, wide and narrow.
func TestAccessible(t *testing.T) {
	axe, err := os.ReadFile("testdata/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	r := newRig(t)
	for _, c := range []struct {
		name  string
		width int
		mode  string
	}{{"light", 1440, "light"}, {"dark, narrow", 390, "dark"}} {
		for _, v := range shown {
			t.Run(v.name+", "+c.name, func(t *testing.T) {
				p := r.open(t, c.width, 900, v.view)
				eval[any](p, `localStorage.setItem('theme', '`+c.mode+`')`)
				p.bring(v.name, v.view, v.ready)
				eval[any](p, string(axe)+"; 0")
				found := eval[[]string](p, `axe.run({ resultTypes: ['violations'] }).then((r) => r.violations.map((v) => v.id + ': ' + v.help + '\n' + v.nodes.slice(0, 4).map((n) => '    ' + n.html.slice(0, 160) + '\n    ' + (n.any[0]?.message ?? n.all[0]?.message ?? '')).join('\n')))`)
				for _, f := range found {
					t.Error(f)
				}
				if c.width < 600 {
					if over := eval[int](p, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
						t.Errorf("the page is %d px wider than the screen", over)
					}
				}
			})
		}
	}
}
