// SPDX-License-Identifier: Apache-2.0
/** What can be done to events. Of a repeating one the user is asked which occurrences are meant. */
import { create } from 'zustand';
import { type Change, change } from '@/data/change';
import { keyOf } from '@/data/table';
import type { Event, Fields, Span } from '@/data/types';
import { words } from '@/words';

export interface Question {
  event: Event;
  verb: 'update' | 'delete';
  fields: Fields;
  text: string;
  label: string;
}
export const useEventAsk = create<{ question: Question | null }>(() => ({ question: null }));

export const atOf = (event: Event): string => keyOf('event', event as unknown as Fields);

/** Of the event as whoever asked for it saw it. */
function changeOf({ event, verb, fields }: Question, span?: Span): Change {
  const repeats = span && event.occurrence ? { span, occurrence: event.occurrence } : {};
  const before = event as unknown as Fields;
  return { entity: 'event', verb, id: event.id, at: atOf(event), fields, before, ...repeats };
}

/** Carries out what was asked; `span` is the user's answer for a repeating event. */
export function answer(question: Question, span: Span): void {
  useEventAsk.setState({ question: null });
  change([changeOf(question, span)], { label: question.label });
}

function doOrAsk(question: Question): void {
  if (question.event.recurrence && question.event.occurrence) useEventAsk.setState({ question });
  else change([changeOf(question)], { label: question.label });
}

export function moveEvent(event: Event, start: string, end: string, when: string): void {
  if (start === event.start && end === event.end) return;
  const w = words().calendar;
  const text = w.whichMove(event.title, when);
  doOrAsk({ event, verb: 'update', fields: { start, end }, text, label: w.moved(event.title, when) });
}

export function changeEvent(event: Event, fields: Fields): void {
  const w = words().calendar;
  doOrAsk({ event, verb: 'update', fields, text: w.whichChange(event.title), label: w.changed(event.title) });
}

export function deleteEvent(event: Event): void {
  const w = words().calendar;
  doOrAsk({
    event,
    verb: 'delete',
    fields: {},
    text: w.whichDelete(event.title),
    label: w.deleted(event.title),
  });
}

/** A copy at another time; of a repeating event, one occurrence. */
export function copyEvent(event: Event, start: string, end: string): void {
  const { title, zone, all_day, location, notes, attendees } = event;
  const fields = { title, zone, all_day, location, notes, attendees, recurrence: null, start, end };
  change([{ entity: 'event', verb: 'create', fields }], { label: words().calendar.copied(title) });
}
