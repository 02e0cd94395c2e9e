package widen

import (
	"fmt"
	"go/constant"
	"strconv"
	"strings"
)

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
