// SPDX-License-Identifier: Apache-2.0
/**
 * The changes that the server has not answered yet, in IndexedDB, sent in order. An operation is on disk
 * before it is sent and leaves only with an answer, so a reload, a crash or a dead server neither loses nor
 * doubles it: its key is the Idempotency-Key. One tab sends for all (Web Lock); without locks each tab its own.
 * A tab asks for the lock only while it may send, and gives it up when it may no more. A tab that takes over sends
 * what is on disk, not what it remembers.
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
  /** Whether anything may be sent now; `resume` or `pump` is called when that changes. Absent: always. */
  ready?(): boolean;
}

/** Not open yet; without the lock; asking for it, or giving it back; with it: this tab sends for all. */
type Stage = 'closed' | 'follows' | 'asks' | 'leads';

type Message = { kind: 'put' | 'done'; op: Op };

export class Outbox {
  #ops: Op[] = [];
  #flying = new Set<string>();
  /** Taken in, and on the way to the disk. */
  #storing = new Set<string>();
  /** The disk did not take them: only memory has them. */
  #unkept = new Set<string>();
  /** Left while the disk is read. */
  #gone = new Set<string>();
  #stage: Stage = 'closed';
  /** Gives the lock back. */
  #yield: () => void = () => {};
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
    if (typeof BroadcastChannel !== 'undefined') {
      this.#channel = new BroadcastChannel(`pixie-outbox-${this.name}`);
      this.#channel.onmessage = ({ data }: MessageEvent<Message>) => this.#heard(data);
    }
    await this.#reread(); // after the channel is heard: what other tabs say meanwhile is not missed
    this.#stage = 'follows';
    this.pump();
  }

  close(): void {
    this.#stop.abort();
    this.#yield();
    this.#channel?.close();
    clearTimeout(this.#timer);
  }

  get #lock(): string {
    return `pixie-outbox-${this.name}`;
  }

  #maySend(): boolean {
    return !this.#stop.signal.aborted && this.events.ready?.() !== false;
  }

  #askToLead(): void {
    if (typeof navigator === 'undefined' || !navigator.locks) {
      this.#stage = 'leads';
      return this.pump();
    }
    this.#stage = 'asks';
    navigator.locks
      .request(this.#lock, { signal: this.#stop.signal }, () => this.#lead())
      .then(() => {
        this.#stage = 'follows';
        this.pump(); // it may be ready again by now
      })
      .catch(() => {}); // closed before it was our turn
  }

  /** Holds the lock until `#yield`. */
  async #lead(): Promise<void> {
    await this.#reread(); // the tab that led before may have sent, or stored, what was not heard here
    if (!this.#maySend()) return;
    this.#stage = 'leads';
    const over = new Promise<void>((resolve) => {
      this.#yield = () => {
        this.#stage = 'asks';
        resolve();
      };
    });
    this.pump();
    await over;
  }

  #heard({ kind, op }: Message): void {
    if (kind === 'put') this.#insert(op);
    else this.#remove([op]);
    this.events.changed(this.#ops);
    this.pump();
  }

  /** Takes the disk's word, beside what came in since, is being stored or could not be, or is on its way. */
  async #reread(): Promise<void> {
    const before = new Set(this.#ops.map((op) => op.key));
    this.#gone.clear();
    try {
      const kept = (await this.keep.entries<Op>()).map(([, op]) => op);
      const ours = [this.#flying, this.#storing, this.#unkept];
      const here = this.#ops.filter(({ key }) => !before.has(key) || ours.some((keys) => keys.has(key)));
      this.#ops = [];
      for (const op of kept) if (!this.#gone.has(op.key)) this.#insert(op);
      for (const op of here) this.#insert(op);
    } catch (error) {
      console.error(error); // what is in memory will do
    }
    this.events.changed(this.#ops);
  }

  #remove(ops: readonly Op[]): void {
    const keys = new Set(ops.map((op) => op.key));
    for (const key of keys) {
      this.#gone.add(key);
      this.#unkept.delete(key);
    }
    this.#ops = this.#ops.filter((other) => !keys.has(other.key));
  }

  #insert(op: Op): void {
    this.#ops = [...this.#ops.filter((other) => other.key !== op.key), op].sort((a, b) =>
      a.key < b.key ? -1 : 1,
    );
  }

  /** Takes operations in. They show at once; they are sent once they are on disk. */
  async put(ops: readonly Op[]): Promise<void> {
    for (const op of ops) {
      this.#insert(op);
      this.#storing.add(op.key);
    }
    this.events.changed(this.#ops);
    // A disk that is full or broken must not hold up the change: then memory has it until it is sent.
    const stored = await Promise.allSettled(ops.map((op) => this.keep.set(op.key, op)));
    ops.forEach((op, i) => {
      this.#storing.delete(op.key);
      if (!this.#ops.includes(op)) return; // taken back meanwhile
      if (stored[i]!.status === 'rejected') this.#unkept.add(op.key);
      this.#channel?.postMessage({ kind: 'put', op });
    });
    this.pump();
  }

  /** Takes back what has not been sent; false if it is on its way or gone. */
  async withdraw(keys: readonly string[]): Promise<boolean> {
    if (this.#stage === 'leads' || !this.#channel || !navigator.locks) return this.#withdraw(keys);
    return navigator.locks.request(this.#lock, { ifAvailable: true }, async (lock) => {
      if (!lock) return false; // another tab may be sending it
      await this.#reread();
      return this.#withdraw(keys);
    });
  }

  async #withdraw(keys: readonly string[]): Promise<boolean> {
    const mine = this.#ops.filter((op) => keys.includes(op.key));
    if (mine.length !== keys.length || mine.some((op) => this.#flying.has(op.key) || op.tries > 0))
      return false;
    await this.#leave(mine);
    return true;
  }

  /** All at once, before anything is awaited: none of them may be sent meanwhile. */
  async #leave(ops: readonly Op[]): Promise<void> {
    this.#remove(ops);
    this.events.changed(this.#ops);
    await Promise.allSettled(ops.map((op) => this.keep.del(op.key)));
    for (const op of ops) this.#channel?.postMessage({ kind: 'done', op });
  }

  /** Tries again at once: the network is back, the server answered, somebody pressed Retry. */
  resume(): void {
    this.#pausedUntil = 0;
    this.#wait = WAIT_FIRST_MS;
    this.pump();
  }

  pump(): void {
    if (this.#stage === 'closed') return;
    if (!this.#maySend()) {
      if (this.#stage === 'leads' && this.#flying.size === 0) this.#yield();
      return;
    }
    if (this.#stage === 'follows') return this.#askToLead();
    if (this.#stage === 'asks') return;
    const rest = this.#pausedUntil - Date.now();
    clearTimeout(this.#timer);
    if (rest > 0) {
      this.#timer = setTimeout(() => this.pump(), rest);
      return;
    }
    const busy = new Set([...this.#flying, ...this.#storing]);
    for (const op of sendable(this.#ops, busy, AT_ONCE + this.#storing.size)) void this.#fly(op);
  }

  async #fly(op: Op): Promise<void> {
    this.#flying.add(op.key);
    try {
      op.tries += 1;
      await this.keep.set(op.key, op).catch(() => {}); // the count helps withdraw; sending does not need it
      await this.events.send(op);
      this.#wait = WAIT_FIRST_MS;
      await this.#leave([op]);
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
      await this.#leave([op]);
      this.events.refused(op, error as Refused);
      return;
    }
    const asked = error instanceof Refused && error.retryAfter ? error.retryAfter * 1000 : 0;
    this.#pausedUntil = Date.now() + Math.max(asked, this.#wait * (0.75 + Math.random() / 2));
    this.#wait = Math.min(WAIT_MOST_MS, this.#wait * 2);
  }
}
