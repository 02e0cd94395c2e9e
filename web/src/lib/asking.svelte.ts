// A question that is answered by a run of the server: asked, followed, stopped,
// taken up again, and found again by its id.

import { api, ApiError, follow } from "./api";
import { asError } from "./bench.svelte";
import type { RunInfo, ScenarioRef } from "./types";

export class Asking<T> {
  run = $state.raw<RunInfo | null>(null);
  result = $state.raw<T | null>(null);
  trouble = $state.raw<ApiError | null>(null);
  underWay = $state(false);
  private stopper: AbortController | null = null;

  /** ask starts a run, or finds the one that answered the same question, and returns its id. */
  async ask(kind: string, scenario: ScenarioRef | undefined, options: unknown, asked: (id: string) => void = () => {}) {
    await this.work(async () => {
      const run = await api.start(kind, scenario, options);
      asked(run.id);
      return run;
    });
  }

  /** open shows the run of an id as it stands: its answer, its progress, or that it was broken off. */
  async open(id: string) {
    if (this.run?.id === id) return;
    await this.work(async () => {
      const run = await api.run(id);
      if (run.status === "done" || run.status === "queued" || run.status === "running") return run;
      this.run = run;
      return null;
    });
  }

  /** again takes up a run that was broken off. */
  async again() {
    const id = this.run?.id;
    if (id) await this.work(() => api.restart(id));
  }

  stop() {
    this.stopper?.abort();
  }

  private async work(start: () => Promise<RunInfo | null>) {
    this.stopper?.abort();
    const own = (this.stopper = new AbortController());
    this.trouble = null;
    this.result = null;
    this.underWay = true;
    try {
      const run = await start();
      if (run) {
        this.run = run;
        const result = await follow<T>(run, (r) => (this.run = r), own.signal);
        if (this.stopper === own) {
          this.result = result;
          this.run = { ...run, status: "done", progress: 1 };
        }
      }
    } catch (e) {
      const stopped = (e as Error).name === "AbortError";
      if (!stopped && this.stopper === own) this.trouble = asError(e);
      if (stopped && this.run) this.run = { ...this.run, status: "cancelled" };
    }
    if (this.stopper === own) {
      this.stopper = null;
      this.underWay = false;
    }
  }
}
