// Package provenance traces material through the chain: through which
// countries, owners and facilities the content of each market passed, at each
// stage, the cycle of scrap included.
//
// Every market is taken to be well mixed: what leaves it has the composition of
// what enters it. With w_jk the share of the mass of an element in node j
// (market or line) that comes from node k, and d_jr = 1 for a line of region r
// that runs the stage asked about, the share x_jr last processed there in r is
//
//	x_jr = d_jr                for a line of that stage
//	x_jr = sum_k w_jk x_kr     for every other node
//
// which is an absorbing Markov chain run backwards (Kemeny and Snell, Finite
// Markov Chains, 1960, ch. 3; for materials Duchin and Levine, Journal of
// Industrial Ecology 14, 2010, 586-597). Proportional mixing is also how
// electricity is traced through a grid (Bialek, IEE Proceedings 143, 1996,
// 313-320). Scrap makes the system cyclic; it is solved by iteration.
//
// Masses are those of the tracked elements, not of the goods that hold them.
// Results depend on the order of ids only, never on that of rows.
package provenance
