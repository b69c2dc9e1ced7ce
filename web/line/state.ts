// SPDX-License-Identifier: Apache-2.0
'use client';
/** What rooms and the line tell each other: defaults of the room, words to fill in. */
import { useEffect } from 'react';
import { create } from 'zustand';
import type { Defaults } from './reading';

interface LineState {
  /** The room; drafts are kept by it. */
  room: string;
  /** In the chat everything that is said goes to Pixie. */
  talk: boolean;
  conversation: string | null;
  defaults: Defaults;
  /** Words that the field has still to take. */
  filled: string | null;
}

export const useLine = create<LineState>(() => ({
  room: '',
  talk: false,
  conversation: null,
  defaults: {},
  filled: null,
}));

/** Puts words into the line and the caret behind them. */
export function fillLine(text: string): void {
  useLine.setState({ filled: text });
  focusLine(); // now, so that the next key is the line's
}

/** Gives the words out once: a field that is shown again later begins with its draft. */
export function takeFilled(): string | null {
  const { filled } = useLine.getState();
  if (filled !== null) useLine.setState({ filled: null });
  return filled;
}

export function focusLine(): void {
  document.querySelector<HTMLTextAreaElement>('[data-line]')?.focus();
}

interface RoomLine {
  talk?: boolean;
  conversation?: string | null;
  defaults?: Defaults;
}

/** Called by a room: what the line should take for granted while it is shown. */
export function useRoomLine(
  room: string,
  { talk = false, conversation = null, defaults = {} }: RoomLine = {},
): void {
  const shape = JSON.stringify(defaults);
  useEffect(() => {
    useLine.setState({ room, talk, conversation, defaults: JSON.parse(shape) });
  }, [room, talk, conversation, shape]);
}

/** A time that was chosen in the calendar, or none. */
export function setLineTime(time: Pick<Defaults, 'start' | 'end' | 'allDay'> | null): void {
  useLine.setState(({ defaults }) => ({
    defaults: { ...defaults, start: time?.start, end: time?.end, allDay: time?.allDay },
  }));
}
