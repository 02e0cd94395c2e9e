// Package server is the workbench over HTTP: an API under /api/v1, described by
// an OpenAPI document made from the code, and the page that uses it.
//
// [New] puts it together from a dataset, a catalogue and limits; [Server.Handler]
// answers requests; [Server.Close] ends the runs. No use case stands here: a
// handler turns a request into a call of package workbench and its answer, or its
// problems, into a response. Every route is registered with [huma.Register] in the
// file of its subject, which puts it into the description as well.
//
// What guards it, from the outside in: who may ask (auth.go), from where (guard.go:
// the Host header against rebinding, cross-origin checks, security headers), how
// much (limits.go: requests at once, sizes, times), and in package jobs how many
// runs.
package server
