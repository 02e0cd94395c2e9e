package widen

import (
	"cmp"
	"fmt"
	"go/types"
	"slices"
	"strings"
)

// networkType notes a type of the network that the block engine reads.
func (g *generator) networkType(object types.Object) {
	if object != nil && !slices.Contains(g.types, object) {
		g.types = append(g.types, object)
	}
}

// networkTypes writes the types of a network of all members, with the fields that the
// block engine reads, and how one member's numbers are put in their lane.
func (g *generator) networkTypes() string {
	for i := 0; i < len(g.types); i++ { // grows on the way
		g.structFields(g.types[i], func(v *types.Var) { g.networkType(g.structOf(v.Type())) })
	}
	slices.SortFunc(g.types, func(a, b types.Object) int { return cmp.Compare(a.Name(), b.Name()) })
	var w strings.Builder
	for _, t := range g.types {
		fmt.Fprintf(&w, "\n// %s is [network.%s] of each member.\ntype %s struct {\n", t.Name(), t.Name(), t.Name())
		g.structFields(t, func(v *types.Var) { fmt.Fprintf(&w, "\t%s %s\n", v.Name(), g.fieldType(v.Type())) })
		fmt.Fprintf(&w, "}\n\nfunc (d *%s) take(g *gathering, l int, s *network.%s) {\n", t.Name(), t.Name())
		g.structFields(t, func(v *types.Var) { w.WriteString(g.takeField(t.Name(), v)) })
		w.WriteString("}\n")
	}
	return w.String()
}

// structFields visits the fields of a type that the block engine reads.
func (g *generator) structFields(t types.Object, visit func(*types.Var)) {
	s, ok := t.Type().Underlying().(*types.Struct)
	if !ok {
		return
	}
	for i := range s.NumFields() {
		if g.fields[s.Field(i)] {
			visit(s.Field(i))
		}
	}
}

// structOf is the network's struct within a type, nil if there is none.
func (g *generator) structOf(t types.Type) types.Object {
	switch t := t.(type) {
	case *types.Pointer:
		return g.structOf(t.Elem())
	case *types.Slice:
		return g.structOf(t.Elem())
	case *types.Named:
		if _, ok := t.Underlying().(*types.Struct); ok && t.Obj().Pkg().Path() == networkPath {
			return t.Obj()
		}
	}
	return nil
}

func (g *generator) fieldType(t types.Type) string {
	switch t := t.(type) {
	case *types.Basic:
		if isFloat(t) {
			return "lane.F"
		}
		return t.Name()
	case *types.Slice:
		return "[]" + g.fieldType(t.Elem())
	case *types.Pointer:
		return "*" + g.fieldType(t.Elem())
	case *types.Array:
		return fmt.Sprintf("[%d]%s", t.Len(), g.fieldType(t.Elem()))
	case *types.Named:
		if g.structOf(t) != nil {
			return t.Obj().Name()
		}
		return t.Obj().Pkg().Name() + "." + t.Obj().Name()
	}
	return "struct{}"
}

// byHand are fields that are no list of what members have at the same place.
var byHand = []string{"Network.Mains"}

// takeField writes how a field of one member is put in its lane, by its type.
func (g *generator) takeField(of string, v *types.Var) string {
	name := v.Name()
	if slices.Contains(byHand, of+"."+name) {
		return ""
	}
	full := fmt.Sprintf("%q", of+"."+name)
	switch t := v.Type().(type) {
	case *types.Basic:
		if isFloat(t) {
			return fmt.Sprintf("\t*lane.At(&d.%s, l) = s.%s\n", name, name)
		}
		return fmt.Sprintf("\tif l == 0 {\n\t\td.%s = s.%s\n\t}\n\tg.agree(d.%s == s.%s, %s)\n", name, name, name, name, full)
	case *types.Array:
		return fmt.Sprintf("\tfor i := range s.%s {\n\t\t*lane.At(&d.%s[i], l) = s.%s[i]\n\t}\n", name, name, name)
	case *types.Pointer:
		if t.Elem().(*types.Named).Obj().Name() == "Params" { // shared by all of a stage
			return fmt.Sprintf("\td.%s = g.params(l, d.%s, s.%s)\n", name, name, name)
		}
		return fmt.Sprintf("\tif s.%s == nil {\n\t\td.%s = nil\n\t} else {\n\t\tif d.%s == nil {\n\t\t\td.%s = &%s{}\n\t\t}\n\t\td.%s.take(g, l, s.%s)\n\t}\n", name, name, name, name, g.fieldType(t.Elem()), name, name)
	case *types.Named:
		return fmt.Sprintf("\td.%s.take(g, l, &s.%s)\n", name, name)
	case *types.Slice:
		return g.takeSlice(name, full, t)
	}
	return ""
}

func (g *generator) takeSlice(name, full string, t *types.Slice) string {
	switch {
	case isFloat(t.Elem()):
		return fmt.Sprintf("\td.%s = g.floats(l, d.%s, s.%s, %s)\n", name, name, name, full)
	case g.structOf(t.Elem()) != nil:
		return fmt.Sprintf("\tif l == 0 && len(d.%s) != len(s.%s) {\n\t\td.%s = make(%s, len(s.%s))\n\t}\n\tif g.agree(len(d.%s) == len(s.%s), %s) {\n\t\tfor i := range s.%s {\n\t\t\td.%s[i].take(g, l, &s.%s[i])\n\t\t}\n\t}\n",
			name, name, name, g.fieldType(t), name, name, name, full, name, name, name)
	}
	if _, ok := t.Elem().(*types.Slice); ok {
		return fmt.Sprintf("\td.%s = g.tables(l, d.%s, s.%s, %s)\n", name, name, name, full)
	}
	return fmt.Sprintf("\tif l == 0 {\n\t\td.%s = s.%s\n\t}\n\tg.agree(slices.Equal(d.%s, s.%s), %s)\n", name, name, name, name, full)
}
