// SPDX-License-Identifier: Apache-2.0
'use client';
/** What language models took: by day, by model, and how much of each budget is spent. */
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { call } from '@/data/api';
import { useFormat } from '@/data/format';
import type { Usage as Report } from '@/data/types';
import { Section } from '@/parts/pages-room';
import { addDays, addMonths, monthOf } from '@/ui/days';
import { SelectField } from '@/ui/field';
import { Failed, Nothing, Skeleton } from '@/ui/states';
import { languageTag } from '@/words';
import { useWords } from '@/words/settings';
import css from './usage.module.css';

const PERIODS = ['month', 'before', 'days30'] as const;
type Period = (typeof PERIODS)[number];

function rangeOf(period: Period, today: string): { from: string; to: string } {
  const first = `${monthOf(today)}-01`;
  if (period === 'before') return { from: addMonths(first, -1), to: addDays(first, -1) };
  return { from: period === 'month' ? first : addDays(today, -29), to: today };
}

/** "$1.23" of micro-dollars; small sums keep what can be seen. */
function money(micro: number): string {
  const dollars = micro / 1e6;
  const digits = dollars > 0 && dollars < 0.1 ? 4 : 2;
  return new Intl.NumberFormat(languageTag(), {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(dollars);
}

const count = (n: number) => n.toLocaleString(languageTag());

function Days({ report }: { report: Report }) {
  const format = useFormat();
  const w = useWords();
  const most = Math.max(1, ...report.days.map((day) => day.cost));
  return (
    <table className={css.table}>
      <caption className="hidden">{w.settings.usageDays}</caption>
      <tbody>
        {report.days.map((day) => (
          <tr key={day.day}>
            <th scope="row">{format.day(day.day)}</th>
            <td className={css.bar}>
              <span style={{ inlineSize: `${(day.cost / most) * 100}%` }} aria-hidden />
            </td>
            <td>{money(day.cost)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Models({ report }: { report: Report }) {
  const w = useWords();
  return (
    <div className={css.scroll}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{w.settings.usageModel}</th>
            <th scope="col">{w.settings.usageCalls}</th>
            <th scope="col">{w.settings.usageIn}</th>
            <th scope="col">{w.settings.usageOut}</th>
            <th scope="col">{w.settings.usageCost}</th>
          </tr>
        </thead>
        <tbody>
          {report.models.map((model) => (
            <tr key={`${model.provider}:${model.model}`}>
              <th scope="row">{model.model}</th>
              <td>{count(model.calls)}</td>
              <td>{count(model.tokens_in + model.tokens_cached + model.tokens_written)}</td>
              <td>{count(model.tokens_out)}</td>
              <td>{model.unpriced_calls === model.calls ? '–' : money(model.cost)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Budgets({ report }: { report: Report }) {
  const w = useWords();
  if (report.budgets.length === 0) return <p className="muted small">{w.settings.noBudgets}</p>;
  return (
    <ul>
      {report.budgets.map(({ kind, limit, spent, state }) => (
        <li key={kind}>
          <span>{w.settings.budgets[kind]}</span>
          <meter
            aria-label={w.settings.budgets[kind]}
            min={0}
            max={limit}
            high={limit * 0.8}
            value={Math.min(spent, limit)}
          />
          <span className={state === 'ok' ? 'muted small' : 'ink-urgent small'}>
            {w.settings.budgetOf(money(spent), money(limit))}
          </span>
        </li>
      ))}
    </ul>
  );
}

export function Usage() {
  const w = useWords();
  const format = useFormat();
  const [period, setPeriod] = useState<Period>('month');
  const { from, to } = useMemo(() => rangeOf(period, format.today()), [period, format]);
  const query = useQuery({
    queryKey: ['usage', from, to],
    queryFn: () => call<Report>(`/usage?from=${from}&to=${to}`),
    staleTime: 0,
  });
  const report = query.data;
  return (
    <>
      <Section title={w.settings.pages.usage} hint={w.settings.usageHint}>
        <SelectField
          label={w.settings.period}
          value={period}
          onChange={(event) => setPeriod(event.target.value as Period)}
        >
          {PERIODS.map((one) => (
            <option key={one} value={one}>
              {w.settings.periods[one]}
            </option>
          ))}
        </SelectField>
        {query.error && <Failed error={query.error} onRetry={() => void query.refetch()} />}
        {query.isPending && <Skeleton rows={3} />}
        {report && report.total.calls === 0 && <Nothing text={w.settings.usageNone} />}
        {report && report.total.calls > 0 && (
          <>
            <p className={css.total}>
              {money(report.total.cost)}{' '}
              <span className="muted small">{w.settings.usageTotal(report.total.calls)}</span>
            </p>
            {report.total.unpriced_calls > 0 && (
              <p className="muted small">{w.settings.usageUnpriced(report.total.unpriced_calls)}</p>
            )}
            <Days report={report} />
            <Models report={report} />
          </>
        )}
      </Section>
      {report && (
        <Section title={w.settings.budgetTitle}>
          <Budgets report={report} />
        </Section>
      )}
    </>
  );
}
