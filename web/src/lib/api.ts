// Calls of the API. Every failure is an ApiError that says what to tell the
// user; a call that was given up throws the AbortError of fetch.

import type {
  About, Comparison, Explanation, FirmAnswer, FirmChoice, Flows, HeatMap, KeptPlan, Model, ModelInfo, Problem, RunInfo, ScenarioInfo,
  ScenarioRef, ScenarioView, Simulation, SourceInfo, Values,
} from "./types";

export class ApiError extends Error {
  constructor(readonly status: number, message: string, readonly problems: Problem[] = [], readonly retryAfter = 0) {
    super(message);
  }
}

const root = "/api/v1";

async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(root + path, { credentials: "same-origin", ...init });
  } catch (e) {
    if ((e as Error).name === "AbortError") throw e;
    throw new ApiError(0, "The server does not answer. Is lodestone serve still running?");
  }
  if (!response.ok) throw await failure(response);
  return response.status === 204 ? (undefined as T) : response.json();
}

async function failure(response: Response): Promise<ApiError> {
  let message = `${response.status} ${response.statusText}`;
  let problems: Problem[] = [];
  try {
    const body = await response.json();
    message = body.detail || body.title || message;
    problems = body.problems ?? (body.errors ?? []).map((e: { message: string; location?: string }) => ({ field: e.location, message: e.message }));
  } catch {
    // A proxy's page, or nothing: the status line has to do.
  }
  return new ApiError(response.status, message, problems, Number(response.headers.get("Retry-After") ?? 0));
}

function post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  return call<T>(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal });
}

function query(values: Record<string, string | number | undefined>): string {
  const q = new URLSearchParams();
  for (const [k, v] of Object.entries(values)) if (v !== undefined && v !== "") q.set(k, String(v));
  const text = q.toString();
  return text ? "?" + text : "";
}

export interface SimulateRequest {
  scenario: ScenarioRef;
  behaviour?: string;
  focus?: { commodity: string; region: string }[];
  markets?: number; // without focus, how many to follow
}

export interface PlanQuestion {
  scenario?: ScenarioRef;
  under?: string;
  with?: string[];
}

export type Side = { scenario: ScenarioRef; behaviour?: string };

export const api = {
  about: () => call<About>("/about"),
  session: (token: string) => post<unknown>("/session", { token }),
  models: () => call<{ models: ModelInfo[] }>("/models"),
  model: (id: string, year?: number) => call<Model>(`/models/${id}${query({ base_year: year })}`),
  flows: (id: string, year: number, element: string) => call<Flows>(`/models/${id}/flows${query({ base_year: year, element })}`),
  heatmap: (id: string, year: number, element: string) => call<HeatMap>(`/models/${id}/heatmap${query({ base_year: year, element })}`),
  values: (id: string, q: Record<string, string | number | undefined>, signal?: AbortSignal) => call<Values>(`/models/${id}/values${query(q)}`, { signal }),
  sources: (id: string) => call<{ sources: SourceInfo[] }>(`/models/${id}/sources`),
  scenarios: () => call<{ scenarios: ScenarioInfo[] }>("/scenarios"),
  scenario: (name: string) => call<ScenarioView>(`/scenarios/${encodeURIComponent(name)}`),
  validate: (scenario: ScenarioRef, signal?: AbortSignal) => post<{ valid: boolean; problems: Problem[] | null }>("/scenarios/validate", { scenario }, signal),
  save: (name: string, body: { text?: string; document?: unknown }) =>
    call<unknown>(`/scenarios/${encodeURIComponent(name)}`, { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
  remove: (name: string) => call<unknown>(`/scenarios/${encodeURIComponent(name)}`, { method: "DELETE" }),
  simulate: (body: SimulateRequest, signal?: AbortSignal) => post<Simulation>("/simulate", body, signal),
  explain: (body: { scenario: ScenarioRef; end_use: string; region: string; week: number }, signal?: AbortSignal) => post<Explanation>("/explain", body, signal),
  compare: (a: Side, b: Side, signal?: AbortSignal) => post<Comparison>("/compare", { a, b }, signal),
  kinds: () => call<unknown>("/kinds"),
  start: (kind: string, scenario: ScenarioRef | undefined, options: unknown) => post<RunInfo>("/runs", { kind, scenario, options }),
  run: (id: string) => call<RunInfo>(`/runs/${id}`),
  cancel: (id: string) => call<unknown>(`/runs/${id}/cancel`, { method: "POST", headers: { "Content-Type": "application/json" } }),
  restart: (id: string) => call<RunInfo>(`/runs/${id}/restart`, { method: "POST", headers: { "Content-Type": "application/json" } }),
  result: <T>(id: string) => call<T>(`/runs/${id}/result`),
  runs: () => call<{ runs: RunInfo[] }>("/runs?limit=100"),
  forget: (id: string) => call<unknown>(`/runs/${id}`, { method: "DELETE" }),
  keepPlan: (form: FormData) => call<KeptPlan>("/firm/plans", { method: "POST", body: form }),
  keptPlan: (id: string) => call<KeptPlan>(`/firm/plans/${id}`),
  dropPlan: (id: string) => call<unknown>(`/firm/plans/${id}`, { method: "DELETE" }),
  firm: (id: string, question: PlanQuestion) => post<FirmAnswer>(`/firm/plans/${id}/answer`, question),
  firmChoice: (id: string, question: PlanQuestion & { lost_weeks?: number; budget?: number }) => post<FirmChoice>(`/firm/plans/${id}/choice`, question),
  resultOf: (id: string) => `${root}/runs/${id}/result`,
  firmTemplate: root + "/firm/template",
  events: (id: string) => new EventSource(`${root}/runs/${id}/events`),
};

/** follow tells of a run's progress until it ends, and returns its result. */
export async function follow<T>(run: RunInfo, tell: (r: RunInfo) => void, signal?: AbortSignal): Promise<T> {
  tell(run);
  const last = run.status === "done" ? run : await untilEnd(run, tell, signal);
  if (last.status !== "done") throw new ApiError(0, last.error || `The run was ${last.status}.`, last.problems ?? []);
  return api.result<T>(last.id);
}

function untilEnd(run: RunInfo, tell: (r: RunInfo) => void, signal?: AbortSignal): Promise<RunInfo> {
  return new Promise((resolve, reject) => {
    const stream = api.events(run.id);
    signal?.addEventListener("abort", () => {
      stream.close();
      api.cancel(run.id).catch(() => {});
      reject(new DOMException("given up", "AbortError"));
    });
    stream.addEventListener("progress", (e) => tell(JSON.parse((e as MessageEvent).data)));
    stream.addEventListener("end", (e) => {
      stream.close();
      resolve(JSON.parse((e as MessageEvent).data));
    });
    stream.onerror = async () => {
      stream.close();
      try {
        resolve(await api.run(run.id));
      } catch (e) {
        reject(e);
      }
    };
  });
}
