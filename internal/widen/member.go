package widen

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// text is a part of the original.
func (g *generator) text(from, to token.Pos) string {
	f := g.pkg.Fset.File(from)
	src := g.sources[f.Name()]
	return string(src[f.Offset(from):f.Offset(to)])
}

// edit puts text in the place of what stands between two positions of the original.
type edit struct {
	from, to token.Pos
	text     string
	depth    int // of edits at one place, those of outer nodes come first at the start and last at the end
}

// member rewrites declarations for one member of a block: the original with what it
// reads and writes of the block taken at the member's lane.
type member struct {
	*generator
	edits []edit
	wide  map[types.Object]bool // local variables that are slices of the block
}

// memberText rewrites a declaration.
func (g *generator) memberText(d ast.Node) string {
	m := &member{generator: g, wide: map[types.Object]bool{}}
	var stack []ast.Node
	ast.Inspect(d, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		stack = append(stack, n)
		m.visit(n, stack)
		return true
	})
	slices.SortStableFunc(m.edits, func(a, b edit) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), a.depth-b.depth)
	})
	var out strings.Builder
	at := d.Pos()
	for _, e := range m.edits {
		out.WriteString(g.text(at, e.from) + e.text)
		at = e.to
	}
	out.WriteString(g.text(at, d.End()))
	return "\n" + out.String() + "\n"
}

func (m *member) insert(at token.Pos, depth int, text string) {
	m.edits = append(m.edits, edit{at, at, text, depth})
}

func (m *member) visit(n ast.Node, stack []ast.Node) {
	depth := len(stack)
	switch n := n.(type) {
	case *ast.Ident:
		m.ident(n)
	case *ast.AssignStmt:
		for i, x := range n.Rhs {
			if id, ok := n.Lhs[i].(*ast.Ident); ok && len(n.Lhs) == len(n.Rhs) && m.isWide(x) {
				m.wide[m.pkg.TypesInfo.ObjectOf(id)] = true
			}
		}
	case *ast.IndexExpr:
		if !m.isWide(n.X) {
			return
		}
		if isFloat(m.pkg.TypesInfo.TypeOf(n)) {
			m.insert(n.Pos(), depth, "(*lane.At(&")
			m.insert(n.End(), -depth, ", s.lane))")
			return
		}
		m.insert(n.Index.Pos(), depth, "s.at(int(")
		m.insert(n.Index.End(), -depth, "))")
	case *ast.SelectorExpr:
		if s := m.pkg.TypesInfo.Selections[n]; s != nil && s.Kind() == types.FieldVal && isFloat(s.Type()) && m.ofBlock(s.Recv()) {
			m.insert(n.Pos(), depth, "(*lane.At(&")
			m.insert(n.End(), -depth, ", s.lane))")
		}
	case *ast.UnaryExpr:
		if x, ok := n.X.(*ast.SelectorExpr); ok && n.Op == token.AND && x.Sel.Name == "State" {
			m.edits = append(m.edits, edit{n.Pos(), n.X.Pos(), "", depth})
		}
	case *ast.RangeStmt:
		if m.isWide(n.X) && n.Value != nil {
			m.problem(n.Pos(), "of a member, go over indices only")
		}
	case *ast.CallExpr:
		m.call(n)
	}
}

// ident renames what has another name for a member.
func (m *member) ident(id *ast.Ident) {
	object := m.pkg.TypesInfo.Uses[id]
	if object == nil || object.Pkg() != m.pkg.Types {
		return
	}
	if _, ok := object.(*types.TypeName); ok && object.Name() == "Sim" {
		m.edits = append(m.edits, edit{id.Pos(), id.End(), "member", 0})
	}
}

// call lets no function have a slice of the block but for its length.
func (m *member) call(c *ast.CallExpr) {
	name := ""
	if object := m.callee(c); object != nil {
		name = object.Name()
	}
	for _, x := range c.Args {
		if !m.isWide(x) {
			continue
		}
		if name != "len" {
			m.problem(c.Pos(), "of a member, %s cannot take what all members have", name)
		}
	}
}

// ofBlock reports whether a type is one of the engine's that the block has once for
// all its members.
func (m *member) ofBlock(t types.Type) bool {
	name := namedOf(t)
	return name != nil && name.Pkg() == m.pkg.Types && !m.each[name]
}

// isWide reports whether an expression is a slice that holds the numbers of all members.
func (m *member) isWide(e ast.Expr) bool {
	t, ok := m.pkg.TypesInfo.TypeOf(e).(*types.Slice)
	if !ok {
		return false
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return m.wide[m.pkg.TypesInfo.ObjectOf(e)]
	case *ast.SliceExpr:
		return m.isWide(e.X)
	case *ast.SelectorExpr:
		s := m.pkg.TypesInfo.Selections[e]
		return s != nil && m.ofBlock(s.Recv()) && (isFloat(t.Elem()) || namedOf(t.Elem()) != nil && namedOf(t.Elem()).Name() == "Phase")
	case *ast.CallExpr:
		f, ok := m.callee(e).(*types.Func)
		return ok && f.Signature().Recv() != nil && m.ofBlock(f.Signature().Recv().Type()) && isFloat(t.Elem())
	}
	return false
}

// wrap writes how a block calls a function of one member: for each in turn.
func (g *generator) wrap(w *strings.Builder, object types.Object) {
	d := g.decls[object]
	if d == nil || d.Recv == nil {
		g.problem(object.Pos(), "a block can only call methods of a member")
		return
	}
	var params, args []string
	for _, f := range d.Type.Params.List {
		for _, n := range f.Names {
			t, arg := g.raw(f.Type), n.Name
			if isFloat(g.pkg.TypesInfo.TypeOf(f.Type)) {
				t, arg = "lane.F", "lane.Of("+n.Name+", l)"
			}
			params, args = append(params, n.Name+" "+t), append(args, arg)
		}
	}
	call := fmt.Sprintf("s.members[l].%s(%s)", d.Name.Name, strings.Join(args, ", "))
	results := object.Type().(*types.Signature).Results()
	if results.Len() == 0 {
		fmt.Fprintf(w, "\nfunc (s *Block) %s(%s) {\n\tlane.Done()\n\tfor l := range s.members {\n\t\t%s\n\t}\n}\n", d.Name.Name, strings.Join(params, ", "), call)
		return
	}
	var types, to []string
	for i := range results.Len() {
		if !isFloat(results.At(i).Type()) {
			g.problem(d.Pos(), "a block cannot use what members answer but numbers")
		}
		types, to = append(types, fmt.Sprintf("r%d lane.F", i)), append(to, fmt.Sprintf("*lane.At(&r%d, l)", i))
	}
	fmt.Fprintf(w, "\nfunc (s *Block) %s(%s) (%s) {\n\tfor l := range s.members {\n\t\t%s = %s\n\t}\n\treturn\n}\n",
		d.Name.Name, strings.Join(params, ", "), strings.Join(types, ", "), strings.Join(to, ", "), call)
}
