// SPDX-License-Identifier: Apache-2.0
'use client';
/** The reading below the line: what it becomes, its parts as chips, and what to beware of. */
import { TriangleAlert, X } from 'lucide-react';
import { memo } from 'react';
import { useFormat } from '@/data/format';
import { projectName, useProjects } from '@/data/rows';
import type { Fields } from '@/data/types';
import { useRuleWords } from '@/ui/rule';
import { useWords, type Words } from '@/words';
import type { Format } from '@/words/format';
import css from './line.module.css';
import type { Chip, Kind, Planned } from './reading';
import { setLineTime, useLine } from './state';
import type { LineReading, LiveReading } from './use-reading';

function when({ entity, fields }: Planned, format: Format): string {
  if (entity === 'task') {
    if (fields.due) return format.dayAndTime(String(fields.due));
    return fields.due_day ? format.near(String(fields.due_day), format.today()) : '';
  }
  const day = format.day(format.dayOf(String(fields.start)));
  if (!fields.all_day) return `${day} ${format.range(String(fields.start), String(fields.end))}`;
  const last = format.dayOf(Date.parse(String(fields.end)) - 1);
  return last === format.dayOf(String(fields.start)) ? day : `${day} – ${format.day(last)}`;
}

/** The parts of one planned row, in ink. */
export function chipsOf(
  row: Planned,
  format: Format,
  w: Words,
  project: string | null,
  rule: (text: string) => string,
): Chip[] {
  const { fields } = row;
  const chips: [Chip['ink'], unknown][] = [
    ['time', when(row, format)],
    ['repeat', fields.recurrence && rule(String(fields.recurrence))],
    ['people', fields.attendees],
    ['place', fields.location],
    ['project', row.newProject ? w.line.newProject(row.newProject) : project],
    [
      'project',
      Array.isArray(fields.tags) && fields.tags.length > 0 && fields.tags.map((tag) => `#${tag}`).join(' '),
    ],
    [
      'urgent',
      fields.priority && fields.priority !== 'normal' && w.tasks.priorities[fields.priority as 'high'],
    ],
  ];
  return chips.flatMap(([ink, text]) => (typeof text === 'string' && text ? [{ ink, text }] : []));
}

/** What the chips show of a reading. */
export type Shown = Pick<LineReading, 'kind' | 'sure' | 'rows' | 'warnings'> & {
  /** The words of the text that stand in an ink. */
  said: Partial<Record<Chip['ink'], string>>;
};

/** Rows that are not shown are none: they change with each key. */
export function shownOf({ kind, sure, rows, warnings, marks, text }: LiveReading): Shown {
  const said: Shown['said'] = {};
  for (const { ink, start, end } of marks) said[ink] ??= text.slice(start, end);
  return { kind, sure, rows: sure ? rows : [], warnings, said };
}

interface RowProps {
  row: Planned;
  said: Shown['said'];
  onLiteral(words: string): void;
}

function Row({ row, said, onLiteral }: RowProps) {
  const format = useFormat();
  const w = useWords();
  const rule = useRuleWords();
  const projects = useProjects().rows;
  const project = projectName(projects, (row.fields as Fields).project_id as string);
  return (
    <>
      <span className={css.title}>{String(row.fields.title)}</span>
      {chipsOf(row, format, w, project, rule).map((chip) => {
        const words = said[chip.ink];
        return (
          <span key={chip.ink + chip.text} className={css.chip}>
            <span className={`ink ink-${chip.ink}`}>{chip.text}</span>
            {words && (
              <button
                type="button"
                aria-label={w.line.literal(words)}
                title={w.line.literal(words)}
                onClick={() => onLiteral(words)}
              >
                <X size={12} aria-hidden />
              </button>
            )}
          </span>
        );
      })}
    </>
  );
}

interface Props {
  reading: Shown;
  onKind(): void;
  onLiteral(words: string): void;
}

/** Drawn anew with a reading, not with a key. */
export const Chips = memo(function Chips({ reading, onKind, onLiteral }: Props) {
  const w = useWords();
  const kind: Kind = reading.kind;
  const timed = useLine((line) => line.defaults.start !== undefined);
  return (
    <div className={css.reading}>
      <button type="button" className={css.kind} onClick={onKind} title={w.line.kindHint}>
        {w.line.kinds[kind]}
        <span className="hidden">. {w.line.kindHint}</span>
      </button>
      {!reading.sure && kind === 'task' && <span className="muted small">{w.line.asWritten}</span>}
      {reading.rows.map((row, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows have no other name yet
        <Row key={i} row={row} said={reading.said} onLiteral={onLiteral} />
      ))}
      {timed && (
        <button type="button" className={css.clear} onClick={() => setLineTime(null)}>
          <X size={12} aria-hidden /> {w.line.clearTime}
        </button>
      )}
      {reading.warnings.map((title) => (
        <span key={title} className={css.warning}>
          <TriangleAlert size={14} aria-hidden />
          {w.line.overlaps(title)}
        </span>
      ))}
    </div>
  );
});
