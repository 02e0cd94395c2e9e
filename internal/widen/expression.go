package widen

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// expr writes an expression.
func (b *block) expr(e ast.Expr) string {
	if v := b.value(e); v != nil && b.isFloat(e) {
		return b.constant(v)
	}
	switch e := e.(type) {
	case *ast.Ident, *ast.BasicLit:
		return b.raw(e)
	case *ast.ParenExpr:
		return "(" + b.expr(e.X) + ")"
	case *ast.SelectorExpr:
		return b.selector(e)
	case *ast.StarExpr:
		return "*" + b.expr(e.X)
	case *ast.IndexExpr:
		if c, ok := e.Index.(*ast.CallExpr); ok && b.callee(c) != nil && b.callee(c).Name() == "sign" { // of a table of two
			x := b.expr(e.X)
			return "lane.BySign(" + b.expr(c.Args[0]) + ", &" + x + ")"
		}
		return b.expr(e.X) + "[" + b.expr(e.Index) + "]"
	case *ast.SliceExpr:
		return b.expr(e.X) + "[" + b.bound(e.Low) + ":" + b.bound(e.High) + "]"
	case *ast.UnaryExpr:
		return b.unary(e)
	case *ast.BinaryExpr:
		return b.binary(e)
	case *ast.CallExpr:
		return b.call(e)
	case *ast.CompositeLit:
		t := ""
		if e.Type != nil {
			t = b.typ(e.Type)
		}
		return t + "{" + b.list(e.Elts) + "}"
	case *ast.KeyValueExpr:
		return b.raw(e.Key) + ": " + b.expr(e.Value)
	case *ast.ArrayType:
		return b.typ(e)
	}
	b.problem(e.Pos(), "a block has no expression like this")
	return ""
}

func (b *block) bound(e ast.Expr) string {
	if e == nil {
		return ""
	}
	return b.expr(e)
}

// selector writes a field, and notes those of the network.
func (b *block) selector(e *ast.SelectorExpr) string {
	if s := b.pkg.TypesInfo.Selections[e]; s != nil {
		if v, ok := s.Obj().(*types.Var); ok && v.Pkg() == b.network.Types {
			b.fields[v] = true
			b.networkType(namedOf(s.Recv()))
		}
		return b.expr(e.X) + "." + e.Sel.Name
	}
	return b.raw(e)
}

func (b *block) unary(e *ast.UnaryExpr) string {
	switch {
	case b.isFloat(e.X) && e.Op == token.SUB:
		return "lane.Neg(" + b.expr(e.X) + ")"
	case e.Op == token.NOT && b.varies(e.X):
		return b.mask(e.X) + ".Not()"
	}
	return e.Op.String() + b.expr(e.X)
}

func (b *block) binary(e *ast.BinaryExpr) string {
	method, ok := methods[e.Op]
	switch {
	case ok && b.isFloat(e.X):
		return b.operand(e.X) + "." + method + "(" + b.expr(e.Y) + ")"
	case e.Op == token.LAND && b.varies(e):
		return b.mask(e.X) + ".And(" + b.mask(e.Y) + ")"
	case e.Op == token.LOR && b.varies(e):
		return b.mask(e.X) + ".Or(" + b.mask(e.Y) + ")"
	}
	return b.expr(e.X) + " " + e.Op.String() + " " + b.expr(e.Y)
}

// operand writes what a method is called of; parentheses around it are of no use then.
func (b *block) operand(e ast.Expr) string {
	for {
		p, ok := e.(*ast.ParenExpr)
		if !ok {
			return b.expr(e)
		}
		e = p.X
	}
}

// mask writes a truth of each member, also one on which they agree.
func (b *block) mask(e ast.Expr) string {
	if !b.varies(e) {
		return "lane.When(" + b.expr(e) + ")"
	}
	return b.operand(e)
}

// callee is what a call calls, nil if it has no name.
func (g *generator) callee(c *ast.CallExpr) types.Object {
	switch f := ast.Unparen(c.Fun).(type) {
	case *ast.Ident:
		return g.pkg.TypesInfo.Uses[f]
	case *ast.SelectorExpr:
		return g.pkg.TypesInfo.Uses[f.Sel]
	}
	return nil
}

// inLanes are functions of the lanes by the function of the engine, or of a package
// it uses, that they stand for.
var inLanes = map[string]string{
	"positive": "lane.Positive", "negative": "lane.Negative", "any": "lane.Any", "known": "lane.Any", "fill": "lane.Fill",
	"math.Abs": "lane.Abs", "fmath.Log": "lane.Log", "fmath.Exp": "lane.Exp", "fmath.Pow": "lane.Pow", "fmath.Pow2": "lane.Pow2",
	"fmath.LogEach": "lane.LogEach", "fmath.ExpEach": "lane.ExpEach",
}

func (b *block) call(c *ast.CallExpr) string {
	if b.pkg.TypesInfo.Types[c.Fun].IsType() {
		return b.conversion(c)
	}
	object := b.callee(c)
	switch f := object.(type) {
	case *types.Builtin:
		return b.builtin(f.Name(), c)
	case *types.Func:
		if f.Signature().Recv() == nil {
			name := f.Name()
			if f.Pkg() != b.pkg.Types {
				name = f.Pkg().Name() + "." + name
			}
			if to, ok := inLanes[name]; ok {
				if name == "any" || name == "known" {
					return to + "(" + b.mask(c.Args[0]) + ")"
				}
				return to + "(" + b.list(c.Args) + ")"
			}
			if name == "choose" {
				return "lane.Choose(" + b.mask(c.Args[0]) + ", " + b.expr(c.Args[1]) + ", " + b.expr(c.Args[2]) + ")"
			}
			if f.Pkg() != b.pkg.Types && b.isFloat(c) {
				b.problem(c.Pos(), "%s does not work on lanes", name)
			}
		}
		if f.Pkg() == b.pkg.Types && b.ownForm(f) == memberForm {
			b.wrapped[f] = true
		}
		if b.each[f] && b.decls[f] == nil {
			b.problem(c.Pos(), "%s has no source", f.Name())
		}
	case nil:
		b.problem(c.Pos(), "a block cannot call a value")
	}
	return b.expr(c.Fun) + "(" + b.args(c, object) + ")"
}

// args writes what is handed to a function.
func (b *block) args(c *ast.CallExpr, object types.Object) string {
	parts := make([]string, len(c.Args))
	for i, x := range c.Args {
		parts[i] = b.expr(x)
		if f, ok := object.(*types.Func); ok && i < f.Signature().Params().Len() && b.boolean(x) && slices.Contains(masked, f.Signature().Params().At(i).Name()) {
			parts[i] = b.mask(x)
		}
	}
	return strings.Join(parts, ", ")
}

func (b *block) conversion(c *ast.CallExpr) string {
	x := c.Args[0]
	switch {
	case isFloat(b.pkg.TypesInfo.TypeOf(c.Fun)) && b.isFloat(x):
		return b.operand(x)
	case isFloat(b.pkg.TypesInfo.TypeOf(c.Fun)):
		return "lane.All(float64(" + b.expr(x) + "))"
	case b.isFloat(x):
		b.problem(c.Pos(), "members may differ in this integer")
	}
	return b.raw(c.Fun) + "(" + b.expr(x) + ")"
}

func (b *block) builtin(name string, c *ast.CallExpr) string {
	if (name == "min" || name == "max") && b.isFloat(c) {
		if len(c.Args) == 2 {
			for i, x := range c.Args {
				if v := b.value(x); v != nil && constant.Sign(v) == 0 { // takes a third of what the general one does
					return map[string]string{"min": "lane.Negative(", "max": "lane.Positive("}[name] + b.expr(c.Args[1-i]) + ")"
				}
			}
		}
		out := b.operand(c.Args[0])
		for _, x := range c.Args[1:] {
			out += map[string]string{"min": ".Min(", "max": ".Max("}[name] + b.expr(x) + ")"
		}
		return out
	}
	return name + "(" + b.list(c.Args) + ")"
}
