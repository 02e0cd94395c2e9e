// Package data holds the built-in datasets, one folder each.
package data

import "embed"

// FS has the folder ree: the rare-earth chain.
//
//go:embed ree
var FS embed.FS
