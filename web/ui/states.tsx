// SPDX-License-Identifier: Apache-2.0
'use client';
/** The states that every room has: first run, loading, nothing found, error. One look and one voice. */
import { useEffect, useState } from 'react';
import { useWords } from '@/words';
import { Button } from './button';
import css from './states.module.css';

/** True once `ms` have passed: what is quick shows no skeleton. */
function useAfter(ms: number): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return passed;
}

const SHAPES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

export function Skeleton({ rows = 8 }: { rows?: number }) {
  const w = useWords();
  const show = useAfter(150);
  return (
    <div role="status" className={css.skeleton}>
      <span className="hidden">{w.common.loading}</span>
      {show && SHAPES.slice(0, rows).map((key) => <div key={key} className={css.bar} aria-hidden />)}
    </div>
  );
}

interface FirstRunProps {
  text: string;
  examples: readonly string[];
  onExample(text: string): void;
}

export function FirstRun({ text, examples, onExample }: FirstRunProps) {
  const w = useWords();
  return (
    <div className={css.first}>
      <p>{text}</p>
      <ul aria-label={w.common.examples}>
        {examples.map((example) => (
          <li key={example}>
            <button type="button" className={css.example} onClick={() => onExample(example)}>
              {example}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function Nothing({ text, action, onAction }: { text: string; action?: string; onAction?(): void }) {
  return (
    <div className={css.nothing}>
      <p>{text}</p>
      {action && <Button onClick={onAction}>{action}</Button>}
    </div>
  );
}

export function Failed({ error, onRetry }: { error: Error; onRetry(): void }) {
  const w = useWords();
  const request = (error as { problem?: { request_id?: string } }).problem?.request_id;
  return (
    <div role="alert" className={css.failed}>
      <p>
        {w.common.failed} {error.message}
        {request && <span className="muted small"> ({request})</span>}
      </p>
      <Button onClick={onRetry}>{w.common.retry}</Button>
    </div>
  );
}
