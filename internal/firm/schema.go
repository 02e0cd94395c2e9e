package firm

import (
	"maps"
	"slices"
	"strings"
	"time"
)

type tm = time.Time

// column is one column of a table: how it is read, written and explained.
type column struct {
	name     string
	aliases  string // other headings, with | between; "x*0.001" scales what stands below it
	unit     string // of numbers, see package unit
	required bool
	fill     bool // a blank cell means the same as above
	choices  []choice
	known    func() []string                          // for suggestions, where there are too many to list
	word     func(string) (canonical string, ok bool) // reads a word of which there are too many to list
	most     float64                                  // the largest number that makes sense; 0 for any
	note     string                                   // says to people what belongs here
	into     func(row any) any                        // a *string, *float64, *Range or *time.Time
	contents func(row any) *map[string]Range          // of content_ columns instead
}

// sheet is one table: a sheet of the workbook or a file of the folder.
type sheet struct {
	name, aliases string
	required      bool
	note          string
	columns       []column
	count         func(*Plan) int
	row           func(*Plan, int) any
	add           func(*Plan) any
	blank         func() any // a row of its own
}

// contentPrefix begins the heading of every column that says how much of a
// substance is in something; the substance is whatever follows.
const contentPrefix = "content_"

// of makes a table of one slice of the plan.
func of[T any](s sheet, rows func(*Plan) *[]T) sheet {
	s.count = func(p *Plan) int { return len(*rows(p)) }
	s.row = func(p *Plan, i int) any { return &(*rows(p))[i] }
	s.blank = func() any { return new(T) }
	s.add = func(p *Plan) any {
		list := rows(p)
		*list = append(*list, *new(T))
		return &(*list)[len(*list)-1]
	}
	return s
}

// cell makes a column of one field of a row.
func cell[T, F any](c column, field func(*T) *F) column {
	c.into = func(row any) any { return field(row.(*T)) }
	return c
}

// contents makes the columns content_X of a table.
func contents[T any](note string, field func(*T) *map[string]Range) column {
	return column{name: contentPrefix, unit: "%", most: 100, note: note, contents: func(row any) *map[string]Range { return field(row.(*T)) }}
}

const (
	idNote     = "A name of your own. Use the same name in every table."
	amountUnit = "pc (pieces), g, kg or t."
)

// schema is the plan, table by table.
var schema = []sheet{
	{name: "basis", aliases: "plan|settings|general", note: "One row: what the arithmetic as a whole rests on.",
		count: func(*Plan) int { return 1 }, row: func(p *Plan, _ int) any { return &p.Basis }, add: func(p *Plan) any { return &p.Basis }, blank: func() any { return &Basis{} },
		columns: []column{
			cell(column{name: "as_of", aliases: "date|stock date|stichtag", note: "Day the stocks were counted: week 0. Blank: the latest date in the stock table."}, func(b *Basis) *tm { return &b.AsOf }),
			cell(column{name: "horizon_weeks", aliases: "horizon", unit: "wk", most: 1040, note: "Weeks looked ahead; blank means 104."}, func(b *Basis) *float64 { return &b.Horizon }),
			cell(column{name: "carrying_cost", aliases: "carrying cost per year|cost of capital", unit: "1", most: 1, note: "Cost of holding stock, share of its price per year: 12 % or 0.12."}, func(b *Basis) *float64 { return &b.Carrying }),
		}},
	of(sheet{name: "lines", aliases: "line|products|programs|programmes|demand", required: true, note: "What is made. Several rows of one line are phases, each from its start to the next start.",
		columns: []column{
			cell(column{name: "line", aliases: "line id|id|production line", required: true, note: idNote}, func(l *Line) *string { return &l.ID }),
			cell(column{name: "product", aliases: "product id|model|finished good|fg", required: true, note: "What the line makes; the top of the bom."}, func(l *Line) *string { return &l.Product }),
			cell(column{name: "region", aliases: "plant|site|werk|country", note: "Where, for your own grouping."}, func(l *Line) *string { return &l.Region }),
			cell(column{name: "units_per_week", aliases: "units|weekly volume|volume per week|units/wk|units/year*0.019230769230769232|units_per_year*0.019230769230769232|annual volume*0.019230769230769232", required: true, unit: "pc", note: "Planned output. 23077, or a range 20000..23077..25000."}, func(l *Line) *Range { return &l.Units }),
			cell(column{name: "peak_per_week", aliases: "peak|max per week|capacity per week", unit: "pc", note: "Most it can make in a week, to catch up; blank: no more than planned."}, func(l *Line) *float64 { return &l.Peak }),
			cell(column{name: "value_per_unit", aliases: "value|price|sales price|unit value", unit: "USD", note: "Money lost when one unit is not made, in your currency."}, func(l *Line) *Range { return &l.Value }),
			cell(column{name: "margin_per_unit", aliases: "margin|contribution|db", unit: "USD", note: "What a unit earns; rationing takes from the least. Blank: its value."}, func(l *Line) *Range { return &l.Margin }),
			cell(column{name: "start", aliases: "start date|sop|valid from|from", note: "First day at this rate; blank: runs already."}, func(l *Line) *tm { return &l.Start }),
		}}, func(p *Plan) *[]Line { return &p.Lines }),
	of(sheet{name: "parts", aliases: "part|materials|components|teile", note: "What is bought, and what is in it. ? where nobody knows: the range of the grade is taken.",
		columns: []column{
			cell(column{name: "part", aliases: "part id|part number|material|component|item|pn|mpn|teil", required: true, note: idNote}, func(p *Part) *string { return &p.ID }),
			cell(column{name: "description", aliases: "name|text|bezeichnung|material description", note: "For people."}, func(p *Part) *string { return &p.Description }),
			cell(column{name: "grade", aliases: "magnet grade|güte", note: "Such as N42SH or N42SH-GBD; blank: not a magnet; ?: a magnet nobody knows the grade of."}, func(p *Part) *string { return &p.Grade }),
			cell(column{name: "mass_g", aliases: "mass|weight|net weight|gewicht", unit: "g", note: "Grams per piece: 60, 55..60..70 or ?."}, func(p *Part) *Range { return &p.Mass }),
			contents("Weight % in the part: 1.5, 0.4..1.5..2.8, or ? (then the range of the grade is taken). One column for each substance.", func(p *Part) *map[string]Range { return &p.Content }),
		}}, func(p *Plan) *[]Part { return &p.Parts }),
	of(sheet{name: "bom", aliases: "bill of materials|boms|stückliste|structure|bom explosion", required: true, note: "What goes into what: either parent and part, or an explosion with levels.",
		columns: []column{
			cell(column{name: "level", aliases: "lvl|stufe|explosion level|bom level", note: "Of an explosion only: 1, ..2 or 1.2.3. Quantities multiply down the tree."}, func(u *Use) *string { return &u.level }),
			cell(column{name: "parent", aliases: "product|assembly|top material|header|parent part|used in", fill: true, note: "The product or part it goes into; blank: as above. With levels: the product."}, func(u *Use) *string { return &u.Parent }),
			cell(column{name: "part", aliases: "component|item component|child|part number|material|component number|pn", required: true, note: idNote}, func(u *Use) *string { return &u.Part }),
			cell(column{name: "quantity", aliases: "qty|menge|component quantity|quantity per product|qty per|comp. qty|qty per 1000*0.001|quantity per 1000*0.001|qty/1000*0.001", required: true, unit: "", note: "How much of the part, in unit, goes into as many parents as per says."}, func(u *Use) *float64 { return &u.Quantity }),
			cell(column{name: "unit", aliases: "uom|un|me|base unit|component unit|einheit", choices: amountUnits, note: amountUnit + " Blank: pc."}, func(u *Use) *string { return &u.Unit }),
			cell(column{name: "per", aliases: "base quantity|basismenge|per pieces|price unit", unit: "pc", note: "Number of parents the quantity is for; blank: 1. 1000 for quantities per 1,000."}, func(u *Use) *float64 { return &u.Per }),
		}}, func(p *Plan) *[]Use { return &p.BOM }),
	of(sheet{name: "suppliers", aliases: "supplier|vendors|sources|sourcing|lieferanten", required: true, note: "Who delivers each part, from which country. Shares of the qualified suppliers of a part make 100 %.",
		columns: []column{
			cell(column{name: "part", aliases: "part number|material|component|pn", required: true, fill: true, note: idNote + " Blank: as above."}, func(s *Supplier) *string { return &s.Part }),
			cell(column{name: "supplier", aliases: "vendor|supplier name|vendor name|lieferant|source", required: true, note: idNote}, func(s *Supplier) *string { return &s.Supplier }),
			cell(column{name: "country", aliases: "supplier country|vendor country|origin|country of origin|land", word: country, known: countryNames, note: "Where the factory is, not the trading office: CN or China. ? if nobody knows."}, func(s *Supplier) *string { return &s.Country }),
			cell(column{name: "share", aliases: "quota|split|share of volume|quote|share %*0.01|share_pct*0.01|quota %*0.01", unit: "1", most: 1, note: "Of what you buy of the part: 85 % or 0.85. Blank: an equal part of the rest."}, func(s *Supplier) *Range { return &s.Share }),
			cell(column{name: "qualified", aliases: "approved|released|status", choices: yesNo, note: "yes or no. Blank: yes, unless months to qualify are given."}, func(s *Supplier) *string { return &s.Qualified }),
			cell(column{name: "months_to_qualify", aliases: "qualification time|months to qualification|qualification", unit: "mo", most: 240, note: "Months until it could deliver, if you start now."}, func(s *Supplier) *Range { return &s.Qualify }),
			cell(column{name: "cap_per_week", aliases: "cap|capacity|max per week|limit", note: "Most it can deliver to you in a week. Blank: no more than its share now."}, func(s *Supplier) *Range { return &s.Cap }),
			cell(column{name: "unit", aliases: "uom|cap unit|me", choices: amountUnits, note: "Of cap_per_week: " + amountUnit + " Blank: pc."}, func(s *Supplier) *string { return &s.Unit }),
			cell(column{name: "lead_time_weeks", aliases: "lead time|leadtime|lt|replenishment time|wiederbeschaffungszeit|planned delivery time", unit: "wk", most: 520, note: "From order to delivery. Cover below it is red."}, func(s *Supplier) *Range { return &s.Lead }),
			cell(column{name: "mode", aliases: "transport|mode of transport|freight mode|ship mode", choices: modes, note: "sea, air, road or rail. Blank: sea."}, func(s *Supplier) *string { return &s.Mode }),
			cell(column{name: "transit_weeks", aliases: "transit|transit time|time in transit", unit: "wk", most: 104, note: "Weeks under way. Blank: as usual for the mode."}, func(s *Supplier) *Range { return &s.Transit }),
			cell(column{name: "licence", aliases: "license|licence status|export licence|export license|license status", choices: licences, note: "none, not needed, pending, granted or refused."}, func(s *Supplier) *string { return &s.Licence }),
			cell(column{name: "licence_expiry", aliases: "license expiry|licence valid to|license valid to|valid to|expiry", note: "Last day of a granted licence; blank: none known."}, func(s *Supplier) *tm { return &s.Expiry }),
			cell(column{name: "mined_in", aliases: "mine|mine country|country of extraction", word: countryList, known: countryNames, note: "Countries the material is mined in: AU, or CN MM. Blank or ?: not known."}, func(s *Supplier) *string { return &s.Mined }),
			cell(column{name: "separated_in", aliases: "separation|refined in|processed in|country of processing", word: countryList, known: countryNames, note: "Countries it is separated (refined) in. Blank or ?: not known."}, func(s *Supplier) *string { return &s.Separated }),
			cell(column{name: "metal_in", aliases: "metal|metal made in|smelted in|melted in", word: countryList, known: countryNames, note: "Countries it is made into metal or alloy in. Blank or ?: not known."}, func(s *Supplier) *string { return &s.Metal }),
		}}, func(p *Plan) *[]Supplier { return &p.Suppliers }),
	of(sheet{name: "stock", aliases: "stocks|inventory|bestand|stock overview", required: true, note: "What there is. Rows of one part add up.",
		columns: []column{
			cell(column{name: "part", aliases: "part number|material|component|pn", required: true, fill: true, note: idNote + " Blank: as above."}, func(s *Stock) *string { return &s.Part }),
			cell(column{name: "supplier", aliases: "vendor|lieferant", note: "Whose goods are in transit; blank: shared out as usual."}, func(s *Stock) *string { return &s.Supplier }),
			cell(column{name: "location", aliases: "plant|sloc|storage location|werk|site", note: "For people."}, func(s *Stock) *string { return &s.Location }),
			cell(column{name: "on_hand", aliases: "unrestricted|stock|on hand quantity|available|frei verwendbar", note: "Usable today, in unit."}, func(s *Stock) *Range { return &s.OnHand }),
			cell(column{name: "in_transit", aliases: "transit|pipeline|on the water|intransit stock|open shipments", note: "Shipped and not arrived, in unit; arrives evenly over the transit time. Blank: as much as usually is."}, func(s *Stock) *Range { return &s.InTransit }),
			cell(column{name: "consigned", aliases: "consignment|consignment stock|konsi", note: "On your shelf but owned by the supplier, who may take it away."}, func(s *Stock) *Range { return &s.Consigned }),
			cell(column{name: "unit", aliases: "uom|me|base unit|bun", choices: stockUnits, note: amountUnit + " Or wk: weeks of use. Blank: pc."}, func(s *Stock) *string { return &s.Unit }),
			cell(column{name: "as_of", aliases: "date|counted|stichtag", note: "Day it was counted."}, func(s *Stock) *tm { return &s.AsOf }),
			cell(column{name: "note", aliases: "remark|comment|batch", note: "For people."}, func(s *Stock) *string { return &s.BatchNote }),
		}}, func(p *Plan) *[]Stock { return &p.Stock }),
	of(sheet{name: "disruptions", aliases: "disruption|scenario|shocks", note: "What is asked: whose shipments stop when, and what comes again. Several rows of a country are its course in time.",
		columns: []column{
			cell(column{name: "scenario", aliases: "case", fill: true, note: "A name of your own. The first scenario is asked unless you name another."}, func(d *Disruption) *string { return &d.Scenario }),
			cell(column{name: "country", aliases: "origin", required: true, fill: true, word: country, known: countryNames, note: "CN or China."}, func(d *Disruption) *string { return &d.Country }),
			cell(column{name: "part", aliases: "", note: "Only this part; blank: all."}, func(d *Disruption) *string { return &d.Part }),
			cell(column{name: "from", aliases: "cut from|start|date", required: true, fill: true, note: "Day from which nothing is shipped. Goods under way still arrive."}, func(d *Disruption) *tm { return &d.From }),
			cell(column{name: "transit_held", aliases: "held|held at port", choices: yesNo, note: "yes: goods under way are stopped too."}, func(d *Disruption) *string { return &d.Held }),
			cell(column{name: "substances", aliases: "elements|controlled", note: "Only parts that contain these, such as Dy Tb; blank: all parts."}, func(d *Disruption) *string { return &d.Substances }),
			cell(column{name: "threshold", aliases: "threshold wt%|limit", unit: "%", most: 100, note: "Weight %; parts with no more than this of all the substances together are free."}, func(d *Disruption) *float64 { return &d.Threshold }),
			cell(column{name: "licensed_share", aliases: "licensed|approved|licensed %*0.01", unit: "1", most: 1, note: "Share of the usual volume that comes again: 60 %, or a range 20%..60%..80%. Blank: nothing."}, func(d *Disruption) *Range { return &d.Licensed }),
			cell(column{name: "licensed_from_week", aliases: "from week|week|licensed from", unit: "wk", note: "Weeks after the cut that it does: 26, or a range."}, func(d *Disruption) *Range { return &d.Week }),
			cell(column{name: "counted_at", aliases: "counted", choices: counted, note: "What happens in that week: the goods arrive (arrival, also if blank) or leave (shipment)."}, func(d *Disruption) *string { return &d.Counted }),
			cell(column{name: "applications", aliases: "number of applications|licence applications", most: 1000, note: "Of how many applications the licensed share is made, each refused or granted on its own: few make it uncertain. Blank: as it says."}, func(d *Disruption) *float64 { return &d.Applications }),
			cell(column{name: "reach", aliases: "tiers", choices: reaches, note: "supplier: whose factory is there (also if blank). upstream: also goods mined, separated or made into metal there; licences do not lift it."}, func(d *Disruption) *string { return &d.Reach }),
		}}, func(p *Plan) *[]Disruption { return &p.Disruptions }),
	of(sheet{name: "options", aliases: "option|moves|mitigations|measures", note: "What could be bought, and what it costs. The answer ranks these by money per week of standstill saved.",
		columns: []column{
			cell(column{name: "option", aliases: "id|name|move", required: true, note: "A name of your own."}, func(o *Option) *string { return &o.ID }),
			cell(column{name: "kind", aliases: "type", required: true, choices: kindChoices, note: "What is bought: see the list. Each kind needs its own columns."}, func(o *Option) *string { return &o.Kind }),
			cell(column{name: "part", aliases: "part number|material", note: "The part it is about; of a sub-assembly: the assembly. Blank for a licence: all parts."}, func(o *Option) *string { return &o.Part }),
			cell(column{name: "supplier", aliases: "vendor|source", note: "Whose share, licence, freight or qualification. Blank for a licence or for air: all."}, func(o *Option) *string { return &o.Supplier }),
			cell(column{name: "line", aliases: "product", note: "The line that is rationed."}, func(o *Option) *string { return &o.Line }),
			cell(column{name: "amount", aliases: "quantity|qty|value", note: "In unit: weeks of use or pieces of stock, new share in %, licensed share in %, share of a line given up in %."}, func(o *Option) *Range { return &o.Amount }),
			cell(column{name: "unit", aliases: "uom", choices: optionUnits, note: "wk, pc, g, kg, t or %."}, func(o *Option) *string { return &o.Unit }),
			cell(column{name: "ready_weeks", aliases: "ready|weeks until effective|ready from week", unit: "wk", most: 1040, note: "Weeks from the date of the plan until it takes effect at your gate. Blank: at once."}, func(o *Option) *Range { return &o.Ready }),
			cell(column{name: "grade", aliases: "new grade", note: "Of a regrade: the grade used instead."}, func(o *Option) *string { return &o.Grade }),
			cell(column{name: "price", aliases: "cost|premium", unit: "USD", note: "In your currency, or a range 10..20..30. For stock its price, for others what it costs more than now."}, func(o *Option) *Range { return &o.Price }),
			cell(column{name: "price_per", aliases: "per|price basis", choices: prices, note: "once, pc, kg, week or year. Blank: once."}, func(o *Option) *string { return &o.Basis }),
			cell(column{name: "note", aliases: "remark|comment|source", note: "For people."}, func(o *Option) *string { return &o.Note }),
		}}, func(p *Plan) *[]Option { return &p.Options }),
	of(sheet{name: "grades", aliases: "grade table", note: "Your own contents by grade, before those that come with the program.",
		columns: []column{
			cell(column{name: "class", aliases: "grade", required: true, note: "SH finds N42SH; a whole name such as NMX-S45SH is looked for first."}, func(g *Grade) *string { return &g.Class }),
			cell(column{name: "process", aliases: "", note: "GBD (grain boundary diffusion), conventional, or what else tells it apart."}, func(g *Grade) *string { return &g.Process }),
			contents("Weight %, or a range.", func(g *Grade) *map[string]Range { return &g.Content }),
			cell(column{name: "source", aliases: "reference", note: "Where the figures are from."}, func(g *Grade) *string { return &g.Source }),
			cell(column{name: "note", aliases: "remark|comment", note: "For people."}, func(g *Grade) *string { return &g.Note }),
		}}, func(p *Plan) *[]Grade { return &p.Grades }),
}

func countryNames() []string {
	_, names := countries()
	return names
}

// substancesOf are the substances of a table, for writing its columns.
func substancesOf(p *Plan, s *sheet) []string {
	if s.name == "parts" {
		return p.Substances
	}
	seen := map[string]bool{}
	for _, g := range p.Grades {
		for name := range g.Content {
			seen[name] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// headings are the names and other headings of a column, squeezed, with the
// factor that what stands below is multiplied by.
func (c *column) headings() map[string]float64 {
	out := map[string]float64{squeeze(c.name): 1}
	for _, a := range strings.Split(c.aliases, "|") {
		name, factor, scaled := strings.Cut(a, "*")
		if name == "" {
			continue
		}
		out[squeeze(name)] = 1
		if scaled {
			v, _ := parsePlain(factor)
			out[squeeze(name)] = v
		}
	}
	return out
}
