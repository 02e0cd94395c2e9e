// Package browser has the tests of the page in a real browser; nothing in it is
// part of the program. They start the server on a free port, drive Chromium
// through what people do with the page, and fail on anything that the browser
// complains about, such as a style that the page's policy forbids. They run
// where LODESTONE_BROWSER is set, as .ci/run does, and need Chromium.
//
// LODESTONE_BROWSER=1 go test ./internal/browser -run Screens -update takes the
// pictures in docs/screens again.
package browser
