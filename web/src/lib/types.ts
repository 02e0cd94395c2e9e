// The answers of the API, as far as the page reads them. Units are in the
// names: _t tonnes, _usd US dollars, _weeks weeks, _share 0 to 1. Series hold
// one number per week; week w begins 7 w days after the start.

export interface Quantity {
  value: number;
  low: number;
  high: number;
  unit: string;
  source: string;
  locator?: string;
  evidence: string;
  note?: string;
  as_of?: string;
  file?: string;
  line?: number;
}

export interface Range {
  value: number;
  low: number;
  high: number;
}

export interface Provenance {
  program: string;
  version: string;
  model: string;
  model_sha256: string;
  scenario: string;
  scenario_sha256: string;
  base_year: number;
  seed: number;
  behaviour: string;
}

export interface ModelInfo {
  id: string;
  title: string;
  version: string;
  sha256: string;
  default_scenario: string;
  base_years: number[];
}

export interface Region {
  id: string;
  name: string;
  kind: string;
  members?: string[];
  m49?: string[];
}

export interface Facility {
  id: string;
  name: string;
  region: string;
  place?: string;
  lat?: number;
  lon?: number;
  owner: string;
  status: string;
  strategy?: string;
  stage: string;
  processes?: string[];
  opened?: string;
  capacity?: Quantity;
  output?: Quantity;
}

export interface Commodity {
  id: string;
  name: string;
  stage: string;
  unit: string;
  basis: string;
  contents?: Record<string, number>;
}

export interface EndUse {
  id: string;
  name: string;
  sector: string;
  unit: string;
  surplus?: boolean;
}

export interface MarketInfo {
  commodity: string;
  region: string;
  cover_weeks: number;
  price_usd_per_kg: number;
  use_t_per_week: number;
}

export interface RouteInfo {
  commodity: string;
  from: string;
  to: string;
  flow_t_per_year: number;
  lead_weeks: number;
  illicit?: boolean;
}

export interface Model {
  id: string;
  title: string;
  version: string;
  sha256: string;
  base_year: number;
  stages: string[];
  regions: Region[];
  elements: { id: string; name: string; group: string; compound: string }[];
  commodities: Commodity[];
  facilities: Facility[];
  end_uses: EndUse[];
  markets: MarketInfo[];
  routes: RouteInfo[];
  stockpiles: string[];
  event_keys: EventKey[];
}

/** What an event of a kind needs and may have besides id, title, source and dates. */
export interface EventKey {
  kind: string;
  must: string[];
  may: string[];
}

export interface ScenarioInfo {
  name: string;
  title: string;
  base_year: number;
  start: string;
  weeks: number;
  saved: boolean;
}

/** A value in a scenario: text such as "6 wk", or one with a range. */
export type Valued = string | number | { value: string | number; low?: string | number; high?: string | number; [key: string]: unknown };

export interface Dated {
  from: string;
  share: string | number;
  low?: string | number;
  high?: string | number;
  source?: string;
  locator?: string;
}

export interface Event {
  id: string;
  kind: string;
  title: string;
  announced?: string;
  from: string;
  to?: string;
  source?: string;
  locator?: string;
  approval?: Dated[];
  general?: Dated[];
  [key: string]: unknown;
}

export interface Document {
  events?: Event[];
  extends?: string[] | string;
  start: string;
  weeks: number;
  [key: string]: unknown;
}

export interface ScenarioView extends ScenarioInfo {
  description: string;
  sha256: string;
  text: string;
  document: Document;
  extends?: string[] | null;
  baseline?: string;
  events: Event[];
}

export type ScenarioRef = { name?: string; text?: string; document?: Document };

export interface LineDown {
  end_use: string;
  region: string;
  date: string;
  week: number;
  missing_commodity: string;
  cover_at_shock_weeks: number;
  share_of_lines_stopped: number;
  value_lost_usd: number;
  cause: string[];
  event?: string;
}

export interface Shortage {
  end_use: string;
  region: string;
  sector: string;
  unit: string;
  share_of_demand: number;
  worst_week_share: number;
  worst_week: string;
  units_lost: number;
  value_lost_usd: Range;
}

export interface EventNote {
  id: string;
  kind: string;
  title: string;
  from: string;
  to?: string;
  source: string;
}

export interface MarketSeries {
  commodity: string;
  region: string;
  name: string;
  unit: string;
  normal_cover_weeks: number;
  lead_weeks: number;
  line_down_week?: number | null;
  cover_weeks: number[];
  baseline_cover_weeks: number[];
  stock_t: number[];
  baseline_stock_t: number[];
  in_transit_t: number[];
  want_t: number[];
  unmet_t: number[];
  supply: { origin: string; kind: "own" | "trade" | "illicit" | "stockpile"; t: number[] }[];
  price_usd_per_kg: number[];
  baseline_price_usd_per_kg?: number[];
  stopped_share: number[];
}

export interface PriceSeries {
  commodity: string;
  unit: string;
  inside_region: string;
  inside: number[];
  outside: number[];
  base_inside: number;
  base_outside: number;
}

export interface RecordTarget {
  id: string;
  episode: string;
  role: string;
  measure: string;
  what: string;
  commodities: string[];
  region?: string;
  from?: string;
  to?: string;
  at: string;
  until: string;
  observed: number;
  low: number;
  high: number;
  simulated: number;
  in_band: boolean;
  source: string;
  dates?: string[];
  values?: number[];
  price?: { commodity: string; region: string; value: number; low: number; high: number; unit: string };
}

export interface Cover {
  commodity: string;
  region: string;
  normal_weeks: number;
  lowest_weeks: number;
  lowest_date: string;
  buyers_run_out_share: number;
  lead_weeks: number;
}

export interface Exporter {
  region: string;
  exports_lost_usd: number;
  exports_lost_share: number;
  value_lost_at_home_usd: Range;
  value_lost_abroad_usd: Range;
  worst_week: string;
  worst_week_exports_lost: number;
}

export interface Simulation {
  provenance: Provenance;
  title: string;
  start: string;
  weeks: number;
  took_ms: number;
  value_lost_usd: Range;
  first_line_down: LineDown | null;
  line_downs: LineDown[];
  shortages: Shortage[];
  unmet: { end_use: string; region: string; share: number[]; baseline: number[] }[];
  events: EventNote[];
  markets: MarketSeries[];
  prices: PriceSeries[];
  record: RecordTarget[];
  covers: Cover[];
  lanes: { stage: string; from: string; to: string; baseline_t_per_week: number; shipped_t_per_week: number }[];
  exporters: Exporter[];
  assumptions: string[];
  mass_balance_worst_residual: number;
}

export interface PathNode {
  text: string;
  binds?: string;
  share: number;
  since?: string;
  children?: PathNode[];
  others?: { binds: string; text: string; t_per_week: number }[]; // why nobody else filled the gap
}

export interface Explanation {
  scenario: string;
  end_use: string;
  region: string;
  week: number;
  week_of: string;
  unit: string;
  wanted_units: number;
  unserved_units: number;
  unserved_share: number;
  missing_commodity: string;
  roots: { name: string; kind: string; text: string; share: number; booked_share: number; smaller_without?: number; events?: string[] }[] | null;
  path: PathNode | null;
  smallest_stock_that_would_have_served: { commodity: string; region: string; t: number; weeks_of_use: number; possible: boolean };
  latest_ends_of_events_that_would_have_served?: { event: string; title: string; end: string; weeks_before_the_shortage: number }[] | null;
}

export interface Flows {
  basis: string;
  element: string;
  base_year: number;
  nodes: FlowNode[];
  links: { from: string; to: string; t_per_year: number; return?: boolean }[];
}

/** What is made at a stage in a region, used there at it, demanded by a sector,
 *  left over, lost at a stage, comes back as scrap, or has no maker in the chain. */
export interface FlowNode {
  id: string;
  kind: "made" | "used" | "demand" | "surplus" | "loss" | "recycled" | "unmade";
  stage?: string;
  region?: string;
  sector?: string;
}

export interface HeatMap {
  line_share: number;
  basis: string;
  stages: string[];
  regions: string[];
  cells: { stage: string; region: string; made_t_per_year: number; share: number }[];
}

export interface DataValue {
  table: string;
  key: Record<string, string>;
  value: number;
  low: number;
  high: number;
  unit: string;
  raw?: string;
  raw_unit?: string;
  source: string;
  locator?: string;
  evidence: string;
  note?: string;
  as_of?: string;
  file?: string;
  line?: number;
}

export interface Values {
  total: number;
  tables: string[];
  values: DataValue[];
}

export interface SourceInfo {
  id: string;
  numbers: number;
  producer: string;
  title: string;
  published?: string;
  url?: string;
  licence?: string;
}

export interface Problem {
  file?: string;
  line?: number;
  column?: number;
  field?: string;
  value?: string;
  message: string;
}

export interface RunInfo {
  id: string;
  kind: string;
  status: "queued" | "running" | "done" | "failed" | "cancelled" | "interrupted";
  progress: number;
  error?: string;
  problems?: Problem[] | null;
  title?: string;
  created?: string;
  finished?: string;
  inputs?: { scenario?: string; options: Record<string, unknown> };
}

export interface Outcome {
  name: string;
  region?: string;
  weeks_removed: number;
  value_lost_usd: number;
  first_line_down_week: number;
  first_line_down?: string;
  end_use?: string;
  end_use_region?: string;
  dearest_price_over_baseline: number;
  dearest_commodity?: string;
  weeks_to_recover: number;
}

export interface Sweep {
  by: string;
  weeks: number;
  curve?: Outcome[];
  singles?: Outcome[];
}

export interface CompareSide {
  title: string;
  name: string;
  provenance: Provenance;
  start: string;
  weeks: number;
  value_lost_usd: Range;
  first_line_down: LineDown | null;
}

export interface Comparison {
  a: CompareSide;
  b: CompareSide;
  inputs: { path: string; a: unknown; b: unknown }[] | null;
  first_difference: { week: number; date: string; what: string; measure: string; unit: string; a: number; b: number } | null;
  line_downs: { end_use: string; region: string; a: LineDown | null; b: LineDown | null }[] | null;
  shortages: { end_use: string; region: string; a_value_lost_usd: number; b_value_lost_usd: number }[] | null;
  prices: { commodity: string; unit: string; a_peak_outside: number; b_peak_outside: number }[] | null;
  lost: { a_usd: number[]; b_usd: number[] };
}

export interface DateRange {
  p10: string | null;
  p50: string | null;
  p90: string | null;
  earliest: string | null;
  latest: string | null;
}

export interface Spread {
  p10: number;
  p50: number;
  p90: number;
}

export interface Between {
  low: number;
  mid: number;
  high: number;
  state: number | string;
}

export interface FirmLine {
  line: string;
  product: string;
  region: string;
  missing: string;
  cover: number;
  scarcest: string;
  red: boolean;
  down: DateRange;
  lost: Spread;
  lost_weeks: number;
  lost_value: Spread;
  output: Spread;
}

export interface FirmPart {
  part: string;
  unit: string;
  need: number;
  cover: number;
  lead: number;
  red: boolean;
  runs_out: DateRange;
  missing: number;
  cut: number;
  lines: string[] | null;
  burn: { week: number; stock: number }[] | null;
}

export interface FirmMove {
  option: string;
  kind: string;
  down: string;
  gained: number;
  weeks_saved: number;
  units_saved: number;
  value_saved: number;
  cost: Between;
  per_year: Between;
  per_week: Between;
}

export interface FirmUnknown {
  table: string;
  row: string;
  column: string;
  value: Between;
  line: string;
  weeks: number;
  early: string;
  late: string;
  ask: string;
}

export interface FirmAnswer {
  provenance: Provenance;
  under: string;
  with?: string[] | null;
  notes?: string[] | null;
  answer: {
    as_of: string;
    horizon: number;
    lines: FirmLine[] | null;
    parts: FirmPart[] | null;
    unknowns: FirmUnknown[] | null;
    moves: FirmMove[] | null;
    assumptions: string[] | null;
  };
}

export interface Fan {
  p5: number;
  p25: number;
  p50: number;
  p75: number;
  p95: number;
  mean: number;
}

export interface Ensemble {
  title: string;
  start: string;
  weeks: number;
  members: number;
  value_lost_usd: Fan;
  first_line_down: { share_of_members_with_line_down: number; p5: string; p25: string; p50: string; p75: string; p95: string };
  weekly: { series: string; of?: string; region?: string; week_of: string; value: Fan }[] | null;
}

export interface PlanResult {
  scenario: string;
  title: string;
  region: string;
  end_use?: string;
  objective: unknown;
  decision: string;
  first_event: string;
  until: string;
  budget_usd?: number;
  spent_usd: number;
  moves: { move: string; kind: string; name: string; amount: number; unit: string; weeks_of_use?: number; cost_usd: number; saves_usd: number; ready: string }[] | null;
  frontier: { budget_usd: number; spent_usd: number; expected_loss_usd: number; worst_fifth_usd: number; lower_bound_usd: number; saved_per_dollar: number }[] | null;
  next_dollar: number;
  loss_before_usd: number;
  loss_promised_usd: number;
  loss_delivered_usd: number;
  out_of_sample: { loss_before_usd: number; loss_after_usd: number; worst_loss_after_usd: number; end_uses_stopped_before: number; end_uses_stopped_after: number };
  gap: number;
  why_they_differ?: string[] | null;
  notes?: string[] | null;
}

export interface About {
  version: string;
  model: string;
  auth: "none" | "token" | "oidc";
  signed_in: boolean;
}

export interface KeptPlan {
  id: string;
  name: string;
  bytes: number;
  notes: string[];
}

export interface FirmOutcome {
  lost_weeks: number;
  lost_units: number;
  lost_value: number;
  first_line_down: string;
  cost: number;
  cash: number;
}

export interface FirmChoice {
  under: string;
  horizon: number;
  choice: {
    aim_line_weeks: number;
    budget?: number;
    reached: boolean;
    buys: { option: string; kind: string; cost: number; cash: number; after: FirmOutcome }[] | null;
    nothing_bought: FirmOutcome;
    promised: FirmOutcome;
    reckoned: FirmOutcome;
    bound: number;
    gap: number;
    frontier: (FirmOutcome & { options: string[] })[];
    lost_weeks_unlucky: number;
    exact: boolean;
    notes?: string[] | null;
    size: string;
  };
  notes?: string[] | null;
}

/** A market that a region draws on, of questions about public stocks. */
interface StockMarket {
  commodity: string;
  region: string;
  unit: string;
  need_t_per_year: number;
  share_bought_from_cut: number;
  share_that_passed_cut: number;
}

export interface Requirements {
  region: string;
  cut: string[];
  base_year: number;
  budget_usd: number;
  cost_usd: number;
  needs: (StockMarket & { shortfall_t: number; held_t: number; required_t: number; cost_usd: number; bought_t: number; left_short_t: number })[] | null;
}

interface Holding {
  days_of_use: number;
  t: number;
  more_than_held_t: number;
  cost_of_more_usd: number;
  lasts_days: number;
  until?: string;
}

export interface Covers {
  region: string;
  cut: string[];
  base_year: number;
  from: string;
  covers: (StockMarket & { held: Holding; goals: Holding[] })[] | null;
}

export interface Sought {
  scenario: string;
  vary: string;
  until: string;
  unit: string;
  value_in_scenario: number;
  reached: boolean;
  more_reaches_it: boolean;
  value: number;
  share_of_members: number;
  public_money_usd: number;
  tries: { value: number; share_of_members: number; mean: number; public_money_usd: number; met: boolean }[] | null;
  monotone: boolean;
  members: number;
}
