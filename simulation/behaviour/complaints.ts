/** Complaints, each made once: a dispute, a STOP, a fate, a wrong number. */
import type { Act, Debtor, DebtorDay, DisputeAbout } from './debtor.ts';
import { draw, drawBetween, drawOne } from './draw.ts';
import type { Read } from './reading.ts';

/** How the person disputes the account; null if they do not. */
export function disputesBy({ seed, traits }: Debtor, account: string): 'letter' | 'call' | 'agency' | null {
  if (!traits.disputes.includes(account)) return null;
  const chance = draw(seed, account, 0, 'disputes how');
  if (chance < 0.55) return 'letter';
  return chance < 0.85 ? 'call' : 'agency';
}

export function disputeAbout({ seed }: Debtor, account: string): DisputeAbout {
  return drawOne(
    ['amount', 'amount', 'already-paid', 'service', 'not-mine', 'other'] as const,
    seed,
    account,
    0,
    'dispute',
  );
}

/** Most days between reading and a complaint. */
export const LONGEST_THOUGHT = 3;

/** One to three days after the first letter about the account was read. */
function disputeToday(debtor: Debtor, read: readonly Read[], account: string, day: number): Act[] {
  if (disputesBy(debtor, account) !== 'letter') return [];
  const first = read.find((read) => read.account === account);
  const wait = drawBetween(1, LONGEST_THOUGHT, debtor.seed, account, 0, 'disputes when');
  return first && first.readDay + wait === day
    ? [{ act: 'dispute', account, about: disputeAbout(debtor, account) }]
    : [];
}

/** The day after the second message on the channel was read. STOP of calls is said on the phone. */
function stopToday({ traits }: Debtor, read: readonly Read[], day: number): Act[] {
  const { stops } = traits;
  if (stops === null || stops === 'call') return [];
  const second = read.filter((read) => read.channel === stops)[1];
  return second && second.readDay + 1 === day ? [{ act: 'stop', channel: stops }] : [];
}

/** The day after the person first read or heard something since the fate happened. */
function fateToday({ traits }: Debtor, read: readonly Read[], day: number): Act[] {
  const { fate } = traits;
  const told = fate && read.find((read) => read.readDay >= fate.day);
  if (!fate || !told || told.readDay + 1 !== day) return [];
  if (fate.what === 'death') return [{ act: 'death', reported: 'family' }];
  return fate.what === 'hardship' ? [{ act: 'hardship' }] : [{ act: 'bankruptcy', represented: true }];
}

/** The stranger who owns the number answers the first SMS on the next day. */
function strangerToday({ traits }: Debtor, { received, day }: DebtorDay): Act[] {
  if (traits.phone !== 'other-person') return [];
  const days = received.filter((received) => received.channel === 'sms').map((received) => received.day);
  return days.length > 0 && Math.min(...days) + 1 === day ? [{ act: 'wrong-number', channel: 'sms' }] : [];
}

/** The complaints that fall on today. */
export function complaintsOf(debtor: Debtor, today: DebtorDay, read: () => readonly Read[]): Act[] {
  const { traits } = debtor;
  const { day, accounts } = today;
  const stranger = strangerToday(debtor, today);
  if (traits.fate === null && traits.stops === null && traits.disputes.length === 0) return stranger;
  return [
    ...fateToday(debtor, read(), day),
    ...stranger,
    ...stopToday(debtor, read(), day),
    ...accounts.flatMap((seen) => (seen.dpd > 0 ? disputeToday(debtor, read(), seen.account, day) : [])),
  ];
}

/** True after death or bankruptcy: nothing is paid or promised any more. */
export function isPastPaying({ traits }: Debtor, day: number): boolean {
  return traits.fate !== null && traits.fate.what !== 'hardship' && day >= traits.fate.day;
}
