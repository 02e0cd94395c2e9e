package widen

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// survey reads the directives and decides which functions are needed in which form,
// from the week's Step on.
func (g *generator) survey() {
	g.none = map[*ast.File]bool{}
	for _, f := range g.pkg.Syntax {
		g.none[f] = hasDirective(f.Comments, directiveNone)
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
			g.problem(object.Pos(), "%s is called by members and by blocks: make it a method, so that each has its own", object.Name())
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

func hasDirective(groups []*ast.CommentGroup, directive string) bool {
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
