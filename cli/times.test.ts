import { expect, test } from '@jest/globals';
import { showTime } from './print.ts';
import { timesIn } from './times.ts';

const AT = '2026-03-04T16:05:00.000Z';
const TAIPEI = { creditor: 'harbour', zone: 'Asia/Taipei' };
const LIMA = { creditor: 'costa', zone: 'America/Lima' };

test('the zone is that of the creditor', () => {
  const timeOf = timesIn([TAIPEI, LIMA]);
  expect([timeOf(AT, 'harbour/A-1'), timeOf(AT, 'costa/A-1')]).toEqual(['2026-03-05 00:05', '2026-03-04 11:05']);
});

test('without an account it is that of the only creditor, else that of this terminal', () => {
  expect(timesIn([TAIPEI])(AT, null)).toBe('2026-03-05 00:05');
  expect(timesIn([TAIPEI, LIMA])(AT, null)).toBe(showTime(AT));
});

test('no time is no text', () => {
  expect(timesIn([TAIPEI])(null, 'harbour/A-1')).toBe('');
});
