// What a chart can be saved as: SVG and PNG of the picture, with title, source
// and provenance, and CSV of the numbers drawn.

import { core, font, type Option } from "./echarts";
import type { Colours } from "./theme.svelte";

export interface Sheet {
  columns: string[];
  rows: (string | number | null)[][];
}

export interface Caption {
  title: string;
  note: string;
  source: string;
  provenance: string;
}

const cell = (v: string | number | null) => {
  const text = v === null || (typeof v === "number" && !Number.isFinite(v)) ? "" : String(v);
  return /[",\n\r]/.test(text) || /^[=+@]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** csv writes the sheet under comment lines that say what it is. */
export function csv(sheet: Sheet, caption: Caption): string {
  const head = [caption.title, caption.note, caption.source, caption.provenance].filter(Boolean).map((l) => "# " + l.replaceAll("\n", " "));
  return [...head, ...[sheet.columns, ...sheet.rows].map((r) => r.map(cell).join(","))].join("\n") + "\n";
}

const escape = (s: string) => s.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const HEAD = 54;
const LINE = 15;

function broken(text: string, width: number): string[] {
  const most = Math.max(30, Math.floor(width / 6));
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line && line.length + word.length + 1 > most) {
      lines.push(line);
      line = "";
    }
    line = line ? line + " " + word : word;
  }
  return line ? [...lines, line] : lines;
}

/** svg draws a chart in memory and puts title, source and provenance around it. */
export function svg(option: Option, caption: Caption, width: number, height: number, c: Colours): string {
  const chart = core.init(null, null, { renderer: "svg", ssr: true, width, height });
  chart.setOption(option);
  const inner = chart.renderToSVGString().replace(/^<svg /, `<svg x="0" y="${HEAD}" `);
  chart.dispose();
  const foot = [...broken(caption.source, width), ...broken(caption.provenance, width)];
  const total = HEAD + height + 12 + foot.length * LINE + 8;
  const text = (x: number, y: number, size: number, weight: number, colour: string, s: string) =>
    `<text x="${x}" y="${y}" font-family="${font}" font-size="${size}" font-weight="${weight}" fill="${colour}">${escape(s)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}" role="img">`,
    `<title>${escape(caption.title)}</title><desc>${escape([caption.note, caption.source, caption.provenance].join(" "))}</desc>`,
    `<rect width="100%" height="100%" fill="${c.surface}"/>`,
    text(12, 24, 16, 600, c.ink, caption.title),
    text(12, 43, 12, 400, c.soft, caption.note),
    inner,
    ...foot.map((l, i) => text(12, HEAD + height + 18 + i * LINE, 10.5, 400, c.faint, l)),
    "</svg>",
  ].join("\n");
}

/** png draws an SVG on a canvas, at twice the size. */
export async function png(source: string): Promise<Blob> {
  const [, w, h] = /width="(\d+)" height="(\d+)"/.exec(source) ?? [];
  const picture = new Image();
  picture.src = URL.createObjectURL(new Blob([source], { type: "image/svg+xml" }));
  try {
    await picture.decode();
    const canvas = document.createElement("canvas");
    canvas.width = 2 * Number(w);
    canvas.height = 2 * Number(h);
    canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => canvas.toBlob((b) => (b ? resolve(b) : reject(new Error("The picture could not be made."))), "image/png"));
  } finally {
    URL.revokeObjectURL(picture.src);
  }
}

/** save hands a file to the user. */
export function save(name: string, content: Blob | string, type = "text/plain") {
  const url = URL.createObjectURL(typeof content === "string" ? new Blob([content], { type }) : content);
  const a = document.createElement("a");
  a.href = url;
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export const fileName = (title: string) => title.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60);
