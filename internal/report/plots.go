package report

import (
	"fmt"
	"image/color"
	"io"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"

	"lodestone/internal/backtest"
)

// The two colours of plots, told apart with any colour vision (Okabe and Ito,
// Color Universal Design, 2008): blue for what was fitted on or simulated,
// orange for what validates or was observed.
var (
	blue   = color.RGBA{R: 0, G: 114, B: 178, A: 255}
	orange = color.RGBA{R: 213, G: 94, B: 0, A: 255}
	pale   = color.NRGBA{R: 213, G: 94, B: 0, A: 60}
)

// ScorePlot draws simulated against observed, with the band of each target, as
// SVG. A target on the diagonal is met.
func ScorePlot(w io.Writer, traces []backtest.Trace) error {
	p := newPlot("simulated against observed", "observed (bar: band)", "simulated")
	p.X.Scale, p.Y.Scale = plot.LogScale{}, plot.LogScale{}
	p.X.Tick.Marker, p.Y.Tick.Marker = plot.LogTicks{Prec: 3}, plot.LogTicks{Prec: 3}
	low, high := math.Inf(1), 0.0
	for _, role := range []struct {
		name, label string
		colour      color.Color
		shape       draw.GlyphDrawer
	}{{"fit", "fitted on", blue, draw.CircleGlyph{}}, {"validate", "validation", orange, draw.TriangleGlyph{}}} {
		var points bands
		for _, t := range traces {
			if t.Role == role.name && t.Simulated > 0 {
				points = append(points, t.Score)
				low, high = min(low, t.Low, t.Simulated), max(high, t.High, t.Simulated)
			}
		}
		if len(points) == 0 {
			continue
		}
		bars, err := plotter.NewXErrorBars(points)
		if err != nil {
			return fmt.Errorf("plotting: %w", err)
		}
		bars.Color = role.colour
		dots, err := plotter.NewScatter(points)
		if err != nil {
			return fmt.Errorf("plotting: %w", err)
		}
		dots.Color, dots.Shape, dots.Radius = role.colour, role.shape, vg.Points(3)
		p.Add(bars, dots)
		p.Legend.Add(role.label, dots)
	}
	if high == 0 {
		return fmt.Errorf("the record has no target that a replay could be held against")
	}
	diagonal, err := plotter.NewLine(plotter.XYs{{X: low, Y: low}, {X: high, Y: high}})
	if err != nil {
		return fmt.Errorf("plotting: %w", err)
	}
	diagonal.Dashes = []vg.Length{vg.Points(3), vg.Points(3)}
	p.Add(diagonal)
	p.Legend.Top, p.Legend.Left = true, true
	return writeSVG(w, 14*vg.Centimeter, 14*vg.Centimeter, [][]*plot.Plot{{p}})
}

// bands are scores as points with a horizontal bar.
type bands []backtest.Score

func (b bands) Len() int                { return len(b) }
func (b bands) XY(i int) (x, y float64) { return b[i].Observed, b[i].Simulated }
func (b bands) XError(i int) (low, high float64) {
	return b[i].Observed - b[i].Low, b[i].High - b[i].Observed
}

// panelsAcross is how many panels of a plot of traces stand side by side.
const panelsAcross = 2

// TracePlot draws each target of one replay over time, with the observed band
// over the window it was observed in, as SVG.
func TracePlot(w io.Writer, traces []backtest.Trace) error {
	var grid [][]*plot.Plot
	for i, t := range traces {
		p, err := tracePanel(t)
		if err != nil {
			return err
		}
		if i%panelsAcross == 0 {
			grid = append(grid, make([]*plot.Plot, panelsAcross))
		}
		grid[len(grid)-1][i%panelsAcross] = p
	}
	return writeSVG(w, 24*vg.Centimeter, vg.Length(len(grid))*6*vg.Centimeter, grid)
}

func tracePanel(t backtest.Trace) (*plot.Plot, error) {
	p := newPlot(t.What, "", "")
	p.X.Tick.Marker = plot.TimeTicks{Format: "2006-01"}
	var path plotter.XYs
	for i, d := range t.Dates {
		path = append(path, plotter.XY{X: float64(d.Unix()), Y: t.Values[i]})
	}
	if len(path) > 0 {
		line, err := plotter.NewLine(path)
		if err != nil {
			return nil, fmt.Errorf("plotting %s: %w", t.ID, err)
		}
		line.Color, line.Width = blue, vg.Points(1.5)
		p.Add(line)
	}
	x0, x1 := float64(t.At.Unix()), float64(t.Until.Unix())
	box, err := plotter.NewPolygon(plotter.XYs{{X: x0, Y: t.Low}, {X: x1, Y: t.Low}, {X: x1, Y: t.High}, {X: x0, Y: t.High}})
	if err != nil {
		return nil, fmt.Errorf("plotting %s: %w", t.ID, err)
	}
	box.Color, box.LineStyle.Color = pale, orange
	mark, err := plotter.NewLine(plotter.XYs{{X: x0, Y: t.Observed}, {X: x1, Y: t.Observed}})
	if err != nil {
		return nil, fmt.Errorf("plotting %s: %w", t.ID, err)
	}
	mark.Color, mark.Width = orange, vg.Points(2)
	p.Add(box, mark)
	p.Y.Min = 0
	return p, nil
}

func newPlot(title, x, y string) *plot.Plot {
	p := plot.New()
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = title, x, y
	p.Title.TextStyle.Font.Size = vg.Points(9)
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		a.Label.TextStyle.Font.Size, a.Tick.Label.Font.Size = vg.Points(9), vg.Points(7)
	}
	return p
}

func writeSVG(w io.Writer, width, height vg.Length, grid [][]*plot.Plot) error {
	canvas := vgsvg.New(width, height)
	tiles := draw.Tiles{Rows: len(grid), Cols: len(grid[0]), PadX: vg.Points(10), PadY: vg.Points(10), PadTop: vg.Points(4), PadRight: vg.Points(6), PadBottom: vg.Points(4), PadLeft: vg.Points(4)}
	at := draw.New(canvas)
	for r, row := range grid {
		for c, p := range row {
			if p != nil {
				p.Draw(tiles.At(at, c, r))
			}
		}
	}
	if _, err := canvas.WriteTo(w); err != nil {
		return fmt.Errorf("writing the plot: %w", err)
	}
	return nil
}
