/** The only module that fetches. Everything the page learns from a service comes through here. */

import { configured } from "../config.ts";

/** The service answered, and its answer is "no": RFC 9457. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly fields: readonly { readonly field: string; readonly message: string }[],
  ) {
    super(detail || title);
  }
}

/** The service did not answer. */
export class ApiUnreachable extends Error {}

const JSON_TIMEOUT = 40_000;

export type Parameters = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Asking {
  readonly signal?: AbortSignal | undefined;
  /** Wait until the index has this block, to read one's own writes. */
  readonly minBlock?: number | undefined;
}

export async function getJson<T>(
  path: string,
  parameters: Parameters = {},
  { signal, minBlock }: Asking = {},
): Promise<T> {
  const query = new URLSearchParams();
  const asked: Parameters = { ...parameters, min_block: minBlock };
  for (const [name, value] of Object.entries(asked)) {
    if (value !== null && value !== undefined && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  const response = await ask(text ? `${path}?${text}` : path, { signal: signal ?? null });
  return (await response.json()) as T;
}

export async function getBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await ask(path, {});
  return new Uint8Array(await response.arrayBuffer());
}

export async function post<T>(path: string, body: BodyInit, contentType: string): Promise<T> {
  const response = await ask(path, { method: "POST", body, headers: { "content-type": contentType } });
  return ((await response.json()) as { data: T }).data;
}

export function serviceUrl(path: string): string {
  return `${configured().api}${path}`;
}

async function ask(path: string, init: RequestInit): Promise<Response> {
  // A page on a disk has no server of its own.
  if (location.protocol === "file:" && !configured().api) throw new ApiUnreachable("No index is chosen yet.");
  const signal = AbortSignal.any([AbortSignal.timeout(JSON_TIMEOUT), ...(init.signal ? [init.signal] : [])]);
  let response: Response;
  try {
    response = await fetch(serviceUrl(path), { ...init, signal });
  } catch (failure) {
    if (init.signal?.aborted) throw failure;
    throw new ApiUnreachable(`No answer from ${configured().api || "this page's server"}.`, { cause: failure });
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const text = await response.text();
  try {
    const { title, detail, errors } = JSON.parse(text) as { title?: string; detail?: string; errors?: [] };
    return new ApiProblem(response.status, title ?? response.statusText, detail ?? "", errors ?? []);
  } catch {
    return new ApiProblem(response.status, response.statusText || `Status ${response.status}`, "", []);
  }
}
