package dataset

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"lodestone/internal/model"
	"lodestone/internal/nearest"
	"lodestone/internal/unit"
)

// ScenarioSchema is the schema name a scenario file must give.
const ScenarioSchema = "lodestone/scenario/1"

// ScenarioFile is a scenario as written. Bind resolves its names in a model.
type ScenarioFile struct {
	Name, Title, Description string
	BaseYear                 int
	Start                    time.Time
	Weeks                    int
	Assumptions              []string
	Extends                  []string // scenarios whose events come first
	Baseline                 string   // name of the scenario it is compared with; empty for no events
	Growing                  bool     // demand and capacity follow the dated rows
	Text                     []byte   // as read
	Hash                     string

	file         string
	root         *node
	events       []*node
	against      []*node
	correlations []model.Correlation
}

// Bounds of what a scenario may ask for.
const (
	firstYear, lastYear = 1900, 2200
	maxWeeks            = 2600
)

// scenarioReader collects problems while a tree is read.
type scenarioReader struct {
	file     string
	problems Problems
}

func (s *scenarioReader) report(n *node, field, format string, args ...any) {
	p := Problem{File: s.file, Field: field, Message: fmt.Sprintf(format, args...)}
	if n != nil {
		p.Line, p.Column, p.Value = n.line, n.column, n.scalar
	}
	s.problems = append(s.problems, p)
}

// scenarioKeys are the keys of a scenario; true means required.
var scenarioKeys = map[string]bool{"schema": true, "name": true, "title": true, "description": false, "base_year": true,
	"start": true, "weeks": true, "assumptions": false, "extends": false, "baseline": false, "demand": false, "events": false, "correlations": false}

// ReadScenario reads a scenario file. Names in its events are checked by Bind.
func ReadScenario(file string, data []byte) (*ScenarioFile, error) {
	root, problems := parseYAML(file, data)
	if err := problems.err(); err != nil {
		return nil, err
	}
	s := &scenarioReader{file: file}
	if root.values == nil {
		s.report(root, "", "expected a mapping with the keys of a scenario")
		return nil, s.problems.err()
	}
	s.checkKeys(root, scenarioKeys, "scenario")
	f := &ScenarioFile{file: file, root: root, Text: data}
	sum := sha256.Sum256(data)
	f.Hash = hex.EncodeToString(sum[:])
	if schema := s.text(root, "schema"); schema != "" && schema != ScenarioSchema {
		s.report(root.values["schema"], "schema", "expected %s", ScenarioSchema)
	}
	f.Name, f.Title, f.Description = s.text(root, "name"), s.text(root, "title"), s.text(root, "description")
	if want := strings.TrimSuffix(path.Base(file), path.Ext(file)); f.Name != "" && strings.HasPrefix(file, "scenarios/") && f.Name != want {
		s.report(root.values["name"], "name", "expected %q, as the file is called", want)
	}
	f.BaseYear = s.integer(root, "base_year", firstYear, lastYear)
	f.Weeks = s.integer(root, "weeks", 1, maxWeeks)
	f.Start = s.date(root, "start")
	f.Assumptions = s.texts(root, "assumptions")
	f.Extends, f.Baseline = s.texts(root, "extends"), s.text(root, "baseline")
	switch demand := s.text(root, "demand"); demand {
	case "", "held":
	case "path":
		f.Growing = true
	default:
		s.report(root.values["demand"], "demand", "expected held (at the base year) or path (along the dated rows)")
	}
	f.events = s.items(root, "events")
	for _, e := range f.events {
		s.checkEvent(e)
	}
	s.checkIDs(f.events)
	f.correlations = s.correlations(root)
	return f, s.problems.err()
}

// Inherit puts the events and assumptions of another scenario before those of
// this one, as "extends" asks.
func (f *ScenarioFile) Inherit(parent *ScenarioFile) error {
	s := &scenarioReader{file: f.file}
	f.events = append(slices.Clone(parent.events), f.events...)
	f.Assumptions = append(slices.Clone(parent.Assumptions), f.Assumptions...)
	f.correlations = append(slices.Clone(parent.correlations), f.correlations...)
	s.checkIDs(f.events)
	sum := sha256.Sum256([]byte(parent.Hash + f.Hash))
	f.Hash = hex.EncodeToString(sum[:])
	return s.problems.err()
}

// Compare sets the scenario, of the same base year, that this one is compared
// with.
func (f *ScenarioFile) Compare(baseline *ScenarioFile) error {
	s := &scenarioReader{file: f.file}
	if baseline.BaseYear != f.BaseYear || !baseline.Start.Equal(f.Start) {
		s.report(nil, "baseline", "%s has base year %d and starts on %s; expected those of this scenario", baseline.Name, baseline.BaseYear, baseline.Start.Format(time.DateOnly))
	}
	f.against = baseline.events
	sum := sha256.Sum256([]byte(f.Hash + baseline.Hash))
	f.Hash = hex.EncodeToString(sum[:])
	return s.problems.err()
}

// checkKeys reports unknown and missing keys of a mapping.
func (s *scenarioReader) checkKeys(n *node, keys map[string]bool, what string) {
	var known []string
	for k := range keys {
		known = append(known, k)
	}
	slices.Sort(known)
	for _, k := range n.keys {
		if _, ok := keys[k]; !ok {
			s.report(n.places[k], "", "unknown key in %s%s", what, nearest.Hint(k, known))
		}
	}
	for _, k := range known {
		if keys[k] && n.values[k] == nil {
			s.report(n, "", "%s has no %q", what, k)
			s.problems[len(s.problems)-1].Value = ""
		}
	}
}

func (s *scenarioReader) text(n *node, key string) string {
	v := n.values[key]
	if v == nil {
		return ""
	}
	if !v.isScalar {
		s.report(n.places[key], key, "expected text")
		return ""
	}
	return v.scalar
}

// texts reads a list of words or a single one.
func (s *scenarioReader) texts(n *node, key string) []string {
	var out []string
	for _, v := range s.items(n, key) {
		if !v.isScalar {
			s.report(v, key, "expected a list of texts")
			continue
		}
		out = append(out, v.scalar)
	}
	return out
}

// items returns the entries of a list, or a single value as a list of one.
func (s *scenarioReader) items(n *node, key string) []*node {
	v := n.values[key]
	switch {
	case v == nil || v.isScalar && v.scalar == "":
		return nil
	case v.isList:
		return v.list
	}
	return []*node{v}
}

func (s *scenarioReader) integer(n *node, key string, low, high int) int {
	v := n.values[key]
	if v == nil {
		return 0
	}
	i, err := strconv.Atoi(v.scalar)
	if err != nil || i < low || i > high {
		s.report(v, key, "expected a whole number from %d to %d", low, high)
		return 0
	}
	return i
}

// date reads a day, or the best guess of a mapping with value, low and high.
func (s *scenarioReader) date(n *node, key string) time.Time {
	v := n.values[key]
	if v == nil {
		return time.Time{}
	}
	if v.values != nil {
		return s.date(v, "value")
	}
	t, err := time.Parse(time.DateOnly, v.scalar)
	if err != nil {
		s.report(v, key, "is no date of the calendar; expected one like 2025-04-04")
		return time.Time{}
	}
	return t
}

// span reads the range of a date written as a mapping; zero where it has none.
func (s *scenarioReader) span(n *node, key string) model.Span {
	v := n.values[key]
	if v == nil || v.values == nil {
		return model.Span{}
	}
	s.checkKeys(v, map[string]bool{"value": true, "low": true, "high": true, "source": false, "locator": false, "note": false}, key)
	at := s.date(v, "value")
	span := model.Span{Low: s.date(v, "low"), High: s.date(v, "high")}
	if span.Low.After(at) || span.High.Before(at) {
		s.report(v, key, "expected low <= value <= high")
	}
	return span
}

// correlations reads a list of {between: [key, key], rank: 0.5}.
func (s *scenarioReader) correlations(root *node) []model.Correlation {
	var out []model.Correlation
	for _, item := range s.items(root, "correlations") {
		if item.values == nil {
			s.report(item, "correlations", "expected a list of {between: [KEY, KEY], rank: NUMBER}")
			continue
		}
		s.checkKeys(item, map[string]bool{"between": true, "rank": true, "source": false, "locator": false, "note": false}, "correlations")
		names := s.texts(item, "between")
		rank := s.quantity(item, "rank", "", "1").Value
		if len(names) != 2 || !(rank >= -1 && rank <= 1) {
			s.report(item, "correlations", "expected two keys and a rank from -1 to 1")
			continue
		}
		out = append(out, model.Correlation{A: names[0], B: names[1], Rank: rank})
	}
	return out
}

// eventKey names a number of an event, as [model.Quantity] wants it.
func eventKey(n *node, key string) string {
	id := ""
	if n.values["id"] != nil {
		id = n.values["id"].scalar
	}
	return "event " + id + "/" + key
}

// quantity reads "45 d", or a mapping with value, low and high, in a unit.
func (s *scenarioReader) quantity(n *node, key, source string, canonical string) model.Quantity {
	v := n.values[key]
	if v == nil {
		return model.Quantity{}
	}
	texts := map[string]*node{"value": v}
	if v.values != nil {
		s.checkKeys(v, map[string]bool{"value": true, "low": false, "high": false, "source": false, "locator": false, "note": false}, key)
		texts = v.values
	}
	q := model.Quantity{Key: eventKey(n, key), Unit: canonical, Source: source, Pos: model.Pos{File: s.file, Line: v.line}}
	var ok bool
	if q.Value, ok = s.amount(texts["value"], key, canonical); !ok {
		return q
	}
	q.Raw = texts["value"].scalar
	q.Low, q.High = q.Value, q.Value
	for name, into := range map[string]*float64{"low": &q.Low, "high": &q.High} {
		if texts[name] != nil {
			if x, ok := s.amount(texts[name], key, canonical); ok {
				*into = x
			}
		}
	}
	if q.Low > q.Value || q.Value > q.High {
		s.report(v, key, "expected low <= value <= high")
	}
	return q
}

// amount reads a number with its unit and converts it.
func (s *scenarioReader) amount(n *node, key, canonical string) (float64, bool) {
	if n == nil || !n.isScalar {
		s.report(n, key, "expected a number with a unit, such as %q", "45 d")
		return 0, false
	}
	digits, word, _ := strings.Cut(n.scalar, " ")
	if strings.HasSuffix(digits, "%") && word == "" {
		digits, word = strings.TrimSuffix(digits, "%"), "%"
	}
	v, message := parseNumber(digits)
	if message != "" {
		s.report(n, key, "%s, with a unit: %s", message, canonical)
		return 0, false
	}
	if word == "" {
		word = "1"
	}
	from, err := unit.Parse(word)
	if err != nil {
		s.report(n, key, "%v; expected %s", err, canonical)
		return 0, false
	}
	to, err := unit.Parse(canonical)
	if err != nil {
		s.report(n, key, "%v", err)
		return 0, false
	}
	out, err := unit.Convert(v, from, to, nil)
	if err != nil {
		s.report(n, key, "expected %s: %v", canonical, err)
		return 0, false
	}
	return out, true
}

// checkIDs wants the ids of events to differ.
func (s *scenarioReader) checkIDs(events []*node) {
	seen := map[string]bool{}
	for _, e := range events {
		if e.values == nil || e.values["id"] == nil {
			continue
		}
		id := e.values["id"]
		if seen[id.scalar] {
			s.report(id, "id", "another event has the same id")
		}
		seen[id.scalar] = true
	}
}
