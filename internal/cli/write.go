package cli

import (
	"io"

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
