// How long it takes from a change to new charts, as the browser sees it: a
// measure "redraw" on the performance time line, which tests read.

import type { EChartsType } from "echarts/core";

let waiting = 0;

/** changed starts the clock, unless it runs already. */
export function changed(stamp: number) {
  if (waiting === 0) waiting = stamp;
}

export interface Timing {
  redraw: number;
  answer: number;
}

let answered = 0;
let told: (t: Timing) => void = () => {};
export const onTiming = (f: (t: Timing) => void) => (told = f);

/** answer notes when the server's answer to a change came. */
export function answer() {
  answered = performance.now();
}

let frame = 0;

/** drawn is called by every live chart after it was given new data; the clock
 *  stops once the charts of a change have been painted. */
export function drawn(chart: EChartsType) {
  chart.getZr().flush();
  if (waiting === 0 || answered < waiting || frame !== 0) return;
  frame = requestAnimationFrame(() => {
    frame = 0;
    const start = waiting;
    waiting = 0;
    performance.measure("redraw", { start, end: performance.now() });
    told({ redraw: performance.now() - start, answer: answered - start });
  });
}
