package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"lodestone/internal/workbench"
)

// addCluster adds the flags that say how a cluster is reached.
func addCluster(x *pflag.FlagSet, c *workbench.ClusterOptions) {
	x.IntVar(&c.Workers, "workers", -1, "goroutines of this process that run members (default: one for each processor; none with a NATS URL)")
	x.StringVar(&c.Credentials, "nats-creds", "", "NATS credentials file")
	x.StringVar(&c.NKey, "nats-nkey", "", "NATS nkey seed file")
	x.StringVar(&c.CA, "nats-ca", "", "certificates that the NATS server is checked with")
	x.StringVar(&c.Cert, "nats-cert", "", "certificate of this client, for TLS")
	x.StringVar(&c.Key, "nats-key", "", "its key")
	x.IntVar(&c.Replicas, "nats-replicas", 1, "copies that a NATS cluster keeps of queue and results; 3 survive the loss of a server")
}

// defaultWorkers fills in the number of workers that was not given.
func (f *ensembleFlags) defaultWorkers() {
	switch {
	case f.Workers >= 0:
	case f.URL == "" || f.URL == workbench.Embedded:
		f.Workers = runtime.GOMAXPROCS(0)
	default:
		f.Workers = 0
	}
}

func newWorker(o *options) *cobra.Command {
	w := &workbench.ClusterOptions{}
	c := &cobra.Command{
		Use:   "worker",
		Short: "Run members of ensembles that others want, over NATS",
		Long: "Joins the workers of a NATS cluster, or of an ensemble with --nats embedded --listen, and\n" +
			"runs members until it is stopped. It needs no data: what is to be run comes with the\n" +
			"chunk. A worker that is killed loses nothing; what it had is given to another. It\n" +
			"refuses the runs of another version and those that it would compute otherwise.",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return o.worker(w) },
	}
	addCluster(c.Flags(), w)
	c.Flags().StringVar(&w.URL, "nats", "", "URL of the NATS server or cluster")
	return c
}

func (o *options) worker(w *workbench.ClusterOptions) error {
	if w.URL == "" || w.URL == workbench.Embedded {
		return errors.New("a worker needs --nats URL, such as nats://host:4222")
	}
	if w.Workers < 1 {
		w.Workers = runtime.GOMAXPROCS(0)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return w.Work(ctx,
		func(url string) { fmt.Fprintf(o.env.Stderr, "joined %s, %d at a time\n", url, w.Workers) },
		func(run string, chunk int) { fmt.Fprintf(o.env.Stderr, "run %s: chunk %d done\n", run, chunk) })
}
