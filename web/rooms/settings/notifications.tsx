// SPDX-License-Identifier: Apache-2.0
'use client';
/** When and how Pixie speaks up: usual reminders, quiet hours, the brief. Each is saved on change, with its way back. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '@/data/api';
import { listen } from '@/data/events';
import { useFeatures } from '@/data/features';
import { useFormat } from '@/data/format';
import { tell } from '@/data/notices';
import { type PushState, pushState, subscribe, unsubscribe } from '@/data/push';
import type { NotificationSettings } from '@/data/types';
import { Section } from '@/parts/pages-room';
import { reminderWords } from '@/parts/reminders';
import { clockText } from '@/ui/days';
import { reminderBefore } from '@/ui/duration';
import { SelectField, Switch } from '@/ui/field';
import { Failed, Skeleton } from '@/ui/states';
import { languageTag } from '@/words';
import { useWords } from '@/words/settings';
import { Addresses, Browsers, Ways } from './channels';
import css from './notifications.module.css';

type Some = Partial<Record<keyof NotificationSettings, unknown>>;
const QUERY = ['notification-settings'];
const HALF_HOURS = Array.from({ length: 48 }, (_, i) => clockText(i * 30));
const LEADS = [0, 5, 10, 15, 30, 60, 120, 1440].map(reminderBefore);
const DAYS = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'] as const;
const MONDAY = Date.UTC(2024, 0, 1, 12);

function useSave(now: NotificationSettings | undefined) {
  const w = useWords();
  const client = useQueryClient();
  const put = async (some: Some) => {
    try {
      const body = await call('/me/notification-settings', { method: 'PATCH', body: some });
      client.setQueryData(QUERY, body);
      return true;
    } catch (error) {
      tell({ tone: 'problem', text: (error as Error).message });
      return false;
    }
  };
  return async (label: string, some: Some) => {
    const before = Object.fromEntries(
      Object.keys(some).map((name) => [name, now?.[name as 'brief'] ?? null]),
    );
    if (await put(some))
      tell({
        text: w.settings.saved(label),
        // only a mail that comes back marks an address: taking the mark off can't be undone
        ...(!('bounced' in some) && { action: { label: w.change.undo, run: () => void put(before) } }),
      });
  };
}

interface TimeProps {
  label: string;
  value: string | null | undefined;
  usual: string;
  /** What an absent time means; none: it is always there. */
  none?: string;
  onPick(value: string | null): void;
}

function TimeField({ label, value, usual, none, onPick }: TimeProps) {
  const shown = value ?? (none ? '' : usual);
  const times = shown && !HALF_HOURS.includes(shown) ? [shown, ...HALF_HOURS] : HALF_HOURS;
  return (
    <SelectField label={label} value={shown} onChange={(event) => onPick(event.target.value || null)}>
      {none && <option value="">{none}</option>}
      {times.map((time) => (
        <option key={time}>{time}</option>
      ))}
    </SelectField>
  );
}

interface LeadsProps {
  label: string;
  leads: readonly string[];
  onPick(leads: string[]): void;
}

function Leads({ label, leads, onPick }: LeadsProps) {
  const w = useWords();
  const format = useFormat();
  const all = [...new Set([...LEADS, ...leads])];
  return (
    <fieldset className={css.choices}>
      <legend>{label}</legend>
      {all.map((lead) => (
        <label key={lead}>
          <input
            type="checkbox"
            checked={leads.includes(lead)}
            onChange={(event) =>
              onPick(event.target.checked ? [...leads, lead] : leads.filter((one) => one !== lead))
            }
          />
          {reminderWords(lead, format, w)}
        </label>
      ))}
    </fieldset>
  );
}

function BriefDays({ days, onPick }: { days: readonly string[]; onPick(days: string[]): void }) {
  const w = useWords();
  const name = new Intl.DateTimeFormat(languageTag(), { weekday: 'short', timeZone: 'UTC' });
  return (
    <fieldset className={css.choices}>
      <legend>{w.settings.briefDays}</legend>
      {DAYS.map((day, i) => (
        <label key={day}>
          <input
            type="checkbox"
            checked={days.includes(day)}
            onChange={(event) =>
              onPick(DAYS.filter((one) => (one === day ? event.target.checked : days.includes(one))))
            }
          />
          {name.format(MONDAY + i * 86400000)}
        </label>
      ))}
    </fieldset>
  );
}

/** Whether what is said reaches this browser while no page is open. */
function ThisDevice() {
  const w = useWords();
  const features = useFeatures();
  const [state, setState] = useState<PushState | null>(null);
  useEffect(() => void pushState().then(setState), []);
  if (!features?.push || state === null) return null;
  const flip = (on: boolean) =>
    (on ? subscribe() : unsubscribe()).then(setState, (error: Error) =>
      tell({ tone: 'problem', text: error.message }),
    );
  return (
    <Section title={w.settings.thisBrowser} hint={w.settings.thisBrowserHint}>
      {state === 'unsupported' && <p className="muted">{w.settings.pushUnsupported}</p>}
      {state === 'denied' && <p className="muted">{w.settings.pushDenied}</p>}
      {(state === 'on' || state === 'off') && (
        <Switch label={w.settings.pushOn} checked={state === 'on'} onChange={(on) => void flip(on)} />
      )}
    </Section>
  );
}

const list = (value: unknown, usual: string[]): string[] => (Array.isArray(value) ? value : usual);

export function Notifications() {
  const w = useWords();
  const s = w.settings;
  const query = useQuery({
    queryKey: QUERY,
    queryFn: () => call<NotificationSettings>('/me/notification-settings'),
  });
  const client = useQueryClient();
  // Changed elsewhere: on another page, in the chat, or by a mail that came back.
  useEffect(
    () =>
      listen((name, payload) => {
        if (name === 'notification_settings')
          client.setQueryData(QUERY, payload.notification_settings as NotificationSettings);
      }),
    [client],
  );
  const now = query.data;
  const save = useSave(now);
  if (query.error) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  if (!now) return <Skeleton rows={5} />;
  return (
    <>
      <ThisDevice />
      <Browsers />
      <Ways now={now} save={save} />
      <Section title={s.usualReminders} hint={s.usualRemindersHint}>
        <Leads
          label={s.taskLeads}
          leads={list(now.task_leads, ['-PT0S'])}
          onPick={(task_leads) => void save(s.taskLeads, { task_leads })}
        />
        <Leads
          label={s.eventLeads}
          leads={list(now.event_leads, ['-PT15M'])}
          onPick={(event_leads) => void save(s.eventLeads, { event_leads })}
        />
      </Section>
      <Section title={s.quiet} hint={s.quietHint}>
        <TimeField
          label={s.from}
          value={now.quiet_from}
          usual="22:00"
          none={s.noQuiet}
          onPick={(quiet_from) =>
            void save(s.quiet, { quiet_from, quiet_to: quiet_from && (now.quiet_to ?? '07:00') })
          }
        />
        {now.quiet_from && (
          <TimeField
            label={s.to}
            value={now.quiet_to}
            usual="07:00"
            onPick={(quiet_to) => void save(s.quiet, { quiet_to })}
          />
        )}
      </Section>
      <Section title={s.brief} hint={s.briefHint}>
        <Switch label={s.briefOn} checked={now.brief} onChange={(brief) => void save(s.brief, { brief })} />
        {now.brief && (
          <>
            <TimeField
              label={s.briefTime}
              value={now.brief_time}
              usual="07:00"
              onPick={(brief_time) => void save(s.briefTime, { brief_time })}
            />
            <BriefDays
              days={list(now.brief_days, [...DAYS])}
              onPick={(brief_days) => void save(s.briefDays, { brief_days })}
            />
          </>
        )}
      </Section>
      <Addresses now={now} save={save} />
    </>
  );
}
