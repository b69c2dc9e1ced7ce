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

/**
 * The token of the session that the server named this page's person for; null: nobody is named yet. It is replaced and
 * never removed: the server would take a write that names nobody as one of whoever the cookies are of.
 */
let pinned: { token: string | null; user: string } | null = null;

export function pin(token: string | null, user: string): void {
  pinned = { token, user };
}

/** What a write says of itself: the token, and whom it is for. */
export function writeHeaders(anybody = false): Record<string, string> {
  const named = anybody ? null : pinned;
  const token = named ? named.token : csrf();
  return {
    ...(token ? { 'x-csrf-token': token } : {}),
    ...(named ? { 'x-user-id': named.user } : {}),
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
  /** Not written as this page's person: it is about the session that the cookies are of, whoever's it is. */
  anybody?: boolean;
  /** That, and don't try to renew the session: sign-in itself, for example. */
  bare?: boolean;
}

async function once(
  path: string,
  { method = 'GET', body, headers = {}, signal, keepalive, anybody, bare }: Request,
): Promise<Response> {
  const all: Record<string, string> = { accept: 'application/json', ...headers };
  const raw = body instanceof Blob || body instanceof FormData;
  if (method !== 'GET') Object.assign(all, writeHeaders(anybody || bare));
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

let onSignedOut: () => void = () => {};
export function whenSignedOut(call: () => void): void {
  onSignedOut = call;
}

/** How a refresh is refused if the session is over: spent or ended, or there is no token any more. */
const OVER = [401, 422];
let renewing: Promise<boolean> | null = null;

/**
 * Renews the session; one request for all tabs and callers at a time. False: it is over, and a sign-in is asked for.
 * Throws Unreachable if that is not known: a server that is busy or broken ends no session.
 */
export function renew(): Promise<boolean> {
  const ask = async () => {
    const { ok, status } = await once('/auth/refresh', { method: 'POST', body: {}, bare: true });
    if (!ok && !OVER.includes(status)) throw new Unreachable('the session could not be renewed');
    if (!ok) onSignedOut();
    return ok;
  };
  const locked = async () =>
    navigator.locks ? await navigator.locks.request('pixie-refresh', ask) : await ask();
  renewing ??= locked().finally(() => {
    renewing = null;
  });
  return renewing;
}

let onUnsure: () => Promise<boolean> = async () => true;
/** `call` asks the server who is here, pins anew, and tells whether it is still the same person. */
export function whenUnsure(call: () => Promise<boolean>): void {
  onUnsure = call;
}

let asking: Promise<boolean> | null = null;

/** The cookies may be another's. All who are unsure wait for one question; throws if it is not the same person. */
async function beSure(): Promise<void> {
  asking ??= onUnsure().finally(() => {
    asking = null;
  });
  if (!(await asking)) throw new Unreachable('somebody else is here');
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

/** Whether the request says whom it is for. */
function isNamed({ anybody, bare }: Request): boolean {
  return pinned !== null && !anybody && !bare;
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

/** Asks the server once, with the headers that hold now. */
type Ask = () => Promise<Response>;

async function renewed(ask: Ask, request: Request): Promise<Response | null> {
  if (!(await renew())) return null;
  const writes = request.method !== undefined && request.method !== 'GET';
  if (writes && isNamed(request)) await beSure();
  return ask();
}

/** The cookies changed once more while it was asked whose they are: that says nothing of the request. */
async function asSame(ask: Ask): Promise<Response> {
  await beSure();
  const response = await ask();
  if (response.ok) return response;
  const refused = await problemOf(response);
  throw isForeign(refused) ? new Unreachable('the session changes all the time') : refused;
}

/**
 * The answer of a request that is asked by `ask`, again after the session was renewed or it is known who is here.
 * Throws Refused or Unreachable.
 */
export async function answerOf(ask: Ask, request: Request): Promise<Response> {
  const response = await ask();
  if (response.ok) return response;
  let refused = await problemOf(response);
  if (isOver(refused) && !request.bare) {
    const again = await renewed(ask, request);
    if (!again) throw refused;
    if (again.ok) return again;
    refused = await problemOf(again);
    if (isOver(refused)) onSignedOut();
    if (refused.status === 401) throw refused;
  }
  if (isNamed(request) && isForeign(refused)) return asSame(ask);
  throw refused;
}

/** One request, with the action that it became. Throws Refused or Unreachable. */
export async function send<T = unknown>(path: string, request: Request = {}): Promise<Answered<T>> {
  const response = await answerOf(() => once(path, request), request);
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
