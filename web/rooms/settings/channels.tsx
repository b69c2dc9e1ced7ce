// SPDX-License-Identifier: Apache-2.0
'use client';
/** By which ways Pixie speaks, by kind; the phone, ntfy's and a webhook's address; the browsers that are subscribed. */
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '@/data/api';
import { useFeatures } from '@/data/features';
import { useFormat } from '@/data/format';
import { tell } from '@/data/notices';
import type { NotificationSettings, Subscription } from '@/data/types';
import { Section } from '@/parts/pages-room';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { useWords } from '@/words/settings';
import css from './channels.module.css';

const KINDS = ['reminder', 'missed', 'brief'] as const;
/** Here, in the app, everything is told: that is no choice. */
const CHANNELS = ['push', 'mail', 'ntfy', 'webhook', 'sms'] as const;
type Channel = (typeof CHANNELS)[number];
type Chosen = Partial<Record<string, Channel[]>>;
/** Without a choice: all but mail and text messages, which are for those who ask for them. */
const USUAL = CHANNELS.filter((channel) => channel !== 'mail' && channel !== 'sms');

export type Save = (
  label: string,
  some: Partial<Record<keyof NotificationSettings, unknown>>,
) => Promise<void>;
interface Props {
  now: NotificationSettings;
  save: Save;
}

export function Ways({ now, save }: Props) {
  const w = useWords();
  const features = useFeatures();
  const there: Record<Channel, boolean> = {
    push: features?.push ?? false,
    mail: features?.mail ?? false,
    ntfy: Boolean(now.ntfy_url),
    webhook: Boolean(now.webhook_url),
    sms: (features?.sms ?? false) && Boolean(now.phone),
  };
  const shown = CHANNELS.filter((channel) => there[channel]);
  if (shown.length === 0) return null;
  const chosen = (now.channels ?? {}) as Chosen;
  const flip = (kind: string, channel: Channel, on: boolean) => {
    const before = chosen[kind] ?? USUAL;
    const next = CHANNELS.filter((one) => (one === channel ? on : before.includes(one)));
    void save(w.settings.ways, { channels: { ...chosen, [kind]: next } });
  };
  return (
    <Section title={w.settings.ways} hint={w.settings.waysHint}>
      <div className={css.scroll}>
        <table className={css.ways}>
          <thead>
            <tr>
              <td />
              {shown.map((channel) => (
                <th key={channel} scope="col">
                  {w.settings.channels[channel]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {KINDS.map((kind) => (
              <tr key={kind}>
                <th scope="row">{w.settings.kinds[kind]}</th>
                {shown.map((channel) => (
                  <td key={channel}>
                    <input
                      type="checkbox"
                      aria-label={`${w.settings.kinds[kind]}: ${w.settings.channels[channel]}`}
                      checked={(chosen[kind] ?? USUAL).includes(channel)}
                      onChange={(event) => flip(kind, channel, event.target.checked)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {now.bounced ? (
        <p>
          {w.settings.bounced(now.bounced)}{' '}
          <Button onClick={() => void save(w.settings.channels.mail, { bounced: null })}>
            {w.settings.bouncedAgain}
          </Button>
        </p>
      ) : null}
    </Section>
  );
}

/** A phone that gets text messages; none: it is not written to. */
function Phone({ now, save }: Props) {
  const w = useWords();
  const put = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void save(w.settings.phone, { phone: new FormData(event.currentTarget).get('phone') || null });
  };
  return (
    <form onSubmit={put}>
      <Field
        label={w.settings.phone}
        hint={w.settings.phoneSpeaks}
        name="phone"
        type="tel"
        autoComplete="tel"
        defaultValue={now.phone ?? ''}
      />
      <Button type="submit">{w.common.save}</Button>
    </form>
  );
}

/** Addresses that Pixie posts to. A secret is written, never read. */
export function Addresses({ now, save }: Props) {
  const w = useWords();
  const features = useFeatures();
  const ntfy = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void save('ntfy', { ntfy_url: new FormData(event.currentTarget).get('ntfy_url') || null });
  };
  const webhook = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const url = given.get('webhook_url') || null;
    const secret = given.get('webhook_secret');
    void save(w.settings.channels.webhook, {
      webhook_url: url,
      ...(url ? (secret ? { webhook_secret: secret } : {}) : { webhook_secret: null }),
    });
  };
  return (
    <Section title={w.settings.addresses} hint={w.settings.addressesHint}>
      {features?.sms && <Phone now={now} save={save} />}
      <form onSubmit={ntfy}>
        <Field
          label={w.settings.ntfy}
          hint={w.settings.ntfyHint}
          name="ntfy_url"
          type="url"
          defaultValue={now.ntfy_url ?? ''}
        />
        <Button type="submit">{w.common.save}</Button>
      </form>
      <form onSubmit={webhook}>
        <Field
          label={w.settings.webhook}
          hint={w.settings.webhookHint}
          name="webhook_url"
          type="url"
          defaultValue={now.webhook_url ?? ''}
        />
        <Field label={w.settings.webhookSecret} name="webhook_secret" type="password" autoComplete="off" />
        <Button type="submit">{w.common.save}</Button>
      </form>
    </Section>
  );
}

/** Every browser that gets messages, with the way to end that. */
export function Browsers() {
  const w = useWords();
  const format = useFormat();
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const query = useQuery({
    queryKey: ['push-subscriptions'],
    queryFn: () => call<{ items: Subscription[] }>('/push/subscriptions'),
  });
  const rows = query.data?.items.filter(({ id }) => !gone.has(id)) ?? [];
  if (rows.length === 0) return null;
  const end = (id: string) =>
    call(`/push/subscriptions/${id}`, { method: 'DELETE' }).then(
      () => setGone((before) => new Set([...before, id])),
      (error: Error) => tell({ tone: 'problem', text: error.message }),
    );
  return (
    <Section title={w.settings.browsers}>
      <ul>
        {rows.map((row) => (
          <li key={row.id}>
            <span>{row.label ?? w.settings.browser}</span>
            <span className="muted small">{format.dayAndTime(row.created)}</span>
            <Button onClick={() => void end(row.id)}>{w.settings.end}</Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
