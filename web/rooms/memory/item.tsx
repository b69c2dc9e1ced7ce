// SPDX-License-Identifier: Apache-2.0
'use client';
/** One thing that is kept: its words, its source, since when, what it replaced; corrected or forgotten in place. */
import { Pencil, Pin, PinOff, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { change } from '@/data/change';
import { useFormat } from '@/data/format';
import type { Memory } from '@/data/types';
import { Marked } from '@/parts/marked';
import { Button, IconButton } from '@/ui/button';
import { useWords } from '@/words';
import css from './memory.module.css';

interface Props {
  memory: Memory;
  sought?: string;
  /** For what it replaced. */
  all?: ReadonlyMap<string, Memory>;
}

function Edit({ memory, onDone }: { memory: Memory; onDone(): void }) {
  const w = useWords();
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get('text')).trim();
    if (text && text !== memory.text)
      change([{ entity: 'memory', verb: 'update', id: memory.id, fields: { text } }], {
        label: w.memory.changed(text),
      });
    onDone();
  };
  return (
    <form className={css.edit} onSubmit={save}>
      <textarea
        name="text"
        aria-label={w.memory.edit}
        rows={2}
        defaultValue={memory.text}
        autoFocus
        onKeyDown={(event) => event.key === 'Escape' && onDone()}
      />
      <Button kind="primary" type="submit">
        {w.common.save}
      </Button>
      <Button onClick={onDone}>{w.common.cancel}</Button>
    </form>
  );
}

export function MemoryItem({ memory, sought = '', all }: Props) {
  const w = useWords();
  const format = useFormat();
  const [editing, setEditing] = useState(false);
  const before = all && [...all.values()].filter((one) => one.superseded_by === memory.id);
  const forget = () =>
    change([{ entity: 'memory', verb: 'delete', id: memory.id }], { label: w.memory.forgotten(memory.text) });
  const pin = () =>
    change([{ entity: 'memory', verb: 'update', id: memory.id, fields: { pinned: !memory.pinned } }]);
  if (editing)
    return (
      <li className={css.item}>
        <Edit memory={memory} onDone={() => setEditing(false)} />
      </li>
    );
  return (
    <li className={`${css.item} ${css.row}`}>
      <div className={css.body}>
        <p className={css.text}>
          <Marked text={memory.text} sought={sought} />
        </p>
        <p className={css.note}>
          <span className={css.chip}>{w.memory.sources[memory.source]}</span>
          {memory.learned && <time>{format.day(format.dayOf(memory.learned))}</time>}
          {memory.valid_from && <span>{w.memory.since(format.day(format.dayOf(memory.valid_from)))}</span>}
          {memory.valid_to && <span>{w.memory.until(format.day(format.dayOf(memory.valid_to)))}</span>}
          {memory.pinned && <span>{w.memory.pinned}</span>}
        </p>
        {before?.map((one) => (
          <p key={one.id} className={css.was}>
            {w.memory.was(one.text)}
          </p>
        ))}
      </div>
      <IconButton
        icon={memory.pinned ? PinOff : Pin}
        label={memory.pinned ? w.memory.unpin : w.memory.pin}
        onClick={pin}
      />
      <IconButton icon={Pencil} label={w.memory.edit} onClick={() => setEditing(true)} />
      <IconButton icon={Trash2} label={w.memory.forget} onClick={forget} />
    </li>
  );
}
