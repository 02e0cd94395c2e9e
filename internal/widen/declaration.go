package widen

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

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
			w.WriteString(g.memberText(d))
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
