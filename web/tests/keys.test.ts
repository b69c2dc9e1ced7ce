// SPDX-License-Identifier: Apache-2.0
/** What a key does, and when none may do anything. */
import { expect, test, vi } from 'vitest';
import { useCommandTable } from '@/shell/commands';
import { holdKeys, onKey } from '@/shell/keys';

test('while a layer is on its way the letters are not taken for commands', () => {
  const run = vi.fn();
  const command = { id: 'complete', title: 'Complete', group: 'tasks', keys: 'e|ArrowDown', run };
  useCommandTable.setState({ sets: new Map([['list', [command]]]) });
  document.body.addEventListener('keydown', onKey);
  const press = (key: string) =>
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  press('e');
  expect(run).toHaveBeenCalledTimes(1);
  const release = holdKeys();
  press('e');
  expect(run).toHaveBeenCalledTimes(1);
  press('ArrowDown'); // no letter
  expect(run).toHaveBeenCalledTimes(2);
  release();
  press('e');
  expect(run).toHaveBeenCalledTimes(3);
});
