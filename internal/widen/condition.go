package widen

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
)

// uniform writes a condition on which all members agree.
func (b *block) uniform(e ast.Expr) string {
	if e == nil {
		return ""
	}
	if b.varies(e) {
		b.problem(e.Pos(), "members may differ in this condition: use choose, any or known")
	}
	return b.expr(e)
}

// varies reports whether a truth may differ between members.
func (b *block) varies(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return b.varies(e.X)
	case *ast.UnaryExpr:
		return e.Op == token.NOT && b.varies(e.X)
	case *ast.BinaryExpr:
		switch e.Op {
		case token.LAND, token.LOR:
			return b.varies(e.X) || b.varies(e.Y)
		case token.LSS, token.GTR, token.LEQ, token.GEQ, token.EQL, token.NEQ:
			return b.isFloat(e.X) && !(b.value(e.X) != nil && b.value(e.Y) != nil)
		}
	case *ast.Ident:
		return b.masks[b.pkg.TypesInfo.ObjectOf(e)]
	case *ast.SelectorExpr:
		return slices.Contains(masked, e.Sel.Name)
	case *ast.CallExpr:
		if f, ok := b.callee(e).(*types.Func); ok && f.Pkg() == b.pkg.Types && b.boolean(e) {
			return !slices.Contains([]string{"any", "known"}, f.Name())
		}
	}
	return false
}

func (b *block) boolean(e ast.Expr) bool {
	t, ok := b.pkg.TypesInfo.TypeOf(e).Underlying().(*types.Basic)
	return ok && t.Info()&types.IsBoolean != 0
}

func (g *generator) isFloat(e ast.Expr) bool { return isFloat(g.pkg.TypesInfo.TypeOf(e)) }

func isFloat(t types.Type) bool {
	b, ok := t.(*types.Basic)
	return ok && b.Info()&types.IsFloat != 0
}

// value is that of a constant, else nil.
func (g *generator) value(e ast.Expr) constant.Value { return g.pkg.TypesInfo.Types[e].Value }
