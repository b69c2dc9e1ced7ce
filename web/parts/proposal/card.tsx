// SPDX-License-Identifier: Apache-2.0
'use client';
/** One proposal: what would be done, why it is asked, the words that may have asked for it, and the decision. */
import { Check, Clock, Pencil, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { decide, edit, putOff } from '@/data/decide';
import { useFormat } from '@/data/format';
import { useLink } from '@/data/live';
import { isOpen } from '@/data/proposals';
import type { Fields, Proposal } from '@/data/types';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { Link } from '@/ui/link';
import { Menu } from '@/ui/menu';
import { useWords } from '@/words/proposals';
import css from './card.module.css';
import { laterTimes } from './later';
import { MailSource } from './mail-source';

/** The arguments that a person can change in a field: words, numbers. */
export function editable(row: Proposal): [string, string][] {
  if (row.tool === 'several') return [];
  return Object.entries((row.arguments ?? {}) as Fields).flatMap(([name, value]) =>
    name !== 'id' && (typeof value === 'string' || typeof value === 'number') ? [[name, String(value)]] : [],
  );
}

function Edit({ row, onDone }: { row: Proposal; onDone(): void }) {
  const w = useWords();
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const accept = (event.nativeEvent as SubmitEvent).submitter?.dataset.accept !== undefined;
    const form = new FormData(event.currentTarget);
    const before = row.arguments as Fields;
    const args = Object.fromEntries(
      editable(row).flatMap(([name]) => {
        const text = String(form.get(name) ?? '').trim();
        if (!text) return [];
        return [[name, typeof before[name] === 'number' ? Number(text) : text]];
      }),
    );
    const rest = Object.fromEntries(Object.entries(before).filter(([name]) => !form.has(name)));
    try {
      const next = await edit(row, { ...rest, ...args });
      onDone();
      if (accept) void decide(next, 'accept');
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <form className={css.edit} onSubmit={(event) => void save(event)}>
      {editable(row).map(([name, value], i) => (
        <Field
          key={name}
          name={name}
          label={w.proposals.fields[name as 'title'] ?? name}
          defaultValue={value}
          autoFocus={i === 0}
        />
      ))}
      {problem && <p role="alert">{problem}</p>}
      <div className={css.actions}>
        <Button kind="primary" type="submit" data-accept>
          {w.proposals.saveAccept}
        </Button>
        <Button type="submit">{w.common.save}</Button>
        <Button kind="quiet" onClick={onDone}>
          {w.common.cancel}
        </Button>
      </div>
    </form>
  );
}

function Source({ row }: { row: Proposal }) {
  const w = useWords();
  if (!row.source_quote) return null;
  const kind = w.proposals.sources[row.source_kind as 'document'] ?? row.source_kind;
  return (
    <figure className={css.source}>
      <figcaption className="muted small">
        {kind}
        {row.source_kind === 'document' && row.source_id && (
          <>
            {' '}
            <Link href={`/memory/documents?doc=${row.source_id}`}>{w.common.open}</Link>
          </>
        )}
        {row.source_kind === 'mail' && row.source_id && <MailSource id={row.source_id} open={isOpen(row)} />}
      </figcaption>
      <blockquote>{row.source_quote}</blockquote>
    </figure>
  );
}

/** When it may be shown again, as long as it can be accepted then. */
function Later({ row }: { row: Proposal }) {
  const w = useWords();
  const format = useFormat();
  const times = laterTimes(format, Date.now()).filter(({ at }) => at < (row.expires ?? ''));
  const put = (at: string) => void putOff(row, at, w.proposals.putOff(format.dayAndTime(at)));
  const off = row.snoozed && Date.parse(row.snoozed) > Date.now();
  const items = [
    ...times.map(({ when, at }) => ({ label: w.proposals.laterTimes[when], run: () => put(at) })),
    ...(off ? [{ label: w.proposals.now, run: () => void putOff(row, null, w.proposals.again) }] : []),
  ];
  return items.length > 0 ? (
    <Menu label={w.proposals.later} icon={Clock} text={w.proposals.later} items={items} />
  ) : null;
}

interface Props {
  row: Proposal;
  editing: boolean;
  onEdit(on: boolean): void;
}

export function ProposalCard({ row, editing, onEdit }: Props) {
  const w = useWords();
  const format = useFormat();
  const connected = useLink((state) => state.link === 'connected');
  const open = isOpen(row);
  const state = row.state === 'open' && !open ? 'expired' : row.state;
  return (
    <article className={`${css.card} ${open ? '' : css.over}`} data-proposal={row.id} tabIndex={-1}>
      <p className={css.text}>{row.text}</p>
      <p className="muted small">
        {w.proposals.reasons[row.reason as 'foreign'] ?? ''}{' '}
        {open && row.expires && w.proposals.until(format.dayAndTime(row.expires))}{' '}
        {open &&
          Date.parse(row.snoozed ?? '') > Date.now() &&
          w.proposals.putOff(format.dayAndTime(row.snoozed!))}
      </p>
      <Source row={row} />
      {editing && open ? (
        <Edit row={row} onDone={() => onEdit(false)} />
      ) : open ? (
        <div className={css.actions}>
          <Button
            kind="primary"
            icon={Check}
            disabled={!connected}
            title={connected ? undefined : w.common.needsServer}
            onClick={() => void decide(row, 'accept')}
          >
            {w.proposals.accept}
          </Button>
          {editable(row).length > 0 && (
            <Button icon={Pencil} disabled={!connected} onClick={() => onEdit(true)}>
              {w.common.edit}
            </Button>
          )}
          <Button icon={X} disabled={!connected} onClick={() => void decide(row, 'decline')}>
            {w.proposals.decline}
          </Button>
          {connected && <Later row={row} />}
        </div>
      ) : (
        <p className="muted">{w.proposals.states[state as 'accepted']}</p>
      )}
    </article>
  );
}
