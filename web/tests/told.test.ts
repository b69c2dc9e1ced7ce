// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import { Told } from '@/data/told';

const unread = (id: string) => ({ id, state: 'unread' });
const read = (id: string) => ({ id, state: 'read' });

describe('what is told beside the page', () => {
  let told: Told;
  beforeEach(() => {
    told = new Told();
  });

  it('is not what was there when the page opened', () => {
    expect(told.list([unread('2'), unread('1')])).toEqual([]);
    expect(told.event(unread('2'), 'updated')).toBe(false); // its push arrived
    expect(told.list([unread('2'), unread('1')])).toEqual([]);
  });

  it('is a new row, once, whichever way it comes first', () => {
    told.list([unread('1')]);
    expect(told.event(unread('2'), 'created')).toBe(true);
    expect(told.list([unread('2'), unread('1')])).toEqual([]);
    expect(told.list([unread('3'), unread('2'), unread('1')])).toEqual([unread('3')]);
    expect(told.event(unread('3'), 'created')).toBe(false);
  });

  it('is a new row that comes before the first list', () => {
    expect(told.event(unread('1'), 'updated')).toBe(false); // it may have been there for long
    expect(told.event(unread('2'), 'created')).toBe(true);
    expect(told.list([unread('2'), unread('1')])).toEqual([]);
  });

  it('is told again after it was put off', () => {
    told.list([unread('1')]);
    expect(told.event({ id: '1', state: 'snoozed' }, 'updated')).toBe(false);
    expect(told.event(unread('1'), 'updated')).toBe(true);
    told.list([read('1')]); // put off in another tab, and missed
    expect(told.event(unread('1'), 'updated')).toBe(true);
  });

  it('is neither a row that goes nor an old one that moves up in the list', () => {
    told.list([unread('5')]);
    expect(told.event(unread('6'), 'deleted')).toBe(false);
    expect(told.list([unread('4')])).toEqual([]);
  });

  it('is told in the order in which it came', () => {
    told.list([]);
    expect(told.list([read('3'), unread('2'), unread('1')])).toEqual([unread('1'), unread('2')]);
  });
});
