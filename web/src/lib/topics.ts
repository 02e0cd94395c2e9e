// Where the numbers of a run come from: how each kind is reckoned, and which rows
// of the data it rests on.

import { bench } from "./bench.svelte";
import type { Look } from "./sources.svelte";
import { usd } from "./format";
import type { Range } from "./types";

export interface Origin {
  title: string;
  how: string;
  look: Look[];
}

const at = (commodity: string, region: string) => `${bench.commodity(commodity)}, ${bench.region(region)}`;
const uses = (endUse: string, region: string): Look[] => [{ table: "demand", q: `${endUse} ${region}` }, { table: "end_use_inputs", q: endUse }];
const goods = (commodity: string, region: string): Look[] => [{ table: "covers", q: commodity }, { table: "covers", q: region }, { table: "routes", q: `${commodity} ${region}` }, { table: "recipes", q: commodity }];

/** lost is output lost, of an end use in a region or of all. */
export const lost = (value?: Range, endUse = "", region = ""): Origin => ({
  title: endUse ? `Output lost: ${bench.endUse(endUse)}, ${bench.region(region)}` : "Output lost",
  how: "Units not made beyond the baseline, times the sales value of a unit." + (value ? ` From ${usd(value.low)} to ${usd(value.high)} by the range of the value per unit.` : ""),
  look: [{ table: "end_use_values", q: endUse }, ...(endUse ? uses(endUse, region) : [])],
});

/** unmet is the share of a demand that goes unserved. */
export const unmet = (endUse: string, region: string): Origin => ({
  title: `Demand unmet: ${bench.endUse(endUse)}, ${bench.region(region)}`,
  how: "What the end use wants in the week less what it gets, beyond the baseline, over what it wants. Wanted is the demand of the data, moved by prices; got is what its scarcest input allows.",
  look: uses(endUse, region),
});

/** cover is how many weeks a stock lasts. */
export const cover = (commodity: string, region: string): Origin => ({
  title: `Cover of ${at(commodity, region)}`,
  how: "Stock over expected use in the week, from the run. It starts from the normal cover of the data: the closest row of the table covers, of the market itself, of its stage, or of everything.",
  look: [{ table: "covers", q: "" }, ...goods(commodity, region).slice(2)],
});

/** date is when a line stops. */
export const date = (endUse: string, region: string, commodity: string): Origin => ({
  title: `Line-down: ${bench.endUse(endUse)}, ${bench.region(region)}`,
  how: `The day in the first week in which as many lines stand still as count as a line-down, beyond the baseline, for lack of ${bench.commodity(commodity)}: when what is left of the stock and what comes in are used up. The view Why follows it back.`,
  look: [...uses(endUse, region), ...goods(commodity, region)],
});

/** price is what goods cost. */
export const price = (commodity: string): Origin => ({
  title: `Price of ${bench.commodity(commodity)}`,
  how: "From the run: what traders expect, moved by how scarce stocks are and pulled to the cost of making it. It starts from the price of the data.",
  look: [{ table: "prices", q: commodity }],
});

/** flow is what is shipped, made or held of some goods. */
export const flow = (what: string, commodity: string, region: string): Origin => ({
  title: `${what}: ${at(commodity, region)}`, how: "Tonnes of the run; the base year that it starts from is balanced over plants, routes and recipes of the data.", look: goods(commodity, region),
});

/** exported is what a region sells less abroad. */
export const exported = (region: string): Origin => ({
  title: `Exports lost by ${bench.region(region)}`, how: "Value of what the region ships abroad in the baseline less what it ships in the run, at base prices.", look: [{ table: "prices", q: region }, { table: "routes", q: region }],
});

/** made is what a region makes at a stage. */
export const made: Origin = { title: "Made in the base year", how: "Output of all plants of the region at the stage, in the balanced base year.", look: [{ table: "facility_values", q: "" }] };

/** record is what was observed. */
export const record: Origin = { title: "Held against the record", how: "Observed figures are rows of the table record, over a reference; beside them is what this run gives.", look: [{ table: "record", q: "" }] };

/** whole is for numbers of many futures and of plans, which rest on all data. */
export const whole = (title: string, how: string): Origin => ({ title, how, look: [] });
