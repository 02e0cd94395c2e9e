package widen

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/format"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// Import paths of what is read and of what the result builds on.
const (
	enginePath  = "lodestone/internal/sim"
	networkPath = "lodestone/internal/network"
	lanePath    = "lodestone/internal/lane"
	fmathPath   = "lodestone/internal/fmath"
)

// Directives, in doc comments of the engine.
const (
	directiveEach = "//wide:each" // a function, type or variable that belongs to one member
	directiveNone = "//wide:none" // a file that has a counterpart by hand
)

// Generate writes the block engine from the sources of the engine, which it loads
// from the module that dir is in. It returns the files by name. All that the dialect
// has no word for is reported at once, with file and line.
func Generate(dir string) (map[string][]byte, error) { return generate(dir, nil) }

// generate reads some files of the engine from elsewhere.
func generate(dir string, instead map[string][]byte) (map[string][]byte, error) {
	loaded, err := packages.Load(&packages.Config{Dir: dir, Overlay: instead, Mode: packages.LoadSyntax | packages.NeedModule}, enginePath, networkPath)
	if err != nil {
		return nil, err
	}
	g := &generator{forms: map[types.Object]form{}, each: map[types.Object]bool{}, decls: map[types.Object]*ast.FuncDecl{}, fields: map[*types.Var]bool{}, constants: map[string]string{}, wrapped: map[types.Object]bool{}, sources: map[string][]byte{}}
	for _, p := range loaded {
		if len(p.Errors) > 0 {
			return nil, p.Errors[0]
		}
		switch p.PkgPath {
		case enginePath:
			g.pkg = p
		case networkPath:
			g.network = p
		}
	}
	for _, name := range g.pkg.CompiledGoFiles {
		if src, ok := instead[name]; ok {
			g.sources[name] = src
		} else if g.sources[name], err = os.ReadFile(name); err != nil {
			return nil, err
		}
	}
	g.survey()
	files := g.files()
	if g.problems != nil {
		slices.Sort(g.problems)
		return nil, fmt.Errorf("the engine cannot be widened:\n%s", strings.Join(slices.Compact(g.problems), "\n"))
	}
	for name, src := range files {
		formatted, err := format.Source(src)
		if err != nil {
			return files, fmt.Errorf("%s: %w", name, err)
		}
		files[name] = formatted
	}
	return files, nil
}

// form says in which forms a function is needed.
type form uint8

const (
	wideForm   form = 1 << iota // for a block of members
	memberForm                  // for one member of it
)

// generator is one run.
type generator struct {
	pkg, network *packages.Package
	none         map[*ast.File]bool
	decls        map[types.Object]*ast.FuncDecl
	each         map[types.Object]bool // functions, types and variables of one member
	forms        map[types.Object]form
	fields       map[*types.Var]bool // of the network, that the block engine reads
	constants    map[string]string
	order        []string // constants, in order of appearance
	problems     []string
	sources      map[string][]byte
	values       []*ast.ValueSpec      // variables of the package
	types        []types.Object        // of the network, that the block engine reads
	wrapped      map[types.Object]bool // functions of a member that a block calls
}

// problem notes what cannot be widened.
func (g *generator) problem(at token.Pos, what string, args ...any) {
	p := g.pkg.Fset.Position(at)
	g.problems = append(g.problems, fmt.Sprintf("%s:%d: %s", filepath.Base(p.Filename), p.Line, fmt.Sprintf(what, args...)))
}

// files writes all files.
func (g *generator) files() map[string][]byte {
	out := map[string][]byte{}
	for i, f := range g.pkg.Syntax {
		if g.none[f] {
			continue
		}
		var b strings.Builder
		for _, d := range f.Decls {
			g.decl(&b, d)
		}
		if name := filepath.Base(g.pkg.CompiledGoFiles[i]); b.Len() > 0 {
			out["z"+name] = g.file(name, b.String())
		}
	}
	var b strings.Builder
	for _, object := range slices.SortedFunc(maps.Keys(g.wrapped), func(a, b types.Object) int { return cmp.Compare(a.Name(), b.Name()) }) {
		g.wrap(&b, object)
	}
	g.writeConstants(&b)
	out["zmembers.go"] = g.file("", b.String())
	out["znetwork.go"] = g.file("", g.networkTypes())
	return out
}

// imported are the packages that generated code may name.
var imported = []struct{ name, path string }{
	{"math", "math"}, {"slices", "slices"}, {"bits", "math/bits"}, {"fmath", fmathPath}, {"lane", lanePath}, {"model", "lodestone/internal/model"}, {"network", networkPath},
}

// file puts a header and the imports that are used before some declarations.
func (g *generator) file(from, body string) []byte {
	var b bytes.Buffer
	if from != "" {
		from = "internal/sim/" + from
	} else {
		from = "internal/sim and internal/network"
	}
	fmt.Fprintf(&b, "// Code generated from %s by internal/widen; DO NOT EDIT.\n\npackage wide\n\nimport (\n", from)
	for _, p := range imported {
		if strings.Contains(body, p.name+".") && usesPackage(body, p.name) {
			fmt.Fprintf(&b, "\t%q\n", p.path)
		}
	}
	b.WriteString(")\n")
	b.WriteString(body)
	return b.Bytes()
}

// usesPackage reports whether a name stands before a dot as a word of its own.
func usesPackage(body, name string) bool {
	for i := 0; ; {
		k := strings.Index(body[i:], name+".")
		if k < 0 {
			return false
		}
		k += i
		if k == 0 || !isWord(body[k-1]) && body[k-1] != '.' {
			return true
		}
		i = k + 1
	}
}

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
