// SPDX-License-Identifier: Apache-2.0
'use client';
/** Brings in what other programs exported: first what is in the file is said, then it is saved, then it can be taken back. */
import { Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { undoActions } from '@/data/change';
import { wantEngine } from '@/data/engine';
import { tell } from '@/data/notices';
import { useUser } from '@/data/rows';
import { client } from '@/data/state';
import { Section } from '@/parts/pages-room';
import { dueFields } from '@/parts/task/actions';
import { readDate } from '@/parts/task/date-popover';
import { Button } from '@/ui/button';
import { useWords } from '@/words/settings';
import { countOf, type Found } from './found';
import { readIcs } from './ics';
import { saveFound } from './save';
import { readTodoist } from './todoist';
import { readOwn, readVikunja } from './vikunja';

const MOST_BYTES = 50 * 1024 * 1024;

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What a file holds; null if it is of no kind that is known. */
async function read(file: File, zone: string): Promise<Found | null> {
  const text = await file.text();
  if (/^\ufeff?\s*BEGIN:VCALENDAR/i.test(text)) return readIcs(text, zone);
  const value = json(text);
  if (value !== null) return readOwn(value) ?? readVikunja(value, zone);
  await wantEngine(); // dates in words
  const name = file.name.replace(/( \[\d+\])?\.csv$/i, '');
  return readTodoist(text, name, (said) => {
    const due = readDate(said, zone);
    return due ? dueFields(due, zone) : null;
  });
}

interface Chosen {
  name: string;
  found: Found;
}

export function Import() {
  const w = useWords();
  const { zone } = useUser();
  const picker = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [progress, setProgress] = useState<number | null>(null);
  const choose = async (file: File | undefined) => {
    setChosen(null);
    setProblem(null);
    if (!file) return;
    if (file.size > MOST_BYTES) return setProblem(w.settings.importLarge);
    try {
      const found = await read(file, zone);
      if (!found || countOf(found) === 0) setProblem(w.settings.importUnknown(file.name));
      else setChosen({ name: file.name, found });
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  const reread = () => void client.invalidateQueries();
  const save = async ({ found }: Chosen) => {
    setProgress(0);
    try {
      const { made, known, actions } = await saveFound(found, (n, of) =>
        setProgress(Math.floor((n / of) * 100)),
      );
      const undo = () => {
        undoActions(actions, 'undo');
        setTimeout(reread, 1000);
      };
      tell({
        text: w.settings.imported(made, known),
        action: actions.length > 0 ? { label: w.change.undo, run: undo } : undefined,
      });
      setChosen(null);
    } catch (error) {
      setProblem((error as Error).message);
    }
    setProgress(null);
    reread();
  };
  return (
    <Section title={w.settings.import} hint={w.settings.importHint}>
      <input
        ref={picker}
        type="file"
        hidden
        data-import
        accept=".ics,.csv,.json,text/calendar,text/csv,application/json"
        onChange={(event) => {
          void choose(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <div>
        <Button icon={Upload} disabled={progress !== null} onClick={() => picker.current?.click()}>
          {w.documents.choose}
        </Button>
      </div>
      {problem && <p role="alert">{problem}</p>}
      {chosen && (
        <div role="status">
          <p>
            {w.settings.importFound(
              chosen.name,
              chosen.found.tasks.length,
              chosen.found.events.length,
              chosen.found.memories.length,
            )}
          </p>
          {chosen.found.left > 0 && <p className="muted small">{w.settings.importLeft(chosen.found.left)}</p>}
          {progress !== null ? (
            <progress aria-label={w.settings.import} max={100} value={progress} />
          ) : (
            <Button kind="primary" onClick={() => void save(chosen)}>
              {w.settings.importNow}
            </Button>
          )}
        </div>
      )}
    </Section>
  );
}
