// SPDX-License-Identifier: Apache-2.0
'use client';
/** The messages of one conversation. It stays at the end only if one is there; what is new else is said below. */
import { ArrowDown } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { Fragment, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { editMessage, type Said, useChat } from '@/data/chat';
import { announce } from '@/data/notices';
import { loadOlder } from '@/data/talk';
import { stopThinking, useThinking } from '@/data/thinking';
import type { Message } from '@/data/types';
import { useCommands } from '@/shell/commands';
import { Button } from '@/ui/button';
import { useWords } from '@/words';
import { branchOf, choicesFor } from './branches';
import css from './log.module.css';
import { MessageView, startEdit } from './message';
import { Versions } from './versions';
import { Waiting } from './waiting';

const NEAR_PX = 48;
const SETTLE_FRAMES = 8;
const OWN_MS = 200;

interface Props {
  talk: string;
  messages: readonly Message[];
  older: string | null;
  waiting: readonly Said[];
}

/** At the end it stays at the end; not while a message is looked for. */
function useStick(count: number, wanted: string | null) {
  const box = useRef<HTMLDivElement>(null);
  const stuck = useRef(wanted === null);
  if (wanted !== null) stuck.current = false;
  const moved = useRef(0);
  const [below, setBelow] = useState(false);
  /** Messages get their real height as they come into view, so the end is reached in a few frames. */
  const goOn = (frames: number) => {
    const log = box.current;
    if (!log) return;
    moved.current = performance.now();
    log.scrollTop = log.scrollHeight;
    if (frames > 0) requestAnimationFrame(() => stuck.current && goOn(frames - 1));
  };
  const toEnd = () => {
    stuck.current = true;
    setBelow(false);
    goOn(SETTLE_FRAMES);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message is what matters
  useLayoutEffect(() => {
    if (stuck.current) toEnd();
    else setBelow(true);
    // A message that gets its height late, on a slow machine or as its picture comes, moves the end once more.
    const grown = new ResizeObserver(() => stuck.current && goOn(0));
    for (const child of [...(box.current?.children ?? [])].slice(-3)) grown.observe(child);
    return () => grown.disconnect();
  }, [count]);
  const onScroll = () => {
    const log = box.current!;
    const near = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX;
    if (!near && performance.now() - moved.current < OWN_MS) return; // our own scrolling
    stuck.current = near;
    if (stuck.current) setBelow(false);
  };
  return { box, below, toEnd, onScroll };
}

type Box = RefObject<HTMLDivElement | null>;

/** Earlier messages come in above without moving what is read. */
function useOlder(talk: string, box: Box) {
  const [busy, setBusy] = useState(false);
  const load = async () => {
    const log = box.current!;
    const fromEnd = log.scrollHeight - log.scrollTop;
    setBusy(true);
    await loadOlder(talk).catch(() => {});
    setBusy(false);
    requestAnimationFrame(() => {
      log.scrollTop = log.scrollHeight - fromEnd;
    });
  };
  return { busy, load };
}

/** The message that the address names: read back to it, and shown. */
function useWanted(
  wanted: string | null,
  messages: readonly Message[],
  loadOlder: (() => void) | null,
  box: Box,
) {
  const here = wanted !== null && messages.some((message) => message.id === wanted);
  const load = useRef(loadOlder);
  load.current = loadOlder;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page of messages is another look
  useEffect(() => {
    if (wanted && !here) load.current?.();
  }, [wanted, here, messages.length]);
  useEffect(() => {
    if (!here) return;
    const found = box.current?.querySelector<HTMLElement>(`[data-message="${wanted}"]`);
    found?.scrollIntoView({ block: 'center' });
    found?.focus({ preventScroll: true });
  }, [wanted, here, box]);
}

/** Escape stops what a model is saying, wherever the focus is. */
function useStop(waiting: readonly Said[]) {
  const thinking = useThinking(({ turns }) => waiting.map((said) => turns.get(said.client_id)).find(Boolean));
  useLayoutEffect(() => {
    if (!thinking) return;
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || document.querySelector('dialog[open], [popover]:popover-open')) return;
      event.preventDefault();
      event.stopPropagation();
      stopThinking(thinking);
    };
    document.addEventListener('keydown', key, true);
    return () => document.removeEventListener('keydown', key, true);
  }, [thinking]);
}

/** What the line is about to replace, and the way out. */
function Editing({ last }: { last: string | undefined }) {
  const w = useWords();
  const editing = useChat((state) => state.editing);
  if (!editing?.text) return null;
  return (
    <p className={css.editing}>
      <span>
        {w.chat.editing(editing.text)} {editing.id !== last && w.chat.editingEarlier}
      </span>
      <Button kind="quiet" onClick={() => editMessage(null)}>
        {w.common.cancel}
      </Button>
    </p>
  );
}

/** The branch that is shown: the newest, another that was chosen, or the one with the message that is looked for. */
function useBranch(all: readonly Message[], waiting: readonly Said[], wanted: string | null) {
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  const pending = waiting.find((said) => said.instead)?.instead ?? null;
  const here = wanted !== null && all.some(({ id }) => id === wanted);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked for once, when it is there
  useEffect(() => {
    if (here) setChosen((before) => new Map([...before, ...choicesFor(all, wanted!)]));
  }, [here, wanted]);
  const shown = useMemo(() => branchOf(all, chosen, pending), [all, chosen, pending]);
  const choose = (first: string, id: string) => setChosen((before) => new Map(before).set(first, id));
  return { shown, choose };
}

export function Log({ talk, messages: all, older, waiting }: Props) {
  const w = useWords();
  const wanted = useSearchParams().get('m');
  const { shown, choose } = useBranch(all, waiting, wanted);
  const messages = useMemo(() => shown.map(({ message }) => message), [shown]);
  const { box, below, toEnd, onScroll } = useStick(messages.length + waiting.length, wanted);
  const earlier = useOlder(talk, box);
  useWanted(wanted, messages, older ? () => void earlier.load() : null, box);
  const answering = waiting.some((said) => said.problem === null);
  const last = messages.at(-1);
  const spoken = useRef(last?.id);
  useEffect(() => {
    if (!last || last.id === spoken.current) return;
    spoken.current = last.id;
    if (last.role === 'assistant') announce(last.text);
  }, [last]);
  useEffect(() => {
    if (answering) announce(w.chat.answering);
  }, [answering, w]);
  const mine = messages.findLast((message) => message.role === 'user');
  useEffect(() => {
    const edit = () => mine && startEdit(mine);
    window.addEventListener('pixie-edit-last', edit);
    return () => window.removeEventListener('pixie-edit-last', edit);
  }, [mine]);
  const step = (n: number) => () => {
    const all = [...(box.current?.querySelectorAll<HTMLElement>('[data-message]') ?? [])];
    const at = all.indexOf(document.activeElement?.closest('[data-message]') as HTMLElement);
    (all[at < 0 ? all.length - 1 : at + n] ?? all.at(-1))?.focus();
  };
  useStop(waiting);
  const lastOf = (selector: string) =>
    [...(box.current?.querySelectorAll<HTMLElement>(selector) ?? [])].at(-1);
  useCommands('chat', [
    {
      id: 'undo-card',
      title: w.chat.undoCard,
      group: w.chat.commands,
      keys: 'u',
      run: () => lastOf('[data-undo]')?.click(),
    },
    {
      id: 'why',
      title: w.chat.why,
      group: w.chat.commands,
      keys: 'w',
      run: () => lastOf('summary')?.click(),
    },
    {
      id: 'message-up',
      title: `${w.chat.menu} ↑`,
      group: w.chat.commands,
      keys: 'Alt+ArrowUp',
      always: true,
      silent: true,
      run: step(-1),
    },
    {
      id: 'message-down',
      title: `${w.chat.menu} ↓`,
      group: w.chat.commands,
      keys: 'Alt+ArrowDown',
      always: true,
      silent: true,
      run: step(1),
    },
  ]);
  return (
    <div className={css.wrap}>
      <div
        ref={box}
        className={css.log}
        role="log"
        aria-label={w.chat.log}
        aria-busy={answering}
        tabIndex={0}
        onScroll={onScroll}
      >
        {older && (
          <Button kind="quiet" disabled={earlier.busy} onClick={() => void earlier.load()}>
            {w.chat.older}
          </Button>
        )}
        {shown.map(({ message, versions }) => (
          <Fragment key={message.id}>
            <MessageView message={message} sought={message.id === wanted} />
            {versions && (
              <Versions
                at={versions.at}
                count={versions.ids.length}
                onGo={(at) => choose(versions.first, versions.ids[at]!)}
              />
            )}
          </Fragment>
        ))}
        {waiting.map((said) => (
          <Waiting key={said.client_id} said={said} />
        ))}
      </div>
      <Editing last={mine?.id} />
      {below && (
        <Button className={css.below} icon={ArrowDown} onClick={toEnd}>
          {w.chat.below}
        </Button>
      )}
    </div>
  );
}
