import { expect, test } from '@jest/globals';
import { localMoment, momentOn } from './calendar.ts';
import { LAWS, type LawName } from './laws.ts';
import { chooseRows, readPortfolio, toMinor } from './portfolio.ts';
import { resettle } from './resettle.ts';

const ROWS = chooseRows(readPortfolio(), 7, 200);
const NAMES = Object.keys(LAWS) as LawName[];

test.each(NAMES)('%s: the same accounts as late, their money in the currency there, people who live there', (name) => {
  const law = LAWS[name];
  for (const row of ROWS) {
    const moved = resettle(law, row);
    expect(moved).toMatchObject({ account: row.account, person: row.person, months: row.months });
    expect(moved.dues.map(({ on }) => on)).toEqual(row.dues.map(({ on }) => on));
    expect(moved.cells).toMatchObject({ currency: law.currency, country: law.country });
    expect(toMinor(moved.cells['balance'] ?? '')).toBe(moved.balanceMinor);
    const sum = moved.dues.reduce((all, { minor }) => all + minor, 0n);
    expect(sum <= moved.balanceMinor).toBe(true);
    const zones: readonly string[] = law.people === null ? [law.zone] : law.people.places.map(({ zone }) => zone);
    expect(zones).toContain(moved.cells['zone']);
  }
});

test('all accounts of a person tell of one person', () => {
  const told = new Map<string, string>();
  for (const row of ROWS) {
    const { name, zone, address, email } = resettle(LAWS.US, row).cells;
    const who = [name, zone, address, email].join('|');
    expect(told.get(row.person) ?? who).toBe(who);
    told.set(row.person, who);
  }
});

test('under the law of the United States people live in several zones', () => {
  const zones = new Set(ROWS.map((row) => resettle(LAWS.US, row).cells['zone']));
  expect(zones.size).toBe(4);
});

test('moments keep the clock of the lender when it changes', () => {
  expect(momentOn('America/New_York', 0, '13:00').at).toBe('2026-03-02T13:00:00-05:00');
  expect(momentOn('America/New_York', 10, '13:00').at).toBe('2026-03-12T13:00:00-04:00');
  expect(momentOn('Europe/London', 0, '08:58').at).toBe('2026-03-02T08:58:00+00:00');
  expect(momentOn('Asia/Kolkata', 0, '18:40').at).toBe('2026-03-02T18:40:00+05:30');
  expect(localMoment('2026-03-12T17:00:00.000Z', 'America/New_York')).toBe('2026-03-12T13:00');
});
