// SPDX-License-Identifier: Apache-2.0
/**
 * The event stream: one socket per tab, numbered events. Rows are idempotent by version, so what comes
 * twice does no harm; what was missed is asked for by number after each connect (`sync`). A number counts as seen
 * once its event is applied: while it is not known who is here events are held, and nothing is asked for. They are
 * held, too, until what was missed has come, so that all are applied once and in their order.
 */
import type { Socket } from 'socket.io-client';
import { create } from 'zustand';
import { renew } from './api';

export type Link = 'starting' | 'connected' | 'reconnecting' | 'offline';

export interface LinkState {
  link: Link;
  /** When the link was lost; the shell shows it only after a while. */
  since: number;
}
export const useLink = create<LinkState>(() => ({ link: 'starting', since: Date.now() }));

export interface LiveEvents {
  /** Whether what comes may be applied now; `resume` is called when that becomes true. */
  ready(): boolean;
  /** There is a connection before that is so. */
  unsure(): void;
  event(name: string, payload: Record<string, unknown>, seq: number): void;
  /** Too much was missed: read everything again. */
  reload(): void;
  /** There is a connection, and what was missed has come. */
  connected(): void;
}

const ANSWERS_WITHIN_MS = 10000;
const AGAIN_MS = 5000;
/** Of more events than these everything is read again. */
const HELD_MOST = 1000;

interface SyncAnswer {
  ok: boolean;
  sync?: { seq: number; reload?: boolean; events?: [string, Record<string, unknown>, number][] };
}

type Came = [name: string, payload: Record<string, unknown>, seq?: number];

/** No connection; one whose missed events are not asked for yet; asked for; here. */
type Stage = 'lost' | 'joined' | 'asking' | 'level';

export class Live {
  #socket: Socket | null = null;
  #made: ((socket: Socket) => void) | undefined;
  #ready = new Promise<Socket>((resolve) => {
    this.#made = resolve;
  });
  #stage: Stage = 'lost';
  /** The last number that was applied. */
  #seq = 0;
  #held: Came[] = [];
  #opening = false;
  #closed = false;
  /** What was missed is not known: the lists are read again as soon as that may be. */
  #missed = false;

  constructor(private readonly events: LiveEvents) {}

  get seq(): number {
    return this.#seq;
  }

  #link(link: Link): void {
    if (useLink.getState().link !== link) useLink.setState({ link, since: Date.now() });
  }

  /**
   * It is known who is here, or the network is back: opens the stream, asks for what was missed, applies what was
   * held, whichever is next. May be called at any time.
   */
  resume(): void {
    if (this.#closed || !this.events.ready()) return;
    if (!this.#socket) void this.#open();
    else if (!this.#socket.connected) this.#socket.connect();
    else if (this.#stage === 'joined') void this.#sync(this.#socket);
    else if (this.#stage === 'level') this.#catchUp();
  }

  async #open(): Promise<void> {
    if (this.#opening) return;
    this.#opening = true;
    const library = await import('socket.io-client').catch(() => null);
    this.#opening = false;
    if (this.#closed) return;
    if (library) return this.#listen(library.io);
    this.#link('reconnecting');
    setTimeout(() => this.resume(), AGAIN_MS);
  }

  #listen(io: typeof import('socket.io-client').io): void {
    const socket = io({
      withCredentials: true,
      transports: ['websocket', 'polling'],
      reconnectionDelayMax: 10000,
    });
    this.#socket = socket;
    this.#made?.(socket);
    socket.on('connect', () => {
      this.#stage = 'joined';
      if (this.events.ready()) this.resume();
      else this.events.unsure();
    });
    socket.on('disconnect', (reason) => {
      this.#stage = 'lost';
      this.#held = []; // their numbers are not seen: they come again
      this.#link(navigator.onLine ? 'reconnecting' : 'offline');
      if (reason === 'io server disconnect') void this.#again(socket);
    });
    socket.on('connect_error', (error: Error & { data?: { code?: string } }) => {
      this.#link(navigator.onLine ? 'reconnecting' : 'offline');
      if (error.data?.code === 'unauthorized') void this.#again(socket);
    });
    socket.on('reload', () => {
      this.#missed = true;
      this.resume();
    });
    socket.onAny((...came: Came) => this.#event(...came));
  }

  /** The server ended the session's socket: renew the session, then connect again. If it is over, a sign-in does. */
  async #again(socket: Socket): Promise<void> {
    const renewed = await renew().catch(() => null);
    if (renewed !== false) setTimeout(() => !this.#closed && socket.connect(), renewed ? 0 : AGAIN_MS);
  }

  #event(...came: Came): void {
    const [name, payload] = came;
    if (name === 'reload' || typeof payload !== 'object' || payload === null) return;
    if (this.#stage !== 'level' || !this.events.ready()) this.#hold(came);
    else this.#apply(...came);
  }

  #apply(...[name, payload, seq]: Came): void {
    if (typeof seq === 'number') this.#seq = Math.max(this.#seq, seq);
    this.events.event(name, payload, seq ?? 0);
  }

  #hold(came: Came): void {
    if (this.#held.push(came) <= HELD_MOST) return;
    this.#held = [];
    this.#missed = true;
  }

  #catchUp(): void {
    for (const came of this.#held.splice(0)) this.#apply(...came);
    if (this.#missed) this.events.reload();
    this.#missed = false;
    this.#link('connected');
  }

  async #sync(socket: Socket): Promise<void> {
    this.#stage = 'asking';
    const first = this.#seq === 0;
    const answer: SyncAnswer = await socket
      .timeout(ANSWERS_WITHIN_MS)
      .emitWithAck('sync', { since: this.#seq })
      .catch(() => ({ ok: false }));
    // Lists that were read before the socket had joined may lack what happened in between; so may those of an
    // app that was opened offline, and all of them after a failed sync.
    this.#missed ||= first || !answer.sync || answer.sync.reload === true;
    if (!socket.connected) return; // lost again while it was asked; the next connect goes on
    this.#stage = this.events.ready() ? 'level' : 'joined';
    if (this.#stage === 'joined') return; // asked again once it is known who is here
    if (answer.sync && !first) this.#fill(answer.sync);
    this.#seq = Math.max(this.#seq, answer.sync?.seq ?? 0);
    this.#catchUp();
    this.events.connected();
  }

  /** Applies what was missed; what was held up to there came twice, or is of before it. */
  #fill({ seq: last, events, reload }: NonNullable<SyncAnswer['sync']>): void {
    for (const came of events ?? []) this.#apply(...came);
    if (reload) return;
    const covered = this.#held.findLastIndex(([, , seq]) => seq !== undefined && seq <= last);
    this.#held.splice(0, covered + 1);
  }

  /** One question over the stream, asked once it is connected; null if no answer comes. */
  async ask<T>(name: string, payload: unknown): Promise<T | null> {
    const socket = await this.#ready;
    return socket
      .timeout(ANSWERS_WITHIN_MS)
      .emitWithAck(name, payload)
      .catch(() => null);
  }

  offline(): void {
    this.#link('offline');
  }

  close(): void {
    this.#closed = true;
    this.#socket?.close();
  }
}
