// SPDX-License-Identifier: Apache-2.0
'use client';
/** The line as it stands in every room, joined to the chat; and the layers that set one thing of a task. */
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { undoOf } from '@/data/change';
import { say } from '@/data/chat';
import { useFeatures } from '@/data/features';
import { useFormat } from '@/data/format';
import { tell } from '@/data/notices';
import { useOccurrences } from '@/data/rows';
import type { Turn } from '@/data/types';
import { Line } from '@/line/line';
import { useLine } from '@/line/state';
import { WaitingLine } from '@/line/waiting';
import { addMonths, monthOf } from '@/ui/days';
import { useWords } from '@/words';
import { AttachButton, Attached } from './attach-lazy';
import { EventAsk } from './event/ask-lazy';
import { TaskAsk } from './task/ask-lazy';

export function RoomLine() {
  const router = useRouter();
  const w = useWords();
  const talking = useLine((line) => line.talk);
  const today = useFormat().today();
  useOccurrences(useMemo(() => [monthOf(today), monthOf(addMonths(today, 1))], [today])); // for overlaps
  const files = (useFeatures()?.uploads ?? false) && talking;
  const named = useLine((line) => line.room !== '');
  const onSay = (text: string, talk: boolean) => {
    const { conversation } = useLine.getState();
    if (talk) {
      return window.dispatchEvent(new CustomEvent('pixie-say', { detail: text, cancelable: true }));
    }
    const onAnswer = (turn: Turn, group: string | null) => {
      const go = { label: w.chat.open, run: () => router.push(`/chat?c=${turn.conversation_id}`) };
      tell({
        text: turn.reply?.text ?? '',
        action: undoOf(group) ?? go,
        more: group ? go : undefined,
      });
    };
    void say(text, conversation, false, { onAnswer });
    return true;
  };
  return (
    <>
      {/* Only once the room has said what is meant here: nothing typed goes astray. */}
      {named ? (
        <Line
          onSay={onSay}
          above={files && <Attached />}
          tools={files && <AttachButton />}
          onFiles={files ? (given) => void import('./attach').then(({ attach }) => attach(given)) : undefined}
        />
      ) : (
        <WaitingLine />
      )}
      <TaskAsk />
      <EventAsk />
    </>
  );
}
