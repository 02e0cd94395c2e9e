package report

import (
	"bytes"
	"fmt"
	"image/color"
	"io"
	"slices"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"lodestone/internal/firm"
	"lodestone/internal/workbench"
)

// plotted is how many parts are drawn: those that run out first.
const plotted = 6

// burnDownPlot draws the stock of the parts that run out first, with the day marked on
// which each is gone, its P10 to P90 shaded, and dashed lines where shipments stop.
func burnDownPlot(w io.Writer, f *workbench.Firm) error {
	var grid [][]*plot.Plot
	for _, p := range f.Answer.Parts {
		if len(p.Burn) == 0 || len(grid) == plotted {
			continue
		}
		panel, err := burnDownPanel(f, &p)
		if err != nil {
			return fmt.Errorf("plotting %s: %w", p.Part, err)
		}
		grid = append(grid, []*plot.Plot{panel})
	}
	if len(grid) == 0 {
		return nil
	}
	return writeSVG(w, vg.Points(560), vg.Points(170*float64(len(grid))), grid)
}

func burnDownPanel(f *workbench.Firm, p *firm.PartAnswer) (*plot.Plot, error) {
	a := f.Answer
	panel := newPlot(p.Part+": out on "+ending(p.RunsOut.P50), "", "stock, "+p.Unit)
	panel.X.Tick.Marker = plot.TimeTicks{Format: "2006-01"}
	unix := func(week float64) float64 { return float64(a.AsOf.Unix()) + week*7*24*3600 }
	var path plotter.XYs
	top := 0.0
	for _, x := range p.Burn {
		path = append(path, plotter.XY{X: unix(x.Week), Y: x.Stock})
		top = max(top, x.Stock)
	}
	if top == 0 {
		top = max(1, p.Need)
	}
	stock, err := plotter.NewLine(path)
	if err != nil {
		return nil, err
	}
	stock.Color, stock.Width = blue, vg.Points(1.5)
	if p.RunsOut.P10 != p.RunsOut.P90 {
		end := unix(a.Horizon)
		if !p.RunsOut.P90.IsZero() {
			end = float64(p.RunsOut.P90.Unix())
		}
		from := float64(p.RunsOut.P10.Unix())
		band, err := plotter.NewPolygon(plotter.XYs{{X: from, Y: 0}, {X: end, Y: 0}, {X: end, Y: top}, {X: from, Y: top}})
		if err != nil {
			return nil, err
		}
		band.Color, band.LineStyle.Width = pale, 0
		panel.Add(band)
	}
	panel.Add(stock)
	for _, d := range f.Disruptions {
		if d.Shortage || d.Part != "" && d.Part != p.Part {
			continue
		}
		if err := upright(panel, d.From, top, color.Gray{Y: 110}, vg.Points(3), vg.Points(3)); err != nil {
			return nil, err
		}
	}
	if !p.RunsOut.P50.IsZero() {
		if err := upright(panel, p.RunsOut.P50, top, orange); err != nil {
			return nil, err
		}
	}
	panel.X.Min, panel.X.Max, panel.Y.Min, panel.Y.Max = unix(0), unix(a.Horizon), 0, top*1.05
	return panel, nil
}

// upright draws a vertical line on a day.
func upright(p *plot.Plot, day time.Time, top float64, colour color.Color, dashes ...vg.Length) error {
	x := float64(day.Unix())
	line, err := plotter.NewLine(plotter.XYs{{X: x, Y: 0}, {X: x, Y: top}})
	if err != nil {
		return err
	}
	line.Color, line.Width, line.Dashes = colour, vg.Points(1.5), dashes
	p.Add(line)
	return nil
}

// coverPlot draws weeks of cover as bars, in orange and marked ! where below the time to
// replenish, which a tick marks; the parts with least to spare on top.
func coverPlot(w io.Writer, a *firm.Answer) error {
	const most, widest = 20, 104.0 // parts, weeks
	parts := slices.Clone(a.Parts[:min(most, len(a.Parts))])
	if len(parts) == 0 {
		return nil
	}
	slices.Reverse(parts)
	p := newPlot("weeks of cover (tick: weeks to replenish)", "weeks", "")
	var names []string
	for n, x := range parts {
		name, colour := x.Part, color.Color(blue)
		if x.Red {
			name, colour = name+" !", orange
		}
		names = append(names, name)
		y, cover := float64(n), min(x.Cover, widest)
		bar, err := plotter.NewPolygon(plotter.XYs{{X: 0, Y: y - 0.3}, {X: cover, Y: y - 0.3}, {X: cover, Y: y + 0.3}, {X: 0, Y: y + 0.3}})
		if err != nil {
			return fmt.Errorf("plotting cover: %w", err)
		}
		bar.Color, bar.LineStyle.Width = colour, 0
		tick, err := plotter.NewLine(plotter.XYs{{X: min(x.Lead, widest), Y: y - 0.45}, {X: min(x.Lead, widest), Y: y + 0.45}})
		if err != nil {
			return fmt.Errorf("plotting cover: %w", err)
		}
		tick.Width = vg.Points(2)
		p.Add(bar, tick)
	}
	p.NominalY(names...)
	p.X.Min, p.Y.Min, p.Y.Max = 0, -0.6, float64(len(parts))-0.4
	p.Y.Tick.Label.YAlign = draw.YCenter
	return writeSVG(w, vg.Points(560), vg.Points(50+18*float64(len(parts))), [][]*plot.Plot{{p}})
}

// inline is the SVG element of a plot without the head of a file of its own.
func inline(draw func(io.Writer) error) (string, error) {
	var b bytes.Buffer
	if err := draw(&b); err != nil {
		return "", err
	}
	if at := bytes.Index(b.Bytes(), []byte("<svg")); at >= 0 {
		return string(b.Bytes()[at:]), nil
	}
	return "", nil
}
