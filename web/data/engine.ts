// SPDX-License-Identifier: Apache-2.0
/**
 * The understanding of text in this page: the server's own engine as WebAssembly. Loaded when the page is
 * idle or the line gets the focus; until then there is no ink, and everything else works.
 */
import { create } from 'zustand';
import type { PreviewAnswer, PreviewEngine } from '@/preview/pixie_preview.mjs';
import { useSession } from './state';

export const useEngine = create<{ engine: PreviewEngine | null; failed: boolean }>(() => ({
  engine: null,
  failed: false,
}));

const ADDRESS = '/engine/pixie_preview.wasm';
let loading: Promise<void> | null = null;

/** Between two pieces of work: what somebody did meanwhile comes first. */
const pause = () => new Promise<void>((resolve) => setTimeout(resolve));

/** Sentences that touch what the engine makes when it first meets it. */
const FIRST_SENTENCES = ['x', 'Lunch with Sam', 'Call Sam tomorrow 12:30 every week #home p1'];

/** The first reading costs a hundred times the next ones: it is made before somebody waits for it. */
async function warmUp(engine: PreviewEngine): Promise<void> {
  const { session, user } = useSession.getState();
  const zone = user?.zone ?? session?.user.zone ?? 'UTC';
  await engine.learnZone(zone, pause);
  for (const text of FIRST_SENTENCES) {
    await pause();
    engine.preview({ text, zone, now: Date.now(), context: {} });
  }
}

async function fetchEngine(): Promise<void> {
  try {
    const [{ load }, answer] = await Promise.all([import('@/preview/pixie_preview.mjs'), fetch(ADDRESS)]);
    if (!answer.ok) throw new Error(`the engine is answered ${answer.status}`);
    const engine = await load(await answer.arrayBuffer());
    await warmUp(engine);
    useEngine.setState({ engine, failed: false });
  } catch {
    loading = null; // tried again at the next focus
    useEngine.setState({ failed: true });
  }
}

export function wantEngine(): Promise<void> {
  loading ??= fetchEngine();
  return loading;
}

/** Runs `run` when the page has nothing else to do. */
export function whenIdle(run: () => void): void {
  const idle = window.requestIdleCallback ?? ((later: () => void) => setTimeout(later, 1500));
  idle(run);
}

export function wantEngineWhenIdle(): void {
  whenIdle(() => void wantEngine());
}

export function read(
  text: string,
  zone: string,
  context: Record<string, unknown>,
  now = Date.now(),
): PreviewAnswer | null {
  const { engine } = useEngine.getState();
  if (!engine || text.trim() === '') return null;
  const answer = engine.preview({ text, zone, context, now });
  return answer.error ? null : answer;
}

/** The dates that a rule gives after `start`, in the form of `start`: a day, or an instant. */
export function nextDates(rule: string, start: string, zone: string, count: number): string[] {
  const { engine } = useEngine.getState();
  const timed = start.includes('T');
  // A day has no zone: noon is that day everywhere.
  const first = Date.parse(timed ? start : `${start}T12:00:00Z`);
  const found = engine?.occurrences({ rule, zone: timed ? zone : 'UTC', start: first, after: first, count });
  if (!Array.isArray(found)) return [];
  return found.map((ms) => (timed ? new Date(ms).toISOString() : new Date(ms).toISOString().slice(0, 10)));
}
