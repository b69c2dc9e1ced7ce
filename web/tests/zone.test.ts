// SPDX-License-Identifier: Apache-2.0
// Zones by arithmetic, and the bytes of a zone for the engine, held to what Intl says instant by instant.
import { expect, test } from 'vitest';
import { tzif, tzifInPieces } from '@/preview/tzif.mjs';
import { dayAt, localText, minutesAt } from '@/words/zone';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Asia/Kathmandu',
];

test.each(ZONES)('days and minutes of the clock in %s, to the minute around each change', (zone) => {
  const wrong: string[] = [];
  const look = (ms: number) => {
    const text = localText(ms, zone);
    const minutes = Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16));
    if (dayAt(ms, zone) !== text.slice(0, 10) || minutesAt(ms, zone) !== minutes) wrong.push(text);
  };
  let before = '';
  for (let ms = Date.UTC(2026, 0, 1); ms < Date.UTC(2027, 0, 1); ms += 3600000) {
    look(ms);
    const minute = localText(ms, zone).slice(11, 16);
    const [hours, minutes] = before.split(':').map(Number) as [number, number];
    const steady =
      before === '' ||
      minute === `${String((hours + 1) % 24).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
    if (!steady) for (let near = ms - 3600000; near <= ms; near += 60000) look(near);
    before = minute;
  }
  expect(wrong).toEqual([]);
});

test('there is no day where there is no instant', () => {
  expect(() => dayAt(Number.NaN, 'UTC')).toThrow(RangeError);
});

test('the bytes of a zone are the same in pieces, with pauses in between', async () => {
  let pauses = 0;
  const pause = async () => {
    pauses += 1;
  };
  expect(await tzifInPieces('Europe/Berlin', pause)).toEqual(tzif('Europe/Berlin'));
  expect(pauses).toBeGreaterThan(4);
  expect(await tzifInPieces('Nowhere/Atlantis', pause)).toBe(null);
});
