import { expect, test } from '@jest/globals';
import { RULES } from '../stages/rules.ts';
import { account, effect, noon } from '../tests/support/facts.ts';
import type { KnownEffect } from './facts.ts';
import { serviceOf, unprovedChannels } from './served.ts';
import { situationOf } from './situation.ts';

const POINTS = [
  { id: 'point-email', channel: 'email', valid: true },
  { id: 'point-phone', channel: 'sms', valid: true },
] as const;
const VERIFIED = [{ ...POINTS[0], verified: true }, POINTS[1]];
const at = (on: number, effects: KnownEffect[], points: readonly object[] = POINTS) =>
  situationOf(account({ effects }, { points: points as never }), noon(on), RULES);
const notice = (over: Partial<KnownEffect> = {}) => effect('agency/notice', noon(31), over);

test.each<[string, Partial<KnownEffect>, number, readonly object[], object]>([
  ['delivered', { deliveredAt: noon(32) }, 33, POINTS, { state: 'served', from: '2026-04-03', provenOn: '2026-04-03' }],
  ['just sent, nobody knows', {}, 31, POINTS, { state: 'open', voidOn: '2026-04-10' }],
  ['sent, on the last day nobody knows', {}, 38, POINTS, { state: 'open', voidOn: '2026-04-10' }],
  ['sent, not proved in time', {}, 39, POINTS, { state: 'void' }],
  ['sent to a verified address', {}, 39, VERIFIED, { state: 'served', from: '2026-04-02', provenOn: '2026-04-09' }],
  ['came back', { bouncedAt: noon(33) }, 34, VERIFIED, { state: 'void' }],
  [
    'delivered, and came back within the days',
    { deliveredAt: noon(31), bouncedAt: noon(38) },
    40,
    POINTS,
    { state: 'void' },
  ],
  [
    'delivered, and something came back long after',
    { deliveredAt: noon(31), bouncedAt: noon(39) },
    40,
    POINTS,
    { state: 'served', from: '2026-04-02', provenOn: '2026-04-02' },
  ],
  ['could not leave', { state: 'impossible', sentAt: null }, 31, POINTS, { state: 'void' }],
  ['may have left', { state: 'unknown', sentAt: null }, 31, POINTS, { state: 'open', voidOn: '2026-04-10' }],
])('%s', (_, over, on, points, service) =>
  expect(serviceOf(notice(over), at(on, [notice(over)], points))).toEqual(service),
);

test('another channel is tried after one that nobody proved, not after one that came back', () => {
  const sms = effect('agency/notice/2', noon(39), { channel: 'sms' });
  expect([...unprovedChannels(at(39, [notice()]), 'agency', 'notice')]).toEqual(['email']);
  expect([...unprovedChannels(at(50, [notice(), sms]), 'agency', 'notice')]).toEqual(['email', 'sms']);
  expect([...unprovedChannels(at(39, [notice({ bouncedAt: noon(32) })]), 'agency', 'notice')]).toEqual([]);
});
