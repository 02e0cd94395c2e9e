package firm

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// choice is a word that a cell may hold, and how else people write it.
type choice struct {
	word    string
	aliases string // with | between
}

var (
	yesNo = []choice{{"yes", "y|true|1|x|ja|oui|qualified|approved|released"}, {"no", "n|false|0|nein|non|not qualified|not approved"}}
	modes = []choice{{"sea", "ocean|ship|vessel|fcl|lcl|see|sea freight"}, {"air", "airfreight|air freight|luft|courier|express"},
		{"road", "truck|lkw|land"}, {"rail", "train|bahn"}}
	licences = []choice{{"none", "no|not applied|no licence"}, {"not needed", "not required|exempt|free|n/a"}, {"pending", "applied|in process|submitted|open"},
		{"granted", "approved|yes|valid|issued"}, {"refused", "rejected|denied"}}
	amountUnits = []choice{{"pc", ""}, {"g", ""}, {"kg", ""}, {"t", ""}}
	stockUnits  = append(amountUnits[:4:4], choice{"wk", "weeks of use"})
	optionUnits = append(stockUnits[:5:5], choice{"%", ""})
	counted     = []choice{{"arrival", "arrivals|delivery|received"}, {"shipment", "shipments|departure|export|shipped"}}
	reaches     = []choice{{"supplier", "tier 1|direct"}, {"upstream", "origin|any tier|all stages|back to the mine"}}
	prices      = []choice{{"once", "total|lump sum|one-off|fixed"}, {"pc", ""}, {"kg", ""}, {"week", "wk|per week"}, {"year", "yr|per year|annual"}}
)

// find returns the word that a text means.
func find(choices []choice, text string) (string, bool) {
	key := squeeze(text)
	unitWord := unitWords[strings.ToLower(strings.TrimSpace(text))]
	for _, c := range choices {
		if squeeze(c.word) == key || c.word == unitWord {
			return c.word, true
		}
		for _, a := range strings.Split(c.aliases, "|") {
			if a != "" && squeeze(a) == key {
				return c.word, true
			}
		}
	}
	return "", false
}

func wordsOf(choices []choice) []string {
	out := make([]string, len(choices))
	for i, c := range choices {
		out[i] = c.word
	}
	return out
}

// squeeze leaves letters, digits and the signs that tell words apart, in lower case.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n_-.,:()[]/\u00a0*", r) {
			return -1
		}
		return r
	}, strings.ToLower(s))
}

// countries maps names and codes to ISO 3166 codes of two letters. English
// names are those of Unicode CLDR, which comes with x/text.
var countries = sync.OnceValues(func() (map[string]string, []string) {
	codes := map[string]string{"prc": "CN", "prchina": "CN", "mainlandchina": "CN", "usa": "US", "uk": "GB", "korea": "KR", "southkorea": "KR",
		"republicofkorea": "KR", "russianfederation": "RU", "vietnam": "VN", "czechrepublic": "CZ", "turkey": "TR", "holland": "NL", "eu": "EU",
		"deutschland": "DE", "japon": "JP", "chine": "CN", "taiwan": "TW"}
	var names []string
	english := display.English.Regions()
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			region, err := language.ParseRegion(string(a) + string(b))
			if err != nil || !region.IsCountry() || region.String() != string(a)+string(b) {
				continue
			}
			code := region.String()
			codes[squeeze(code)], codes[squeeze(region.ISO3())] = code, code
			if name := english.Name(region); name != "" {
				codes[squeeze(name)] = code
				names = append(names, name)
			}
		}
	}
	return codes, names
})

// countryList reads several countries, with commas, semicolons, slashes or spaces
// between, as codes with spaces.
func countryList(text string) (string, bool) {
	if code, ok := country(text); ok {
		return code, true
	}
	split := func(r rune) bool { return strings.ContainsRune(",;/+&|", r) }
	if !strings.ContainsFunc(text, split) {
		split = unicode.IsSpace
	}
	var out []string
	for _, word := range strings.FieldsFunc(text, split) {
		code, ok := country(word)
		if !ok {
			return "", false
		}
		out = append(out, code)
	}
	return strings.Join(out, " "), len(out) > 0
}

func country(text string) (string, bool) {
	codes, _ := countries()
	code, ok := codes[squeeze(text)]
	return code, ok
}
