package balance

// Rows are balances: sums of flows times coefficients. The terms of row i are those
// from At[i] to At[i+1], each the flow Col times Coef. Rows of the same flows with other
// coefficients may share At and Col.
type Rows struct {
	At, Col []int32
	Coef    []float64
}

// Add adds a term to the row that is being written; a flow may have several.
func (r *Rows) Add(flow int, coef float64) {
	r.Col, r.Coef = append(r.Col, int32(flow)), append(r.Coef, coef)
}

// End ends a row.
func (r *Rows) End() {
	if r.At == nil {
		r.At = []int32{0}
	}
	r.At = append(r.At, int32(len(r.Col)))
}

// Len is the number of rows.
func (r *Rows) Len() int { return max(len(r.At)-1, 0) }

// terms returns the flows and coefficients of a row.
func (r *Rows) terms(i int) ([]int32, []float64) {
	coef := r.Coef[r.At[i]:r.At[i+1]]
	return r.Col[r.At[i]:r.At[i+1]][:len(coef)], coef
}
