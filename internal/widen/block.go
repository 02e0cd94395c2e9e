package widen

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// block writes declarations for a block of members: as source text, without the
// comments, which stand in the original.
type block struct {
	*generator
	masks map[types.Object]bool // local variables that hold a truth of each member
}

// masked are fields of types written by hand, and parameters, that hold a truth of
// each member.
var masked = []string{"due"}

// function writes a function.
func (b *block) function(d *ast.FuncDecl) string {
	name := d.Name.Name
	if name == "Step" {
		name = "week" // the counterpart by hand also tidies up
	}
	recv := ""
	if d.Recv != nil {
		recv = b.fieldList(d.Recv, "(", ")") + " "
	}
	results := ""
	if d.Type.Results != nil {
		results = " " + strings.ReplaceAll(b.fieldList(d.Type.Results, "(", ")"), "bool", "lane.Mask")
	}
	return fmt.Sprintf("\nfunc %s%s%s%s %s\n", recv, name, b.fieldList(d.Type.Params, "(", ")"), results, b.stmt(d.Body))
}

func (b *block) fieldList(list *ast.FieldList, open, end string) string {
	var parts []string
	for _, f := range list.List {
		var names []string
		for _, n := range f.Names {
			names = append(names, n.Name)
		}
		t := b.typ(f.Type)
		if len(names) > 0 && t == "bool" && slices.Contains(masked, names[0]) {
			t = "lane.Mask"
			b.masks[b.pkg.TypesInfo.Defs[f.Names[0]]] = true
		}
		parts = append(parts, strings.TrimSpace(strings.Join(names, ", ")+" "+t))
	}
	return open + strings.Join(parts, ", ") + end
}

// typ writes a type.
func (b *block) typ(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		switch e.Name {
		case "float64":
			return "lane.F"
		case "Sim":
			return "Block"
		}
		return e.Name
	case *ast.StarExpr:
		return "*" + b.typ(e.X)
	case *ast.ArrayType:
		if e.Len == nil {
			return "[]" + b.typ(e.Elt)
		}
		return "[" + b.expr(e.Len) + "]" + b.typ(e.Elt)
	case *ast.SelectorExpr:
		if object := b.pkg.TypesInfo.Uses[e.Sel]; object != nil && object.Pkg() == b.network.Types {
			if _, ok := object.Type().Underlying().(*types.Struct); ok {
				b.networkType(object)
				return e.Sel.Name
			}
		}
		return b.raw(e)
	case *ast.StructType:
		var s strings.Builder
		s.WriteString("struct {\n")
		for _, f := range e.Fields.List {
			one := &ast.FieldList{List: []*ast.Field{f}}
			s.WriteString(b.fieldList(one, "", "") + "\n")
		}
		return s.String() + "}"
	case *ast.Ellipsis:
		return "..." + b.typ(e.Elt)
	}
	b.problem(e.Pos(), "a block has no type like this")
	return "int"
}

// raw is the text of the original.
func (g *generator) raw(n ast.Node) string { return g.text(n.Pos(), n.End()) }

func (b *block) stmt(s ast.Stmt) string {
	switch s := s.(type) {
	case nil:
		return ""
	case *ast.BlockStmt:
		lines := make([]string, len(s.List))
		for i, x := range s.List {
			lines[i] = b.stmt(x)
		}
		return "{\n" + strings.Join(lines, "\n") + "\n}"
	case *ast.ExprStmt:
		return b.expr(s.X)
	case *ast.AssignStmt:
		return b.assign(s)
	case *ast.IncDecStmt:
		return b.expr(s.X) + s.Tok.String()
	case *ast.ReturnStmt:
		return "return " + b.list(s.Results)
	case *ast.BranchStmt:
		return b.raw(s)
	case *ast.DeclStmt:
		return b.declare(s.Decl.(*ast.GenDecl))
	case *ast.IfStmt:
		return b.ifStmt(s)
	case *ast.ForStmt:
		if s.Init == nil && s.Post == nil {
			return "for " + b.uniform(s.Cond) + b.stmt(s.Body)
		}
		return "for " + b.stmt(s.Init) + "; " + b.uniform(s.Cond) + "; " + b.stmt(s.Post) + b.stmt(s.Body)
	case *ast.RangeStmt:
		return b.rangeStmt(s)
	}
	b.problem(s.Pos(), "a block has no statement like this")
	return ""
}

func (b *block) declare(d *ast.GenDecl) string {
	if d.Tok == token.CONST {
		return b.raw(d)
	}
	var lines []string
	for _, s := range d.Specs {
		v, ok := s.(*ast.ValueSpec)
		if !ok || v.Values != nil {
			b.problem(s.Pos(), "a block declares variables without a value, or by :=")
			continue
		}
		for _, n := range v.Names {
			lines = append(lines, "var "+n.Name+" "+b.typ(v.Type))
		}
	}
	return strings.Join(lines, "\n")
}

func (b *block) ifStmt(s *ast.IfStmt) string {
	init := ""
	if s.Init != nil {
		init = b.stmt(s.Init) + "; "
	}
	out := "if " + init + b.uniform(s.Cond) + b.stmt(s.Body)
	if s.Else != nil {
		out += " else " + b.stmt(s.Else)
	}
	return out
}

func (b *block) rangeStmt(s *ast.RangeStmt) string {
	vars := ""
	if s.Key != nil {
		vars = b.expr(s.Key)
		if s.Value != nil {
			vars += ", " + b.expr(s.Value)
		}
		vars += " " + s.Tok.String() + " "
	}
	return "for " + vars + "range " + b.expr(s.X) + b.stmt(s.Body)
}

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

var methods = map[token.Token]string{
	token.ADD: "Add", token.SUB: "Sub", token.MUL: "Mul", token.QUO: "Div",
	token.LSS: "Less", token.LEQ: "LessEqual", token.GTR: "Greater", token.GEQ: "GreaterEqual", token.EQL: "Equal", token.NEQ: "NotEqual",
	token.ADD_ASSIGN: "Add", token.SUB_ASSIGN: "Sub", token.MUL_ASSIGN: "Mul", token.QUO_ASSIGN: "Div",
}

func (b *block) assign(s *ast.AssignStmt) string {
	if method, ok := methods[s.Tok]; ok && b.isFloat(s.Lhs[0]) {
		to := b.expr(s.Lhs[0])
		return to + " = " + to + "." + method + "(" + b.expr(s.Rhs[0]) + ")"
	}
	if s.Tok == token.DEFINE || s.Tok == token.ASSIGN {
		for i, x := range s.Rhs {
			if id, ok := s.Lhs[i].(*ast.Ident); ok && b.boolean(x) && b.varies(x) {
				b.masks[b.pkg.TypesInfo.ObjectOf(id)] = true
			}
		}
	}
	return b.list(s.Lhs) + " " + s.Tok.String() + " " + b.list(s.Rhs)
}

func (b *block) list(list []ast.Expr) string {
	parts := make([]string, len(list))
	for i, e := range list {
		parts[i] = b.expr(e)
	}
	return strings.Join(parts, ", ")
}

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
	"math.Abs": "lane.Abs", "fmath.Log": "lane.Log", "fmath.Exp": "lane.Exp", "fmath.Pow": "lane.Pow", "fmath.Pow2": "lane.Pow2", "fmath.Sqrt": "lane.Sqrt",
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
		if f, ok := object.(*types.Func); ok && i < f.Signature().Params().Len() && slices.Contains(masked, f.Signature().Params().At(i).Name()) {
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

// constant names a number that is the same for all members. It is kept spread over
// the lanes in memory, for spreading it anew in a loop takes longer than its use.
func (g *generator) constant(v constant.Value) string {
	x, _ := constant.Float64Val(constant.ToFloat(v))
	text := strconv.FormatFloat(x, 'g', -1, 64)
	name, ok := g.constants[text]
	if !ok {
		name = fmt.Sprintf("const%d", len(g.constants))
		g.constants[text] = name
		g.order = append(g.order, text)
	}
	return name
}

func (g *generator) writeConstants(w *strings.Builder) {
	w.WriteString("\n// Numbers that are the same for all members.\nvar (\n")
	for _, text := range g.order {
		fmt.Fprintf(w, "\t%s lane.F // %s\n", g.constants[text], text)
	}
	w.WriteString(")\n\nfunc init() {\n")
	for _, text := range g.order {
		fmt.Fprintf(w, "\tlane.Set(&%s, %s)\n", g.constants[text], text)
	}
	w.WriteString("}\n")
}
