// The panel that says where a number comes from.

import { api } from "./api";
import { bench } from "./bench.svelte";
import type { DataValue } from "./types";

/** A Look is a question to the table of values. */
export interface Look {
  table: string;
  q: string;
}

export interface Topic {
  text: string;
  title: string;
  how: string;
  look: Look[];
}

class Sources {
  topic = $state.raw<Topic | null>(null);
  values = $state.raw<DataValue[] | null>(null);
  error = $state("");

  async open(topic: Topic) {
    this.topic = topic;
    this.values = null;
    this.error = "";
    try {
      const id = bench.model!.id;
      const found = await Promise.all(topic.look.map((l) => api.values(id, { table: l.table, q: l.q, limit: 40 })));
      if (this.topic === topic) this.values = found.flatMap((f) => f.values);
    } catch (e) {
      this.error = (e as Error).message;
    }
  }

  close() {
    this.topic = null;
  }
}

export const sources = new Sources();
