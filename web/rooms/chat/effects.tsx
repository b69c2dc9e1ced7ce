// SPDX-License-Identifier: Apache-2.0
'use client';
/**
 * What a turn changed, as cards made of the committed rows; never of the prose. A turn that changed nothing
 * has none, so a "Done" without a card is visible as talk.
 */
import { Brain, CalendarDays, CircleCheck, FileText, FolderOpen, MessageCircle, Undo2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { undoActions } from '@/data/change';
import { actionsOf } from '@/data/chat';
import { useFormat } from '@/data/format';
import { projectName, useProjects } from '@/data/rows';
import type { Effect, Message } from '@/data/types';
import { noteUndone, useUndone } from '@/data/undone';
import { Button } from '@/ui/button';
import { useRuleWords } from '@/ui/rule';
import { useWords } from '@/words';
import type { Format } from '@/words/format';
import css from './effects.module.css';

const ICONS = {
  task: CircleCheck,
  event: CalendarDays,
  project: FolderOpen,
  memory: Brain,
  document: FileText,
  conversation: MessageCircle,
};

function when(effect: Effect, format: Format): string {
  if (effect.entity === 'event' && effect.start) {
    const start = String(effect.start);
    const day = format.day(format.dayOf(start));
    return effect.all_day ? day : `${day} ${format.range(start, String(effect.end))}`;
  }
  if (effect.due) return format.dayAndTime(String(effect.due));
  return effect.due_day ? format.near(String(effect.due_day), format.today()) : '';
}

function pathOf(effect: Effect, format: Format): string | null {
  if (effect.verb === 'deleted') return null;
  if (effect.entity === 'task') return `/tasks?task=${effect.id}`;
  if (effect.entity === 'event')
    return `/calendar?day=${format.dayOf(String(effect.start))}&event=${effect.id}`;
  if (effect.entity === 'project') return `/tasks?project=${effect.id}`;
  return effect.entity === 'memory' ? `/memory?m=${effect.id}` : null;
}

function Card({ effect, undone }: { effect: Effect; undone: boolean }) {
  const w = useWords();
  const router = useRouter();
  const format = useFormat();
  const rule = useRuleWords();
  const projects = useProjects().rows;
  const Icon = ICONS[effect.entity as keyof typeof ICONS] ?? CircleCheck;
  const title = String(effect.title ?? effect.name ?? effect.text ?? '');
  const project = effect.entity === 'task' ? projectName(projects, effect.project_id as string) : null;
  const path = pathOf(effect, format);
  const verb = w.chat.verbs[effect.verb as keyof typeof w.chat.verbs] ?? effect.verb;
  return (
    <li className={`${css.card} ${undone ? css.undone : ''}`}>
      <Icon size={16} aria-hidden className={css.icon} />
      <span className={css.what}>
        <span className={css.verb}>
          {verb} {w.chat.entities[effect.entity as 'task'] ?? effect.entity}
        </span>
        <span className={css.title}>{title}</span>
        <span className={css.inks}>
          {when(effect, format) && <time className="ink ink-time">{when(effect, format)}</time>}
          {typeof effect.recurrence === 'string' && (
            <span className="ink ink-repeat">{rule(effect.recurrence)}</span>
          )}
          {typeof effect.attendees === 'string' && <span className="ink ink-people">{effect.attendees}</span>}
          {typeof effect.location === 'string' && <span className="ink ink-place">{effect.location}</span>}
          {project && <span className="ink ink-project">{project}</span>}
          {(effect.priority === 'urgent' || effect.priority === 'high') && (
            <span className="ink ink-urgent">{w.tasks.priorities[effect.priority]}</span>
          )}
        </span>
      </span>
      {path && !undone && (
        <Button kind="quiet" onClick={() => router.push(path)}>
          {w.chat.open}
        </Button>
      )}
    </li>
  );
}

export function Effects({ message }: { message: Message }) {
  const w = useWords();
  const gone = useUndone();
  const effects = (message.effects ?? []).filter(
    ({ entity }) => entity !== 'conversation' && entity !== 'message' && entity !== 'proposal',
  );
  if (effects.length === 0) return null;
  const actions = actionsOf(effects);
  const undone = actions.length > 0 && actions.every((action) => gone.has(action));
  const flip = () => {
    undoActions(actions, undone ? 'redo' : 'undo');
    noteUndone(actions, !undone);
  };
  return (
    <div className={css.effects}>
      <ul>
        {effects.map((effect) => (
          <Card key={`${effect.entity}${effect.id}${effect.verb}`} effect={effect} undone={undone} />
        ))}
      </ul>
      {actions.length > 0 && (
        <Button
          kind="quiet"
          icon={Undo2}
          className={css.undo}
          data-undo={undone ? undefined : ''}
          onClick={flip}
        >
          {undone ? w.chat.redo : w.chat.undo}
        </Button>
      )}
    </div>
  );
}
