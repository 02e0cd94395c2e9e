// Package web holds the page of the workbench as it was built: Dist has the
// files under dist. The sources are in src; "npm ci && npm run build" in this
// folder builds them again, and a test fails when the build is not of these
// sources. Nothing but Go is needed to serve the page.
package web

import "embed"

// Dist has the built page under dist.
//
//go:embed all:dist
var Dist embed.FS
