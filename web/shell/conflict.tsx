// SPDX-License-Identifier: Apache-2.0
'use client';
/** A row that was changed in two places: both versions side by side, field by field. */
import { change } from '@/data/change';
import type { Conflict } from '@/data/send';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { useWords } from '@/words';
import css from './conflict.module.css';

const text = (value: unknown) =>
  value === null || value === undefined || value === '' ? '–' : String(value);

export function ConflictSheet({ conflict, onClose: close }: { conflict: Conflict; onClose(): void }) {
  const w = useWords();
  const takeMine = () => {
    const { op, fields } = conflict;
    const mine = Object.fromEntries(fields.map((name) => [name, op.fields[name]]));
    change([{ entity: op.entity, verb: 'update', id: op.id, at: op.at, fields: mine }]);
    close();
  };
  return (
    <Dialog open onClose={close} title={w.change.compareTitle}>
      <div className={css.body}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{w.change.field}</th>
              <th scope="col">{w.change.mine}</th>
              <th scope="col">{w.change.theirs}</th>
            </tr>
          </thead>
          <tbody>
            {conflict.fields.map((name) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{text(conflict.op.fields[name])}</td>
                <td>{text(conflict.theirs[name])}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <div className={css.buttons}>
          <Button onClick={close}>{w.change.keepTheirs}</Button>
          <Button kind="primary" onClick={takeMine}>
            {w.change.useMine}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
