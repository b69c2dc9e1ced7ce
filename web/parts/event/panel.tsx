// SPDX-License-Identifier: Apache-2.0
'use client';
/** Everything of one event (or one occurrence), changed in place. */
import { Bell, Trash2 } from 'lucide-react';
import { type FocusEvent, type FormEvent, useMemo, useRef, useState } from 'react';
import { useFormat } from '@/data/format';
import { useRows, useUser } from '@/data/rows';
import type { Event, Fields } from '@/data/types';
import { Button, IconButton } from '@/ui/button';
import { addDays, instantOf, midnight } from '@/ui/days';
import { Field } from '@/ui/field';
import { useRuleWords } from '@/ui/rule';
import { useWords } from '@/words';
import type { Format } from '@/words/format';
import { NextDates } from '../next-dates';
import { Panel } from '../panel';
import { RemindersPopover, reminderWords } from '../reminders';
import { atOf, changeEvent, deleteEvent } from './actions';
import css from './panel.module.css';

const clock = new Map<string, Intl.DateTimeFormat>();

/** "14:05" in a zone, as an input of type time wants it. */
function wall(instant: string, zone: string): string {
  let made = clock.get(zone);
  if (!made) {
    made = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
    clock.set(zone, made);
  }
  return made.format(Date.parse(instant));
}

/** What the form changed, as fields of the event. */
export function changedFields(event: Event, form: Record<string, string>, zone: string): Fields {
  const fields: Fields = {};
  const day = form.day!;
  const start = event.all_day ? midnight(day, zone) : instantOf(`${day}T${form.start}`, zone);
  let end = event.all_day
    ? midnight(addDays(form.last ?? day, 1), zone)
    : instantOf(`${day}T${form.end}`, zone);
  if (Date.parse(end) <= Date.parse(start))
    end = instantOf(`${addDays(day, 1)}T${form.end ?? '00:00'}`, zone);
  if (Date.parse(start) !== Date.parse(event.start)) fields.start = start;
  if (Date.parse(end) !== Date.parse(event.end)) fields.end = end;
  if (fields.start && !fields.end) fields.end = end;
  for (const name of ['title', 'location', 'attendees', 'notes'] as const) {
    const text = form[name]?.trim() || null;
    if (text !== (event[name] ?? null) && (text || name !== 'title')) fields[name] = text;
  }
  return fields;
}

function useOverlaps(event: Event | undefined): string[] {
  const { rows } = useRows('event');
  return useMemo(() => {
    if (!event || event.all_day) return [];
    return [...rows.values()]
      .filter(
        (other) =>
          other.id !== event.id && !other.all_day && other.start < event.end && other.end > event.start,
      )
      .map((other) => other.title);
  }, [event, rows]);
}

function Times({ event, format, zone }: { event: Event; format: Format; zone: string }) {
  const w = useWords();
  const first = format.dayOf(event.start);
  if (event.all_day)
    return (
      <div className={css.times}>
        <Field label={w.calendar.start} name="day" type="date" defaultValue={first} required />
        <Field
          label={w.calendar.end}
          name="last"
          type="date"
          defaultValue={format.dayOf(Date.parse(event.end) - 1)}
          required
        />
      </div>
    );
  return (
    <>
      <Field label={w.calendar.day} name="day" type="date" defaultValue={first} required />
      <div className={css.times}>
        <Field
          label={w.calendar.start}
          name="start"
          type="time"
          defaultValue={wall(event.start, zone)}
          required
        />
        <Field label={w.calendar.end} name="end" type="time" defaultValue={wall(event.end, zone)} required />
      </div>
    </>
  );
}

/** Follows the event while nobody is in it; from then on what stands in its fields is theirs. */
function EventForm({ now, onClose }: { now: Event; onClose(): void }) {
  const w = useWords();
  const format = useFormat();
  const rule = useRuleWords();
  const { zone } = useUser();
  const overlaps = useOverlaps(now);
  const [begun, setBegun] = useState<Event | null>(null);
  const [dirty, setDirty] = useState(false);
  const event = begun ?? now;
  const save = (submitted: FormEvent<HTMLFormElement>) => {
    submitted.preventDefault();
    const form = Object.fromEntries(new FormData(submitted.currentTarget)) as Record<string, string>;
    const fields = changedFields(event, form, zone);
    if (Object.keys(fields).length > 0) changeEvent(event, fields);
    onClose();
  };
  const left = ({ currentTarget, relatedTarget }: FocusEvent<HTMLFormElement>) => {
    if (!dirty && !currentTarget.contains(relatedTarget)) setBegun(null);
  };
  return (
    <form
      key={event.version}
      className={css.form}
      onSubmit={save}
      onFocus={() => setBegun(event)}
      onBlur={left}
      onChange={() => setDirty(true)}
    >
      <Field label={w.calendar.fieldTitle} name="title" defaultValue={event.title} required maxLength={500} />
      <Times event={event} format={format} zone={zone} />
      {overlaps.length > 0 && (
        <p className="ink-urgent">
          {w.calendar.overlap(new Intl.ListFormat(document.documentElement.lang).format(overlaps))}
        </p>
      )}
      {event.recurrence && (
        <div>
          <span className="ink ink-repeat">{rule(event.recurrence)}</span>
          <NextDates
            rule={event.recurrence}
            start={event.all_day ? format.dayOf(event.start) : event.start}
            zone={event.zone ?? zone}
          />
        </div>
      )}
      <Field label={w.calendar.location} name="location" defaultValue={event.location ?? ''} />
      <Field label={w.calendar.attendees} name="attendees" defaultValue={event.attendees ?? ''} />
      <label className={css.notes}>
        <span>{w.calendar.notes}</span>
        <textarea name="notes" rows={5} defaultValue={event.notes ?? ''} />
      </label>
      <Button kind="primary" type="submit" disabled={!dirty}>
        {w.common.save}
      </Button>
    </form>
  );
}

function Reminders({ event }: { event: Event }) {
  const w = useWords();
  const format = useFormat();
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const reminders = event.reminders ?? [];
  const said = reminders.map((one) => reminderWords(one, format, w)).join(', ');
  return (
    <div className={css.reminders}>
      <span className="muted small">{w.plan.reminders}</span>
      <Button ref={anchor} kind="quiet" icon={Bell} onClick={() => setOpen(true)}>
        {said || w.plan.addReminder}
      </Button>
      {open && (
        <RemindersPopover
          anchor={anchor}
          reminders={reminders}
          relative
          onChange={(next) => changeEvent(event, { reminders: next })}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
}

/** `at` is the event's key in its table: its id, or id@occurrence. */
export function EventPanel({ at, onClose }: { at: string; onClose(): void }) {
  const w = useWords();
  const { rows } = useRows('event');
  const event = rows.get(at) ?? [...rows.values()].find((row) => row.id === at);
  if (!event)
    return (
      <Panel title={w.calendar.panel} onClose={onClose}>
        <p className="muted">{w.calendar.gone}</p>
      </Panel>
    );
  const drop = () => {
    onClose();
    deleteEvent(event);
  };
  return (
    <Panel
      title={w.calendar.panel}
      onClose={onClose}
      actions={<IconButton icon={Trash2} label={w.common.delete} onClick={drop} />}
    >
      <EventForm key={atOf(event)} now={event} onClose={onClose} />
      <Reminders event={event} />
    </Panel>
  );
}
