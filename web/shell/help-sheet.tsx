// SPDX-License-Identifier: Apache-2.0
'use client';
import { prefer, usePreferences } from '@/data/preferences';
import { Dialog } from '@/ui/dialog';
/** The keys that work here, from the same table that makes them work. */
import { Switch } from '@/ui/field';
import { useWords } from '@/words/settings';
import { allCommands } from './commands';
import css from './help-sheet.module.css';
import { shownKeys } from './keys';

export function HelpSheet({ onClose }: { onClose(): void }) {
  const w = useWords();
  const letters = usePreferences((preferences) => preferences.keys);
  const groups = new Map<string, ReturnType<typeof allCommands>>();
  for (const command of allCommands()) {
    if (!command.keys) continue;
    groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  }
  return (
    <Dialog open onClose={onClose} title={w.shell.help}>
      <div className={css.sheet}>
        {[...groups].map(([group, commands]) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl className={css.keys}>
              {commands.map((command) => (
                <div key={command.id}>
                  <dt>{command.title}</dt>
                  <dd>
                    <kbd>{shownKeys(command.keys!)}</kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <Switch
          label={w.settings.letterKeys}
          hint={w.settings.letterKeysHint}
          checked={letters}
          onChange={(keys) => prefer({ keys })}
        />
      </div>
    </Dialog>
  );
}
