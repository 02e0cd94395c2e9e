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
func Generate(dir string) (map[string][]byte, error) {
	loaded, err := packages.Load(&packages.Config{Dir: dir, Mode: packages.LoadSyntax | packages.NeedModule}, enginePath, networkPath)
	if err != nil {
		return nil, err
	}
	g := &generator{forms: map[types.Object]form{}, each: map[types.Object]bool{}, decls: map[types.Object]*ast.FuncDecl{}, fields: map[*types.Var]bool{}, constants: map[string]string{}, renamed: map[types.Object]bool{}, wrapped: map[types.Object]bool{}, sources: map[string][]byte{}}
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
		if g.sources[name], err = os.ReadFile(name); err != nil {
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
	renamed      map[types.Object]bool // functions without receiver that have both forms
	fields       map[*types.Var]bool   // of the network, that the block engine reads
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

// survey reads the directives and decides which functions are needed in which form,
// from the week's Step on.
func (g *generator) survey() {
	g.none = map[*ast.File]bool{}
	for _, f := range g.pkg.Syntax {
		g.none[f] = hasDirective(f.Comments, f.Package, directiveNone)
		for _, d := range f.Decls {
			g.surveyDecl(d, g.none[f])
		}
	}
	for _, v := range g.values {
		g.follow(v, memberForm)
	}
	for object, d := range g.decls {
		if name := object.Name(); name == "Step" || name == "Reset" || name == "review" || strings.HasPrefix(name, "new") || name == "series" || name == "reset" && g.each[object] {
			g.need(object, d, g.ownForm(object))
		}
	}
	for object, f := range g.forms {
		if f == wideForm|memberForm && g.decls[object].Recv == nil {
			g.renamed[object] = true
		}
	}
}

func (g *generator) surveyDecl(d ast.Decl, none bool) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		object := g.pkg.TypesInfo.Defs[d.Name]
		if !none {
			g.decls[object] = d
		}
		g.each[object] = inDoc(d.Doc, directiveEach)
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				g.each[g.pkg.TypesInfo.Defs[s.Name]] = inDoc(d.Doc, directiveEach) || inDoc(s.Doc, directiveEach)
			case *ast.ValueSpec:
				for _, name := range s.Names {
					object := g.pkg.TypesInfo.Defs[name]
					if g.each[object] = inDoc(d.Doc, directiveEach) || inDoc(s.Doc, directiveEach); g.each[object] && d.Tok == token.VAR {
						g.values = append(g.values, s)
					}
				}
			}
		}
	}
}

func inDoc(doc *ast.CommentGroup, directive string) bool {
	return doc != nil && slices.ContainsFunc(doc.List, func(c *ast.Comment) bool { return c.Text == directive })
}

func hasDirective(groups []*ast.CommentGroup, _ token.Pos, directive string) bool {
	return slices.ContainsFunc(groups, func(g *ast.CommentGroup) bool { return inDoc(g, directive) })
}

// ownForm is the form that a function asks for itself.
func (g *generator) ownForm(object types.Object) form {
	if g.each[object] || g.eachReceiver(object) {
		return memberForm
	}
	return wideForm
}

// eachReceiver reports whether a method is of a type of one member.
func (g *generator) eachReceiver(object types.Object) bool {
	recv := object.Type().(*types.Signature).Recv()
	return recv != nil && g.each[namedOf(recv.Type())]
}

// namedOf is the name of a type or of what it points to.
func namedOf(t types.Type) types.Object {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	if n, ok := t.(*types.Named); ok {
		return n.Obj()
	}
	return nil
}

// need asks for a function in a form, and for all it calls.
func (g *generator) need(object types.Object, d *ast.FuncDecl, f form) {
	if g.forms[object]&f != 0 {
		return
	}
	g.forms[object] |= f
	g.follow(d, f)
}

// follow asks for all functions that are named within a node, in the form of what
// names them. What belongs to one member is called for each member in turn.
func (g *generator) follow(node ast.Node, f form) {
	ast.Inspect(node, func(x ast.Node) bool {
		id, ok := x.(*ast.Ident)
		if !ok {
			return true
		}
		object, ok := g.pkg.TypesInfo.Uses[id].(*types.Func)
		if !ok || object.Pkg() != g.pkg.Types {
			return true
		}
		if d := g.decls[object]; d != nil {
			if g.ownForm(object) == memberForm {
				g.need(object, d, memberForm)
			} else {
				g.need(object, d, f)
			}
		}
		return true
	})
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

// decl writes a declaration in the forms it is needed in.
func (g *generator) decl(w *strings.Builder, d ast.Decl) {
	wide := &block{g, map[types.Object]bool{}}
	switch d := d.(type) {
	case *ast.FuncDecl:
		object := g.pkg.TypesInfo.Defs[d.Name]
		if g.forms[object]&wideForm != 0 {
			w.WriteString(wide.function(d))
		}
		if g.forms[object]&memberForm != 0 {
			w.WriteString(g.memberFunc(object, d))
		}
	case *ast.GenDecl:
		switch {
		case d.Tok == token.IMPORT:
		case d.Tok == token.CONST:
			w.WriteString("\n" + g.raw(d) + "\n")
		default:
			for _, s := range d.Specs {
				g.spec(w, wide, d, s)
			}
		}
	}
}

// spec writes a type or a variable.
func (g *generator) spec(w *strings.Builder, wide *block, d *ast.GenDecl, s ast.Spec) {
	switch s := s.(type) {
	case *ast.TypeSpec:
		if g.each[g.pkg.TypesInfo.Defs[s.Name]] {
			w.WriteString("\ntype " + strings.TrimSpace(g.memberText(s)) + "\n")
		} else {
			w.WriteString("\ntype " + s.Name.Name + " " + wide.typ(s.Type) + "\n")
		}
	case *ast.ValueSpec:
		if g.each[g.pkg.TypesInfo.Defs[s.Names[0]]] {
			w.WriteString("\nvar " + strings.TrimSpace(g.memberText(s)) + "\n")
		} else {
			g.problem(s.Pos(), "a variable of the package belongs to each member, or to nobody")
		}
	}
}

// memberFunc writes a function for one member, by another name where the block has
// one of its name.
func (g *generator) memberFunc(object types.Object, d *ast.FuncDecl) string {
	text := g.memberText(d)
	if g.renamed[object] {
		text = strings.Replace(text, "func "+object.Name()+"(", "func "+object.Name()+"Of(", 1)
	}
	return text
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
