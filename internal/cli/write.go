package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"

	"lodestone/internal/report"
	"lodestone/internal/workbench"
)

// write prints an answer in the format asked for.
func write[T any](o *options, x T, text func(io.Writer, T, report.Style) error, csv func(io.Writer, T) error) error {
	switch o.format {
	case "json":
		return report.JSON(o.env.Stdout, x)
	case "csv":
		return csv(o.env.Stdout, x)
	}
	return text(o.env.Stdout, x, o.style())
}

// answer opens the dataset, asks it and prints the answer.
func answer[T any](o *options, ask func(*workbench.Bench) (T, error), text func(io.Writer, T, report.Style) error, csv func(io.Writer, T) error) error {
	bench, err := o.open()
	if err != nil {
		return err
	}
	x, err := ask(bench)
	if err != nil {
		return err
	}
	return write(o, x, text, csv)
}

// answerLong is answer for what takes a while: it shows progress, and the user can
// stop it.
func answerLong[T any](o *options, label string, ask func(context.Context, *workbench.Bench, workbench.Progress) (T, error), text func(io.Writer, T, report.Style) error, csv func(io.Writer, T) error) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	asked := func(b *workbench.Bench) (T, error) {
		tell, done := o.progress(label)
		defer done()
		x, err := ask(ctx, b, tell)
		return x, stopped(err)
	}
	return answer(o, asked, text, csv)
}

// stopped says in plain words that the user stopped a task.
func stopped(err error) error {
	if errors.Is(err, context.Canceled) {
		return errors.New("stopped; nothing was written")
	}
	return err
}
