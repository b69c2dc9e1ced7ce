// SPDX-License-Identifier: Apache-2.0
/**
 * Requests to our own server: cookies, CSRF header, problems as errors, one refresh of the session for
 * all requests that need it. Nothing is retried here; the outbox and TanStack Query decide that.
 * A page writes as one person: it names them, and its CSRF token is the one of the session that the server named
 * them for. What another tab's sign-in did to the cookies makes the server refuse, and the page ask again.
 */
import { earlyAnswer } from './early';
import type { Problem } from './types';

const BASE = '/api/v1';

/** The server refused; `problem` says why in words. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: Partial<Problem>,
    readonly retryAfter: number | null = null,
  ) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
  }
}

/** No answer came: offline, or the server is away. */
export class Unreachable extends Error {}

function cookie(name: string): string | null {
  for (const part of document.cookie.split('; ')) {
    const at = part.indexOf('=');
    if (part.slice(0, at) === name) return decodeURIComponent(part.slice(at + 1));
  }
  return null;
}

export function csrf(): string | null {
  return cookie('__Host-pixie-csrf') ?? cookie('pixie-csrf');
}

/** The token of the session that the server named this page's person for; null: nobody is named yet. */
let pinned: { token: string | null; user: string } | null = null;

export function pin(token: string | null, user: string): void {
  pinned = { token, user };
}

export function unpin(): void {
  pinned = null;
}

/** What a write says of itself: the token, and whom it is for. */
export function writeHeaders(bare = false): Record<string, string> {
  const token = pinned && !bare ? pinned.token : csrf();
  return {
    ...(token ? { 'x-csrf-token': token } : {}),
    ...(pinned && !bare ? { 'x-user-id': pinned.user } : {}),
  };
}

/** The JSON of an answer; an empty problem if it is none. */
export function problemText(text: string): Partial<Problem> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

export interface Request {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Goes on when the page is left. */
  keepalive?: boolean;
  /** Don't try to renew the session: sign-in itself, for example. */
  bare?: boolean;
}

async function once(
  path: string,
  { method = 'GET', body, headers = {}, signal, keepalive, bare }: Request,
): Promise<Response> {
  const all: Record<string, string> = { accept: 'application/json', ...headers };
  const raw = body instanceof Blob || body instanceof FormData;
  if (method !== 'GET') Object.assign(all, writeHeaders(bare));
  if (body !== undefined && !raw) all['content-type'] = 'application/json';
  try {
    const early = method === 'GET' ? earlyAnswer(path) : null;
    if (early) return await early;
    return await fetch(BASE + path, {
      method,
      headers: all,
      body: body === undefined ? undefined : raw ? (body as BodyInit) : JSON.stringify(body),
      signal,
      keepalive,
      credentials: 'same-origin',
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Unreachable('no answer');
  }
}

let renewing: Promise<boolean> | null = null;

/** Renews the session; one request for all tabs and callers at a time. */
export function renew(): Promise<boolean> {
  const ask = async () => (await once('/auth/refresh', { method: 'POST', body: {} })).ok;
  const locked = async () =>
    navigator.locks ? await navigator.locks.request('pixie-refresh', ask) : await ask();
  renewing ??= locked().finally(() => {
    renewing = null;
  });
  return renewing;
}

let onSignedOut: () => void = () => {};
export function whenSignedOut(call: () => void): void {
  onSignedOut = call;
}

let onUnsure: () => Promise<boolean> = async () => true;
/** `call` asks the server who is here, pins anew, and tells whether it is still the same person. */
export function whenUnsure(call: () => Promise<boolean>): void {
  onUnsure = call;
}

async function problemOf(response: Response): Promise<Refused> {
  const problem = problemText(await response.text().catch(() => ''));
  const wait = Number(response.headers.get('retry-after'));
  return new Refused(response.status, problem, Number.isFinite(wait) && wait > 0 ? wait : null);
}

export interface Answered<T> {
  body: T;
  /** The action that the change became, for undo. */
  action: string | null;
  /** The answer of an earlier try; it does not name the action. */
  replayed: boolean;
}

function isForeign({ status, problem }: Refused): boolean {
  return (
    (status === 403 && problem.field === 'X-CSRF-Token') || (status === 409 && problem.field === 'X-User-Id')
  );
}

/** The session is. A wrong code or password is a 401 too, and names its field. */
function isOver({ status, problem }: Refused): boolean {
  return status === 401 && !problem.field;
}

async function renewed(path: string, request: Request): Promise<Response | null> {
  if (!(await renew())) return null;
  const writes = request.method !== undefined && request.method !== 'GET';
  if (writes && pinned && !(await onUnsure())) throw new Unreachable('somebody else is here');
  return once(path, request);
}

async function answerOf(path: string, request: Request): Promise<Response> {
  let response = await once(path, request);
  if (response.ok) return response;
  let refused = await problemOf(response);
  if (isOver(refused) && !request.bare) {
    const again = await renewed(path, request);
    if (again?.ok) return again;
    if (again) refused = await problemOf(again);
    if (isOver(refused)) onSignedOut();
    if (refused.status === 401) throw refused;
  }
  if (request.bare || !pinned || !isForeign(refused)) throw refused;
  if (!(await onUnsure())) throw new Unreachable('somebody else is here');
  response = await once(path, request);
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** One request, with the action that it became. Throws Refused or Unreachable. */
export async function send<T = unknown>(path: string, request: Request = {}): Promise<Answered<T>> {
  const response = await answerOf(path, request);
  const text = await response.text();
  return {
    body: (text ? JSON.parse(text) : null) as T,
    action: response.headers.get('action-id'),
    replayed: response.headers.get('idempotency-replayed') === 'true',
  };
}

/** One request; the answer's JSON (null if it has none). */
export async function call<T = unknown>(path: string, request: Request = {}): Promise<T> {
  return (await send<T>(path, request)).body;
}

interface Page<T> {
  items: T[];
  next: string | null;
}

/** All rows of a list, page by page; `limit` null where a list has no pages. */
export async function all<T>(path: string, limit: number | null = 1000): Promise<T[]> {
  const rows: T[] = [];
  let cursor: string | null | undefined;
  do {
    const query = [limit && `limit=${limit}`, cursor && `cursor=${encodeURIComponent(cursor)}`]
      .filter(Boolean)
      .join('&');
    const joint = path.includes('?') ? '&' : '?';
    const page: Page<T> = await call(query ? path + joint + query : path);
    rows.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return rows;
}
