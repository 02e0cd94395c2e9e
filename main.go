// Lodestone stress-tests the chain from ore to magnets to the products that
// need them. Run "go run . stress" for the main job, "go run . help" for more.
package main

import (
	"os"

	"lodestone/internal/cli"
)

func main() { os.Exit(cli.Main()) }
