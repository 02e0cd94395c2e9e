// How long it takes from a change to new charts, as the browser sees it, and in
// which order charts are drawn: those on the screen at once, the others when they
// are scrolled to or else one by one, once nothing has changed for a while. Two measures on the performance time line, which tests read:
// "redraw" until the charts on the screen are painted, "redraw all" until all are.

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

const put = new Map<object, () => void>(); // off the screen, to be drawn
let turn = 0;
let since = 0; // the change that they are of

const QUIET = 300; // ms without a change, after which there is time for charts off the screen

/** putOff draws a chart that is off the screen when there is time; a later drawing
 *  of the same chart takes its place. */
export function putOff(chart: object, paint: () => void) {
  put.set(chart, paint);
  clearTimeout(turn);
  turn = window.setTimeout(drawNext, QUIET);
}

/** nowSeen draws a chart that was put off, since it has come on the screen. */
export function nowSeen(chart: object) {
  const paint = put.get(chart);
  put.delete(chart);
  paint?.();
}

/** dropPutOff forgets what was put off, since the chart was drawn or is gone. */
export const dropPutOff = (chart: object) => put.delete(chart);

function drawNext() {
  turn = 0;
  const next = put.entries().next();
  if (!next.done) {
    put.delete(next.value[0]);
    next.value[1]();
  }
  if (put.size > 0) turn = window.setTimeout(drawNext, 0); // what the user does comes between
  else if (since !== 0) {
    performance.measure("redraw all", { start: since, end: performance.now() });
    since = 0;
  }
}

let frame = 0;

/** drawn is called by every live chart on the screen after it was given new data;
 *  the clock stops once the charts of a change have been painted. */
export function drawn(chart: EChartsType) {
  chart.getZr().flush();
  if (waiting === 0 || answered < waiting || frame !== 0) return;
  frame = requestAnimationFrame(() => {
    frame = 0;
    const start = waiting;
    waiting = 0;
    performance.measure("redraw", { start, end: performance.now() });
    since ||= start;
    if (put.size === 0) drawNext();
    told({ redraw: performance.now() - start, answer: answered - start });
  });
}
