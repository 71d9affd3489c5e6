/** Fates of accounts: drawn when the book is imported, sent when effects of the account are due for the n-th time. */
import { addDays, type CalendarDate, daysBetween, type Instant, localDate } from '../../domain/time.ts';
import type { SentEvent } from './api-client.ts';
import type { BookAccount } from './book.ts';
import type { Dice } from './dice.ts';
import { ZONE } from './world.ts';

export const FATES = ['none', 'payment', 'part-payment', 'stop-email', 'stop-sms', 'dispute', 'hold'] as const;
export type FateKind = (typeof FATES)[number];

export interface Fate {
  seed: number;
  kind: FateKind;
  /** Number of due moments after which the fate is sent. */
  after: number;
  /** The money is returned, or the dispute closed, some days later. */
  comesBack: boolean;
  seen: number;
  /** Business time of the last due moment. */
  seenAt: Instant | null;
  told: boolean;
  toldAt: Instant | null;
  backTold: boolean;
}
const SHARES: readonly FateKind[] = [
  'none',
  'none',
  'none',
  'none',
  'payment',
  'payment',
  'payment',
  'part-payment',
  'stop-email',
  'stop-sms',
  'dispute',
  'hold',
];
const LATEST = 8;
const BACK_AFTER_DAYS = 6;
const HOLD_DAYS = 10;

export function openFates(seed: number, dice: Dice): Fate {
  return {
    seed,
    kind: dice.pick(SHARES),
    after: dice.between(1, LATEST),
    comesBack: dice.chance(0.5),
    seen: 0,
    seenAt: null,
    told: false,
    toldAt: null,
    backTold: false,
  };
}

const money = (minor: number) => ({ currency: 'TWD', minor: String(minor) });
/** All present and future dues, so that the payment cures the account. */
const wholeOf = ({ dues }: BookAccount): number => dues.reduce((sum, due) => sum + due.minor, 0);

export function factOf({ seed, kind }: Fate, account: BookAccount, today: CalendarDate): SentEvent {
  const { subject, person } = account;
  const id = `${seed}-${subject}-${kind}`;
  switch (kind) {
    case 'payment':
      return { id, kind: 'payment', subject, data: { amount: money(wholeOf(account)) } };
    case 'part-payment':
      return { id, kind: 'payment', subject, data: { amount: money(40_000) } };
    case 'stop-email':
    case 'stop-sms':
      return { id, kind: 'stop', subject: person, data: { channel: kind === 'stop-email' ? 'email' : 'sms' } };
    case 'dispute':
      return { id, kind: 'dispute', subject, data: { about: 'amount' } };
    case 'hold':
      return {
        id,
        kind: 'hold',
        subject,
        data: { until: addDays(today, HOLD_DAYS), reason: 'asked for by the branch' },
      };
    case 'none':
      throw new Error('nothing is told of it');
  }
}

/** The follow-up some days later, at most once. */
export function followUp(fate: Fate, account: BookAccount, today: CalendarDate): SentEvent | null {
  if (!fate.comesBack || fate.backTold || fate.toldAt === null) return null;
  if (daysBetween(localDate(fate.toldAt, ZONE), today) < BACK_AFTER_DAYS) return null;
  const { subject } = account;
  const id = `${fate.seed}-${subject}-back`;
  if (fate.kind !== 'payment' && fate.kind !== 'dispute') return null;
  fate.backTold = true;
  return fate.kind === 'payment'
    ? { id, kind: 'reversal', subject, data: { amount: money(wholeOf(account)) } }
    : { id, kind: 'dispute-closed', subject, data: { outcome: 'rejected' } };
}
