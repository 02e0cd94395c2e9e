package widen

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
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
var masked = []string{"due", "short"}

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
