// SPDX-License-Identifier: Apache-2.0
'use client';
/**
 * The line: the one place where things are written. A plain textarea, so that caret, input methods and
 * screen readers meet what they know; the ink is drawn behind it.
 */
import { ArrowUp } from 'lucide-react';
import {
  type ClipboardEvent,
  type DragEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  startTransition,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { wantEngine } from '@/data/engine';
import { useFeatures } from '@/data/features';
import { draftOf, keepDraft } from '@/data/local';
import { announce } from '@/data/notices';
import { useProjects } from '@/data/rows';
import type { Project } from '@/data/types';
import { useWords } from '@/words';
import { Chips, shownOf } from './chips';
import { Ink } from './ink';
import css from './line.module.css';
import { Pasted } from './pasted-lazy';
import { saveRows } from './perform';
import { type Kind, nextKind } from './reading';
import { inked } from './spans';
import { focusLine, setLineTime, takeFilled, useLine } from './state';
import { useSuggestions } from './suggest';
import { Suggestions } from './suggestions-lazy';
import { type Reader, useReader, useReading, useSame } from './use-reading';
import { Voice } from './voice-lazy';

interface Props {
  /** Says the text to Pixie; the chat's store does it. False: it can't be said yet, and stays in the line. */
  onSay(text: string, talk: boolean): boolean;
  /** Above the line and within it: what else one can give. */
  above?: ReactNode;
  tools?: ReactNode;
  /** Files that were pasted or dropped; absent: none are taken. */
  onFiles?(files: File[]): void;
}

/** The browser itself makes the field as high as its text; asking for that height would lay out the page with each key. */
const grows = typeof CSS !== 'undefined' && CSS.supports('field-sizing', 'content');
const coarse = () => window.matchMedia('(pointer: coarse)').matches;
/** Browsers give a microphone only to secure pages. */
const canRecord = () => Boolean(navigator.mediaDevices) && typeof MediaRecorder !== 'undefined';
const NO_WORDS: readonly string[] = [];

/** Of keys that come faster, one in so many milliseconds is read: no eye follows more, and each of them is drawn sooner. */
const READ_EVERY_MS = 80;

/**
 * The field itself holds what is written: a key draws the field and nothing else. What is made of the text follows: at
 * once after a rest, and while one types fast with a later key.
 */
function useText(field: RefObject<HTMLTextAreaElement | null>) {
  const { room, filled } = useLine();
  const [text, follow] = useState('');
  const reading = useRef<{ timer?: ReturnType<typeof setTimeout>; last: number }>({ last: 0 });
  const put = useCallback(
    (next: string) => {
      clearTimeout(reading.current.timer);
      field.current!.value = next;
      follow(next);
    },
    [field],
  );
  useLayoutEffect(() => put(draftOf(room)), [room, put]); // before a key can be: it would begin a draft over the kept one
  useEffect(() => {
    const words = filled === null ? null : takeFilled();
    if (words === null) return;
    put(words);
    keepDraft(room, words);
    requestAnimationFrame(focusLine);
  }, [filled, room, put]);
  const change = (next: string) => {
    put(next);
    keepDraft(room, next);
  };
  const typed = () => {
    const now = reading.current;
    keepDraft(room, field.current!.value);
    clearTimeout(now.timer);
    now.timer = setTimeout(
      () => {
        now.last = Date.now();
        startTransition(() => follow(field.current?.value ?? ''));
      },
      now.last + READ_EVERY_MS - Date.now(),
    );
  };
  return { text, change, typed };
}

/** What the field takes from elsewhere is asked for here, once; a key draws the field alone. */
export function Line(props: Props) {
  const reader = useReader();
  const projects = useProjects().rows;
  const spoken = useFeatures()?.speech && canRecord();
  return <Field {...props} reader={reader} projects={projects} spoken={spoken === true} />;
}

interface FieldProps extends Props {
  reader: Reader;
  projects: ReadonlyMap<string, Project>;
  spoken: boolean;
}

function Field({ onSay, above, tools, onFiles, reader, projects, spoken }: FieldProps) {
  const w = useWords();
  const field = useRef<HTMLTextAreaElement>(null);
  const { text, change, typed } = useText(field);
  const [forced, setForced] = useState<Kind | null>(null);
  const [literals, setLiterals] = useState<readonly string[]>(NO_WORDS);
  const [pasted, setPasted] = useState<string[] | null>(null);
  const { talk, defaults } = useLine();
  const reading = useReading(reader, text, literals, forced);
  const marks = useSame(reading.marks);
  const shown = useSame(shownOf(reading));
  const suggest = useSuggestions(change, field, projects);

  useLayoutEffect(() => {
    const area = field.current!;
    if (!grows) {
      area.style.setProperty('height', 'auto');
      area.style.setProperty('height', `${Math.min(area.scrollHeight, 160)}px`);
    }
    if (text === '') {
      setForced(null);
      setLiterals(NO_WORDS);
    }
  }, [text]);
  useEffect(() => {
    if (!text.trim() || talk || !reading.sure) return;
    const timer = setTimeout(() => {
      const parts = reading.rows.map((row) => String(row.fields.title)).join(', ');
      announce(w.line.reading(w.line.kinds[reading.kind], parts));
    }, 600);
    return () => clearTimeout(timer);
  }, [text, talk, reading, w]);

  const { kind, hasTime } = reading;
  const cycle = useCallback(() => setForced(nextKind(kind, hasTime)), [kind, hasTime]);
  const leave = useCallback((words: string) => setLiterals((before) => [...before, words]), []);
  const written = () => field.current!.value;
  const save = () => {
    const all = written();
    if (!all.trim()) return;
    const now = reading.text === all ? reading : reader(all, literals, forced);
    if (talk || now.kind === 'ask' || now.kind === 'memory') {
      const said = !talk && forced === 'memory' ? `remember that ${all.trim()}` : all.trim();
      if (!onSay(said, talk)) return;
    } else saveRows(now.rows);
    setLineTime(null);
    change('');
  };
  const keys = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (suggest.onKey(event)) return;
    if (talk && event.key === 'ArrowUp' && written() === '')
      window.dispatchEvent(new Event('pixie-edit-last'));
    else if (event.key === 'Enter' && !event.shiftKey && !coarse()) save();
    else if (event.key === '.' && (event.ctrlKey || event.metaKey)) cycle();
    else if (event.key === 'Escape') {
      setLineTime(null);
      field.current?.blur();
    } else return;
    event.preventDefault();
  };
  const take = (event: ClipboardEvent | DragEvent, given: DataTransfer) => {
    if (!onFiles || given.files.length === 0) return false;
    event.preventDefault();
    onFiles([...given.files]);
    return true;
  };
  const paste = (event: ClipboardEvent) => {
    if (take(event, event.clipboardData)) return;
    const lines = event.clipboardData
      .getData('text/plain')
      .split('\n')
      .map((one) => one.replace(/^\s*(?:[-*•]|\d+[.)]|\[[ x]\])\s+/, '').trim())
      .filter(Boolean);
    if (talk || lines.length < 2 || lines.length > 100) return;
    event.preventDefault();
    setPasted(lines);
  };
  return (
    <form
      onDragOver={(event) => onFiles && event.preventDefault()}
      onDrop={(event) => take(event, event.dataTransfer)}
      className={`${css.line} ${talk ? css.talk : ''}`}
      aria-label={w.line.label}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {pasted && (
        <Pasted
          lines={pasted}
          onDone={() => setPasted(null)}
          onKeep={() => change(written() + pasted.join(' '))}
        />
      )}
      {above}
      {suggest.open && <Suggestions {...suggest} />}
      {!talk && (text.trim() || defaults.start) && <Chips reading={shown} onKind={cycle} onLiteral={leave} />}
      <div className={css.box}>
        <div className={css.layers}>
          {!talk && marks.length > 0 && <Ink text={inked(text, marks)} marks={marks} />}
          <textarea
            ref={field}
            data-line
            rows={1}
            className={css.area}
            aria-label={w.line.label}
            placeholder={talk ? w.line.talkPlaceholder : w.line.placeholder}
            onFocus={() => void wantEngine()}
            onChange={typed}
            onKeyDown={keys}
            onPaste={paste}
          />
        </div>
        {tools}
        {spoken && <Voice onText={(said) => change(`${written().trimEnd()} ${said}`.trimStart())} />}
        <button
          type="submit"
          className={css.send}
          aria-label={talk ? w.line.sendTalk : w.line.send}
          disabled={!text.trim()}
        >
          <ArrowUp size={18} aria-hidden />
        </button>
      </div>
    </form>
  );
}
