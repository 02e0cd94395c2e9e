// The dataset, the scenario and the run that the views show. A change of the
// scenario asks for a new run at once; the newest wins.

import { api, ApiError, follow, type Side } from "./api";
import { go, pair, state } from "./state.svelte";
import { answer, changed } from "./pace";
import { edited, setEdit, type Edit } from "./scenario";
import { palette, type Colours } from "./theme.svelte";
import type { Ensemble, HeatMap, Model, ModelInfo, RunInfo, ScenarioInfo, ScenarioRef, ScenarioView, Simulation } from "./types";

class Bench {
  models = $state.raw<ModelInfo[]>([]);
  model = $state.raw<Model | null>(null);
  heat = $state.raw<HeatMap | null>(null);
  scenarios = $state.raw<ScenarioInfo[]>([]);
  scenario = $state.raw<ScenarioView | null>(null);
  run = $state.raw<Simulation | null>(null);
  original = $state.raw<Simulation | null>(null); // the scenario without the edits
  futures = $state.raw<Ensemble | null>(null); // of exactly the scenario shown
  futuresRun = $state.raw<RunInfo | null>(null); // under way
  futuresError = $state.raw<ApiError | null>(null);
  busy = $state(false);
  error = $state.raw<ApiError | null>(null);
  fatal = $state.raw<ApiError | null>(null);
  locked = $state(false); // a token is needed
  auth = $state<"none" | "token" | "oidc">("none");

  private names = $derived.by(() => {
    const m = this.model;
    const map = (list: { id: string; name: string }[] | undefined) => new Map((list ?? []).map((x) => [x.id, x.name]));
    return { commodity: map(m?.commodities), region: map(m?.regions), endUse: map(m?.end_uses), facility: map(m?.facilities) };
  });

  commodity = (id: string) => this.names.commodity.get(id) ?? id;
  region = (id: string) => this.names.region.get(id) ?? id;
  endUse = (id: string) => this.names.endUse.get(id) ?? id;

  /** words puts the names of goods in place of their ids in a text of the engine. */
  words(text: string): string {
    return text.replace(/[a-z0-9]+(?:-[a-z0-9]+)+/g, (id) => this.names.commodity.get(id) ?? id);
  }

  /** regions with most output first: the order in which they get colours */
  private ranked = $derived.by(() => {
    const sum = new Map<string, number>();
    for (const cell of this.heat?.cells ?? []) sum.set(cell.region, (sum.get(cell.region) ?? 0) + cell.share);
    return [...sum.entries()].sort((a, b) => b[1] - a[1]).map(([id]) => id);
  });
  regionColour = (c: Colours) => palette(this.ranked, c);

  /** the scenario as the API is to run it */
  reference(): ScenarioRef {
    if (!this.scenario || state.edits.length === 0) return { name: this.scenario?.name ?? state.scenario };
    return { document: edited(this.scenario, state.edits) };
  }

  side = (): Side => ({ scenario: this.reference(), behaviour: state.behaviour });

  provenance(): string {
    const p = this.run?.provenance;
    if (!p) return "";
    const edits = state.edits.length ? ", edited" : "";
    const behaviour = p.behaviour === "none" ? ", no behaviour" : "";
    return `${p.program} ${p.version}, model ${p.model} (base year ${p.base_year}, ${p.model_sha256.slice(0, 12)}), scenario ${p.scenario}${edits} (${p.scenario_sha256.slice(0, 12)})${behaviour}`;
  }

  source(): string {
    const p = this.run?.provenance;
    return p ? `Lodestone run of “${this.run!.title}”${state.edits.length ? ", edited" : ""}, base year ${p.base_year}` : "";
  }

  async open() {
    this.fatal = null;
    try {
      const [models, scenarios] = await Promise.all([api.models(), api.scenarios()]);
      this.models = models.models;
      this.scenarios = scenarios.scenarios;
      await this.load();
    } catch (e) {
      this.locked = e instanceof ApiError && e.status === 401;
      if (this.locked) this.auth = (await api.about()).auth;
      this.fatal = asError(e);
    }
  }

  async refreshScenarios() {
    this.scenarios = (await api.scenarios()).scenarios;
  }

  /** load reads the scenario named in the address and what it is run on. */
  async load() {
    const id = this.models[0].id;
    const name = state.scenario || this.models[0].default_scenario;
    this.busy = true;
    try {
      const scenario = await api.scenario(name);
      if (!this.model || this.model.base_year !== scenario.base_year) {
        const [model, heat] = await Promise.all([api.model(id, scenario.base_year), api.heatmap(id, scenario.base_year, "")]);
        this.model = model;
        this.heat = heat;
      }
      this.scenario = scenario;
      this.again();
    } catch (e) {
      this.busy = false;
      throw e;
    }
  }

  choose(name: string) {
    go({ scenario: name, edits: [], market: "", use: "", week: -1 }, true);
  }

  async reload() {
    try {
      this.error = null;
      await this.load();
    } catch (e) {
      this.error = asError(e);
    }
  }

  edit(event: string, path: string, value: string | null, stamp = performance.now()) {
    this.setEdits(setEdit(state.edits, event, path, value), stamp);
  }

  setEdits(edits: Edit[], stamp = performance.now()) {
    changed(stamp);
    go({ edits });
  }

  private flights: { order: number; stop: AbortController }[] = [];
  private order = 0; // of the newest asked for
  private shown = 0; // of the run on the screen

  /** again runs the scenario as it stands. The newest change is asked for at once.
   *  Of those before it the first goes on, so that who keeps moving a slider sees
   *  something, and the others are given up. */
  again() {
    for (const f of this.flights.splice(1)) f.stop.abort();
    void this.simulate({ order: ++this.order, stop: new AbortController() });
  }

  private async simulate(own: { order: number; stop: AbortController }) {
    this.flights.push(own);
    this.busy = true;
    const [commodity, region] = pair(state.market);
    try {
      const focus = commodity ? [{ commodity, region }] : undefined;
      const key = `${this.scenario?.name} ${state.behaviour}`, changed = state.edits.length > 0;
      const run = await api.simulate({ scenario: this.reference(), behaviour: state.behaviour, focus, markets: 1 }, own.stop.signal);
      if (own.order > this.shown) {
        this.shown = own.order;
        this.flights.filter((f) => f.order < own.order).forEach((f) => f.stop.abort());
        answer();
        this.run = run;
        this.error = null;
        this.compareOriginal(run, key, changed);
      }
    } catch (e) {
      if ((e as Error).name !== "AbortError" && own.order > this.shown) this.error = asError(e);
    }
    this.flights = this.flights.filter((f) => f !== own);
    this.busy = this.flights.length > 0;
  }

  private asked = "";

  /** compareOriginal sees to it that there is a run without edits beside one with. */
  private compareOriginal(run: Simulation, key: string, changed: boolean) {
    if (!changed) {
      this.asked = key;
      this.original = run;
    } else if (this.asked !== key) {
      this.asked = key;
      this.original = null;
      api.simulate({ scenario: { name: this.scenario!.name }, behaviour: state.behaviour, markets: 1 }).then((r) => (this.original = r), () => (this.asked = ""));
    }
  }

  private drawing: AbortController | null = null;

  /** drawFutures runs the scenario for many draws of what is uncertain. */
  async drawFutures(members: number) {
    this.drawing?.abort();
    const own = (this.drawing = new AbortController());
    this.futures = null;
    this.futuresError = null;
    try {
      const started = await api.start("ensemble", this.reference(), { members, behaviour: state.behaviour, follow: this.market ? [{ commodity: this.market.commodity, region: this.market.region }] : [] });
      const futures = await follow<Ensemble>(started, (r) => (this.futuresRun = r), own.signal);
      if (this.drawing === own) this.futures = futures;
    } catch (e) {
      if ((e as Error).name !== "AbortError") this.futuresError = asError(e);
    }
    if (this.drawing === own) this.dropDrawing();
  }

  /** dropFutures forgets the futures, which are no longer of what is shown. */
  dropFutures() {
    this.drawing?.abort();
    this.dropDrawing();
    this.futures = null;
    this.futuresError = null;
  }

  private dropDrawing() {
    this.drawing = null;
    this.futuresRun = null;
  }

  /** the market chosen, else that of the first line-down */
  market = $derived.by(() => {
    const run = this.run;
    if (!run) return null;
    const [commodity, region] = pair(state.market);
    return run.markets.find((m) => m.commodity === commodity && m.region === region) ?? run.markets[0] ?? null;
  });
}

export function asError(e: unknown): ApiError {
  return e instanceof ApiError ? e : new ApiError(0, (e as Error).message);
}

export const bench = new Bench();
