// Package cluster does the chunks of an ensemble on many machines, over NATS
// JetStream.
//
// [Executor] is the side that wants a job done: it puts the job in an object store
// under its hash, keeps a number of chunks in a work queue, and takes their results
// from a key-value bucket. [Work] is the side that does them: it takes chunks from
// the queue, fetches jobs it does not know, says every few seconds that it is still
// at it, writes the result under (run, chunk) and only then acknowledges the chunk.
//
// What dies leaves its chunk to be delivered again. A chunk done twice is written
// once. A chunk that is in neither queue nor bucket, whatever became of it, is put
// into the queue again. [Start] starts a server in this process, for one machine or
// for workers that join it; [Connect] joins a cluster by the usual options of NATS.
package cluster
