import { describe, expect, test } from '@jest/globals';
import { DAY_MS, HOUR_MS } from '../time.ts';
import { inOrderOfWork, priorityOf, WEIGHTS, type Weighed } from './priority.ts';

const NOW = Date.parse('2026-04-20T12:00:00+08:00');
const task = (more: Partial<Weighed> = {}): Weighed => ({
  no: 1n,
  name: 'harbour/A-1',
  kind: 'call',
  openedAt: NOW,
  dueAt: NOW + 12 * HOUR_MS,
  wishedAt: null,
  brokeToday: false,
  overdue: 0n,
  callFloor: 1000n,
  ability: null,
  willingness: null,
  inCare: false,
  limitationNear: false,
  ...more,
});
const order = (...tasks: Weighed[]): bigint[] => inOrderOfWork(tasks, NOW).map(({ no }) => no);

describe('the groups', () => {
  test('an alarm, a call-back, a complaint, a broken promise, then the rest, whatever they weigh', () => {
    const heavy = { openedAt: NOW - 90 * DAY_MS, dueAt: NOW - 80 * DAY_MS, overdue: 10n ** 12n, limitationNear: true };
    expect(
      order(
        task({ no: 5n, ...heavy }),
        task({ no: 4n, brokeToday: true }),
        task({ no: 3n, kind: 'review-complaint' }),
        task({ no: 2n, wishedAt: NOW }),
        task({ no: 1n, kind: 'self-harm-alarm-raised' }),
      ),
    ).toEqual([1n, 2n, 3n, 4n, 5n]);
  });

  test('a wish that lies ahead is none yet; a promise that broke is about calls', () => {
    expect(priorityOf(task({ wishedAt: NOW + 1 }), NOW).rank).toBe('other');
    expect(priorityOf(task({ brokeToday: true, kind: 'overpaid' }), NOW).rank).toBe('other');
  });

  test('call-backs by their wish, complaints and alarms by their due', () => {
    expect(order(task({ no: 1n, wishedAt: NOW - 1 }), task({ no: 2n, wishedAt: NOW - 2 }))).toEqual([2n, 1n]);
    for (const kind of ['review-complaint', 'self-harm-alarm'])
      expect(order(task({ no: 1n, kind, dueAt: NOW + 2 }), task({ no: 2n, kind, dueAt: NOW + 1 }))).toEqual([2n, 1n]);
  });
});

describe('the rest', () => {
  test('gains by the share of its time that it has waited, up to three times of it', () => {
    const waits = (hours: number) =>
      priorityOf(task({ openedAt: NOW - hours * HOUR_MS, dueAt: NOW + (12 - hours) * HOUR_MS }), NOW);
    expect([0, 6, 12, 24, 36, 360].map((hours) => waits(hours).points)).toEqual([0, 5, 10, 20, 30, 30]);
    expect([waits(6).reasons, waits(14).reasons]).toEqual([['due in 6 h'], ['late for 2 h']]);
  });

  test('gains a point each time that the amount doubles the floor', () => {
    const points = (overdue: bigint) => priorityOf(task({ overdue }), NOW).points;
    expect([999n, 1999n, 2000n, 3999n, 4000n, 10n ** 15n].map(points)).toEqual([0, 0, 1, 1, 2, WEIGHTS.mostDoublings]);
    expect(priorityOf(task({ overdue: 4000n }), NOW).reasons[0]).toBe('overdue 4 times the floor or more');
    expect(priorityOf(task({ overdue: 2n, callFloor: 0n }), NOW).points).toBe(1);
  });

  test('gains by classes, of calls only, and where the debt is soon barred', () => {
    const classed = { ability: 'high', willingness: 'high' } as const;
    expect(priorityOf(task(classed), NOW).points).toBe(4);
    expect(priorityOf(task({ ability: 'low', willingness: 'low' }), NOW).points).toBe(0);
    expect(priorityOf(task({ ...classed, kind: 'overpaid' }), NOW).points).toBe(0);
    expect(priorityOf(task({ limitationNear: true }), NOW)).toMatchObject({
      points: 10,
      reasons: ['the debt is soon barred', 'due in 12 h'],
    });
  });

  test('whoever is in care gains by waiting only', () => {
    const heavy = { overdue: 10n ** 9n, ability: 'high', willingness: 'high', limitationNear: true } as const;
    expect(priorityOf(task({ ...heavy, inCare: true }), NOW)).toEqual(priorityOf(task(), NOW));
  });

  test('equal ones stand by name, then by number, whatever order they come in', () => {
    const equal = [task({ no: 3n }), task({ no: 2n }), task({ no: 9n, name: 'harbour/A-0' })];
    expect(order(...equal)).toEqual([9n, 2n, 3n]);
    expect(order(...equal.reverse())).toEqual([9n, 2n, 3n]);
  });
});
