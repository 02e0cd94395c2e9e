package workbench

import "testing"

// What one question says of its options does not become the default of the next.
func TestDefaultsStay(t *testing.T) {
	b := open(t)
	ask := func(options string) string {
		t.Helper()
		a, err := b.Ask(Question{Kind: "cover", Options: []byte(options), Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		return string(a.Inputs)
	}
	const usual = `{"region":"EU","cut":["CN"]}`
	before := ask(usual)
	ask(`{"region":"EU","cut":["CN"],"days":[7]}`)
	if after := ask(usual); after != before {
		t.Errorf("the defaults were %s and are %s", before, after)
	}
}
