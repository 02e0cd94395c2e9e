package dataset

import (
	"bytes"
	"encoding/json"

	"github.com/goccy/go-yaml"
)

// Document is the scenario as written: mappings, lists and texts, for a program
// that edits it. Every scalar is a text, as in the file.
func (f *ScenarioFile) Document() any { return f.root.plain() }

// EventDocuments are the events in force as written, those of the scenarios it
// extends first.
func (f *ScenarioFile) EventDocuments() []any {
	out := make([]any, 0, len(f.events))
	for _, e := range f.events {
		out = append(out, e.plain())
	}
	return out
}

// plain returns a node without its places.
func (n *node) plain() any {
	switch {
	case n.values != nil:
		m := make(map[string]any, len(n.keys))
		for k, v := range n.values {
			m[k] = v.plain()
		}
		return m
	case n.isList:
		list := make([]any, len(n.list))
		for i, v := range n.list {
			list[i] = v.plain()
		}
		return list
	}
	return n.scalar
}

// DocumentText writes a document, given as JSON, as the YAML of a scenario file:
// what [ReadScenario] reads, with its keys in the order given.
func DocumentText(document []byte) ([]byte, error) {
	if !json.Valid(document) {
		return nil, Problems{{File: "scenario", Message: "is not JSON"}}
	}
	var tree any
	if err := yaml.UnmarshalWithOptions(document, &tree, yaml.UseOrderedMap()); err != nil {
		return nil, Problems{yamlProblem("scenario", err)}
	}
	var out bytes.Buffer
	err := yaml.NewEncoder(&out, yaml.UseLiteralStyleIfMultiline(true), yaml.IndentSequence(true)).Encode(tree)
	if err != nil {
		return nil, Problems{yamlProblem("scenario", err)}
	}
	return out.Bytes(), nil
}
