import { describe, expect, test } from '@jest/globals';
import { DAY_MS, HOUR_MS, localDate } from '../domain/time.ts';
import { RULEBOOK } from '../stages/rules.ts';
import { Random } from '../tests/simulation/random.ts';
import { people, START } from '../tests/simulation/world.ts';
import type { AccountRow } from './maps/book.ts';
import { VirtualEngine, type VirtualEvent } from './virtual-engine.ts';

const line = (event: VirtualEvent): string => {
  const at = new Date(event.at).toISOString();
  const number = event.account?.number ?? '-';
  switch (event.of) {
    case 'sent':
    case 'held':
      return `${at} ${number} ${event.of} ${event.effect.stage}/${event.effect.step}/${event.effect.occurrence}`;
    case 'task-opened':
      return `${at} ${number} ${event.of} ${event.task.kind}`;
    case 'stage-changed':
      return `${at} ${number} ${event.of} ${event.from.stage}>${event.to.stage}`;
    case 'episode-ended':
      return `${at} ${number} ${event.of} ${event.episode}`;
    case 'account-closed':
      return `${at} ${number} ${event.of}`;
  }
};

function begin(accounts: readonly AccountRow[]): { engine: VirtualEngine; events: VirtualEvent[] } {
  const events: VirtualEvent[] = [];
  const engine = new VirtualEngine({ rulebook: RULEBOOK, now: START, onEvent: (event) => void events.push(event) });
  for (const account of accounts) engine.add(account);
  return { engine, events };
}
/** An account whose person has an e-mail address and a phone; no other account takes part. */
function reachable(seed: number): AccountRow {
  const found = people(new Random(seed), 40, 18).find(
    ({ person, bureauConsent }) => person.points.length === 2 && bureauConsent,
  );
  if (found === undefined) throw new Error('no such person');
  return found;
}
const daysLate = ({ dues, creditor }: AccountRow, at: number): number =>
  Math.round((Date.parse(localDate(at, creditor.zone)) - Date.parse(dues[0]?.on ?? '')) / DAY_MS);

describe('accounts in virtual time', () => {
  test('an account that nobody pays goes up the ladder, and waits for the outcome of the first call', () => {
    const account = reachable(1);
    const { engine, events } = begin([account]);
    engine.runUntil(START + 90 * DAY_MS);
    const stages = events.flatMap((event) => (event.of === 'stage-changed' ? [event.to.stage] : []));
    expect(stages.slice(0, 3)).toEqual(['reminder', 'sms', 'call']);
    const tasks = events.filter((event) => event.of === 'task-opened' && event.task.kind === 'call');
    expect(tasks).toHaveLength(1);
  });

  test('a payment of everything ends the episode, and demands with it', () => {
    const account = reachable(2);
    const { engine, events } = begin([account]);
    engine.at(START + 40 * DAY_MS, () => {
      const minor = account.dues.reduce((sum, due) => sum + due.minor, 0n);
      engine.tell(account, { kind: 'payment', body: { minor, via: 'lender' } });
    });
    engine.runUntil(START + 120 * DAY_MS);
    expect(events.filter((event) => event.of === 'episode-ended')).toHaveLength(1);
    const later = events.filter((event) => event.of === 'sent' && event.at > START + 40 * DAY_MS);
    expect(later.map((event) => (event.of === 'sent' ? event.effect.purpose : ''))).not.toContain('demand');
  });

  test('a call without an answer is followed by the next, and six of them by the stage after calls', () => {
    const account = reachable(3);
    const { engine, events } = begin([account]);
    let calls = 0;
    const step = () => {
      for (const task of account.person.openTasks) {
        if (task.kind !== 'call' || task.effect === null) continue;
        calls += 1;
        engine.tell(account, { kind: 'call-outcome', body: { effect: task.effect.id, contact: 'no-answer' } });
      }
      if (engine.now < START + 150 * DAY_MS) engine.at(engine.now + HOUR_MS, step);
    };
    engine.at(START, step);
    engine.runUntil(START + 150 * DAY_MS);
    expect(calls).toBe(6);
    const sixth = events.findLast((event) => event.of === 'task-opened' && event.task.kind === 'call');
    expect(daysLate(account, sixth?.at ?? 0)).toBeGreaterThanOrEqual(16);
  });

  test('a portfolio lives as each of its persons does alone', () => {
    const lines = (together: boolean): string[] => {
      const accounts = people(new Random(7), 12, 18);
      const persons = [...new Set(accounts.map(({ person }) => person))];
      const groups = together ? [accounts] : persons.map((person) => accounts.filter((row) => row.person === person));
      return groups.flatMap((group) => {
        const { engine, events } = begin(group);
        engine.runUntil(START + 60 * DAY_MS);
        return events.map(line);
      });
    };
    const alone = lines(false).sort();
    expect(alone.length).toBeGreaterThan(30);
    expect(lines(true).sort()).toEqual(alone);
  });

  test('an account that is closed and over takes no room', () => {
    const account = reachable(4);
    const { engine } = begin([account]);
    engine.at(START + 30 * DAY_MS, () => engine.tell(account, { kind: 'closed', body: { how: 'withdrawn' } }));
    engine.runUntil(START + 29 * DAY_MS);
    expect(engine.accounts).toBe(1);
    engine.runUntil(START + 200 * DAY_MS);
    expect([engine.accounts, engine.book.effects.size]).toEqual([0, 0]);
  });

  test('what is past cannot be told', () => {
    const { engine } = begin([]);
    expect(() => engine.at(START - 1, () => {})).toThrow('2026-03-01T20:59:59.999Z is past in virtual time');
    expect(() => engine.receive('none', 'delivered')).toThrow('no message has the key none');
  });
});
