// SPDX-License-Identifier: Apache-2.0
/**
 * The changes that the server has not answered yet, in IndexedDB, sent in order. An operation is on disk
 * before it is sent and leaves only with an answer, so a reload, a crash or a dead server neither loses nor
 * doubles it: its key is the Idempotency-Key. One tab sends for all (Web Lock); without locks each tab its own.
 */
import { Refused, Unreachable } from './api';
import type { Keep } from './local';
import { type Op, sendable } from './op';

const AT_ONCE = 4;
const WAIT_FIRST_MS = 1000;
const WAIT_MOST_MS = 60000;

export interface OutboxEvents {
  /** The waiting operations are others now. */
  changed(ops: readonly Op[]): void;
  /** Sends one; resolves when answered and applied, throws Refused or Unreachable. */
  send(op: Op): Promise<void>;
  refused(op: Op, why: Refused): void;
}

type Message = { kind: 'put' | 'done'; op: Op };

export class Outbox {
  #ops: Op[] = [];
  #flying = new Set<string>();
  #leads = false;
  #pausedUntil = 0;
  #wait = WAIT_FIRST_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #channel: BroadcastChannel | null = null;
  #stop = new AbortController();

  constructor(
    private readonly keep: Keep,
    private readonly events: OutboxEvents,
    private readonly name: string,
  ) {}

  get ops(): readonly Op[] {
    return this.#ops;
  }

  isFlying(key: string): boolean {
    return this.#flying.has(key);
  }

  async open(): Promise<void> {
    for (const [, op] of await this.keep.entries<Op>()) this.#insert(op);
    if (typeof BroadcastChannel !== 'undefined') {
      this.#channel = new BroadcastChannel(`pixie-outbox-${this.name}`);
      this.#channel.onmessage = ({ data }: MessageEvent<Message>) => this.#heard(data);
    }
    this.events.changed(this.#ops);
    this.#lead();
  }

  close(): void {
    this.#stop.abort();
    this.#channel?.close();
    clearTimeout(this.#timer);
  }

  #lead(): void {
    const start = () => {
      this.#leads = true;
      this.pump();
    };
    if (typeof navigator === 'undefined' || !navigator.locks) return start();
    navigator.locks
      .request(`pixie-outbox-${this.name}`, { signal: this.#stop.signal }, () => {
        start();
        return new Promise<void>((resolve) => this.#stop.signal.addEventListener('abort', () => resolve()));
      })
      .catch(() => {}); // closed before it was our turn
  }

  #heard({ kind, op }: Message): void {
    if (kind === 'put') this.#insert(op);
    else this.#ops = this.#ops.filter((other) => other.key !== op.key);
    this.events.changed(this.#ops);
    this.pump();
  }

  #insert(op: Op): void {
    this.#ops = [...this.#ops.filter((other) => other.key !== op.key), op].sort((a, b) =>
      a.key < b.key ? -1 : 1,
    );
  }

  /** Takes operations in. They show at once; they are sent once they are on disk. */
  async put(ops: readonly Op[]): Promise<void> {
    for (const op of ops) this.#insert(op);
    this.events.changed(this.#ops);
    await Promise.all(ops.map((op) => this.keep.set(op.key, op)));
    for (const op of ops) this.#channel?.postMessage({ kind: 'put', op });
    this.pump();
  }

  /** Takes back what has not been sent; false if it is on its way or gone. */
  async withdraw(keys: readonly string[]): Promise<boolean> {
    const mine = this.#ops.filter((op) => keys.includes(op.key));
    if (mine.length !== keys.length || mine.some((op) => this.#flying.has(op.key) || op.tries > 0))
      return false;
    if (!this.#leads && this.#channel) return false;
    for (const op of mine) await this.#leave(op);
    return true;
  }

  async #leave(op: Op): Promise<void> {
    this.#ops = this.#ops.filter((other) => other.key !== op.key);
    this.events.changed(this.#ops);
    await this.keep.del(op.key);
    this.#channel?.postMessage({ kind: 'done', op });
  }

  /** Tries again at once: the network is back, the server answered, somebody pressed Retry. */
  resume(): void {
    this.#pausedUntil = 0;
    this.#wait = WAIT_FIRST_MS;
    this.pump();
  }

  pump(): void {
    if (!this.#leads || this.#stop.signal.aborted) return;
    const rest = this.#pausedUntil - Date.now();
    clearTimeout(this.#timer);
    if (rest > 0) {
      this.#timer = setTimeout(() => this.pump(), rest);
      return;
    }
    for (const op of sendable(this.#ops, this.#flying, AT_ONCE)) void this.#fly(op);
  }

  async #fly(op: Op): Promise<void> {
    this.#flying.add(op.key);
    try {
      await this.keep.set(op.key, { ...op, tries: op.tries + 1 });
      op.tries += 1;
      await this.events.send(op);
      this.#wait = WAIT_FIRST_MS;
      await this.#leave(op);
    } catch (error) {
      await this.#failed(op, error);
    } finally {
      this.#flying.delete(op.key);
    }
    this.pump();
  }

  async #failed(op: Op, error: unknown): Promise<void> {
    const status = error instanceof Refused ? error.status : 0;
    if (!(error instanceof Refused) && !(error instanceof Unreachable)) console.error(error);
    if (status >= 400 && status < 500 && ![401, 408, 425, 429].includes(status)) {
      await this.#leave(op);
      this.events.refused(op, error as Refused);
      return;
    }
    const asked = error instanceof Refused && error.retryAfter ? error.retryAfter * 1000 : 0;
    this.#pausedUntil = Date.now() + Math.max(asked, this.#wait * (0.75 + Math.random() / 2));
    this.#wait = Math.min(WAIT_MOST_MS, this.#wait * 2);
  }
}
