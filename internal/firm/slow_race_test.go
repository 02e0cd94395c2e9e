//go:build race

package firm

// slow is how much slower than usual the program runs.
const slow = 10
