package dataset

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	yamlerrors "github.com/goccy/go-yaml"
)

// node is a YAML value with its place. Anchors, aliases and tags are refused:
// a scenario is data for people to read.
type node struct {
	line, column int
	scalar       string
	isScalar     bool
	list         []*node
	isList       bool
	keys         []string
	values       map[string]*node
	places       map[string]*node // where each key stands
}

// Limits on a scenario file; far above what one needs.
const (
	maxScenarioBytes = 1 << 20
	maxDepth         = 20
)

// parseYAML reads one YAML document.
func parseYAML(file string, data []byte) (*node, Problems) {
	if len(data) > maxScenarioBytes {
		return nil, Problems{{File: file, Message: fmt.Sprintf("is larger than %d bytes", maxScenarioBytes)}}
	}
	tree, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, Problems{yamlProblem(file, err)}
	}
	if len(tree.Docs) != 1 || tree.Docs[0].Body == nil {
		return nil, Problems{{File: file, Message: "expected one YAML document"}}
	}
	r := yamlReader{file: file}
	n := r.read(tree.Docs[0].Body, 0)
	return n, r.problems
}

func yamlProblem(file string, err error) Problem {
	p := Problem{File: file, Message: err.Error()}
	var syntax *yamlerrors.SyntaxError
	if errors.As(err, &syntax) {
		p.Message = syntax.Message
		if tk := syntax.Token; tk != nil && tk.Position != nil {
			p.Line, p.Column = tk.Position.Line, tk.Position.Column
		}
	}
	return p
}

type yamlReader struct {
	file     string
	problems Problems
}

func (r *yamlReader) report(n *node, message string) {
	r.problems = append(r.problems, Problem{File: r.file, Line: n.line, Column: n.column, Message: message})
}

func (r *yamlReader) read(a ast.Node, depth int) *node {
	n := &node{}
	if tk := a.GetToken(); tk != nil && tk.Position != nil {
		n.line, n.column = tk.Position.Line, tk.Position.Column
	}
	if depth > maxDepth {
		r.report(n, "is nested too deeply")
		return n
	}
	switch v := a.(type) {
	case *ast.MappingNode:
		r.readMap(n, v.Values, depth)
	case *ast.MappingValueNode:
		r.readMap(n, []*ast.MappingValueNode{v}, depth)
	case *ast.SequenceNode:
		n.isList = true
		for _, item := range v.Values {
			n.list = append(n.list, r.read(item, depth+1))
		}
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode, *ast.MergeKeyNode:
		r.report(n, "anchors, aliases and tags are not used in scenarios")
	case *ast.LiteralNode:
		n.isScalar, n.scalar = true, strings.TrimSpace(v.Value.Value)
	case *ast.NullNode:
		n.isScalar = true
	default:
		n.isScalar = true
		if tk := a.GetToken(); tk != nil {
			n.scalar = strings.TrimSpace(tk.Value)
		}
	}
	return n
}

func (r *yamlReader) readMap(n *node, pairs []*ast.MappingValueNode, depth int) {
	n.values, n.places = map[string]*node{}, map[string]*node{}
	for i, pair := range pairs {
		key := r.read(pair.Key, depth+1)
		if i == 0 {
			n.line, n.column = key.line, key.column
		}
		if _, twice := n.values[key.scalar]; twice {
			r.report(key, fmt.Sprintf("key %q stands twice", key.scalar))
			continue
		}
		n.keys = append(n.keys, key.scalar)
		n.places[key.scalar] = key
		n.values[key.scalar] = r.read(pair.Value, depth+1)
	}
}
