// SPDX-License-Identifier: Apache-2.0
/**
 * The event stream: one socket per tab, numbered events. Rows are idempotent by version, so what comes
 * twice does no harm; what was missed is asked for by number after each connect (`sync`).
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
  event(name: string, payload: Record<string, unknown>, seq: number): void;
  /** Too much was missed: read everything again. */
  reload(): void;
  connected(): void;
}

const ANSWERS_WITHIN_MS = 10000;
const AGAIN_MS = 5000;

interface SyncAnswer {
  ok: boolean;
  sync?: { seq: number; reload?: boolean; events?: [string, Record<string, unknown>, number][] };
}

export class Live {
  #socket: Socket | null = null;
  #made: ((socket: Socket) => void) | undefined;
  #ready = new Promise<Socket>((resolve) => {
    this.#made = resolve;
  });
  #seq = 0;
  #opened = false;
  #closed = false;
  /** What was missed could not be asked for: the lists are read again at the next connect. */
  #missed = false;

  constructor(private readonly events: LiveEvents) {}

  get seq(): number {
    return this.#seq;
  }

  #link(link: Link): void {
    if (useLink.getState().link !== link) useLink.setState({ link, since: Date.now() });
  }

  /** Opens the stream; once, however often it is asked. */
  async open(): Promise<void> {
    if (this.#opened) return;
    this.#opened = true;
    const { io } = await import('socket.io-client');
    if (this.#closed) return;
    const socket = io({
      withCredentials: true,
      transports: ['websocket', 'polling'],
      reconnectionDelayMax: 10000,
    });
    this.#socket = socket;
    this.#made?.(socket);
    socket.on('connect', () => void this.#connected(socket));
    socket.on('disconnect', (reason) => {
      this.#link(navigator.onLine ? 'reconnecting' : 'offline');
      if (reason === 'io server disconnect') void this.#again(socket);
    });
    socket.on('connect_error', (error: Error & { data?: { code?: string } }) => {
      this.#link(navigator.onLine ? 'reconnecting' : 'offline');
      if (error.data?.code === 'unauthorized') void this.#again(socket);
    });
    socket.on('reload', () => this.events.reload());
    socket.onAny((name: string, payload: Record<string, unknown>, seq?: number) =>
      this.#event(name, payload, seq),
    );
  }

  /** The server ended the session's socket: renew the session, then connect again. If it is over, a sign-in does. */
  async #again(socket: Socket): Promise<void> {
    const renewed = await renew().catch(() => null);
    if (renewed !== false) setTimeout(() => !this.#closed && socket.connect(), renewed ? 0 : AGAIN_MS);
  }

  #event(name: string, payload: Record<string, unknown>, seq?: number): void {
    if (name === 'reload' || typeof payload !== 'object' || payload === null) return;
    if (typeof seq === 'number') this.#seq = Math.max(this.#seq, seq);
    this.events.event(name, payload, seq ?? 0);
  }

  async #connected(socket: Socket): Promise<void> {
    const first = this.#seq === 0;
    const answer: SyncAnswer = await socket
      .timeout(ANSWERS_WITHIN_MS)
      .emitWithAck('sync', { since: this.#seq })
      .catch(() => ({ ok: false }));
    this.#missed ||= !answer.sync;
    if (!socket.connected) return; // lost again while it was asked; the next connect goes on
    if (answer.sync) {
      for (const [name, payload, seq] of answer.sync.events ?? [])
        if (!first) this.#event(name, payload, seq);
      this.#seq = Math.max(this.#seq, answer.sync.seq);
    }
    // Lists that were read before the socket had joined may lack what happened in between; so may those of an
    // app that was opened offline, and all of them after a failed sync.
    if (first || this.#missed || answer.sync?.reload) this.events.reload();
    this.#missed = false;
    this.#link('connected');
    this.events.connected();
  }

  /** One question over the stream, asked once it is connected; null if no answer comes. */
  async ask<T>(name: string, payload: unknown): Promise<T | null> {
    const socket = await this.#ready;
    return socket
      .timeout(ANSWERS_WITHIN_MS)
      .emitWithAck(name, payload)
      .catch(() => null);
  }

  /** The browser says that the network is back. */
  nudge(): void {
    if (this.#socket && !this.#socket.connected) this.#socket.connect();
  }

  offline(): void {
    this.#link('offline');
  }

  close(): void {
    this.#closed = true;
    this.#socket?.close();
  }
}
