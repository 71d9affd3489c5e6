/**
 * What a person's behaviour says of their willingness to pay, as dated signs. Disputes, holds, care, wishes, consents
 * and whoever speaks for the person never say anything against them; money that came back does not either.
 */
import { lastDayOf } from '../care/in-force.ts';
import { isCollecting, isWrittenChannel, type WrittenChannel } from '../channels.ts';
import type { Fact, FactKind, StandingFacts } from '../facts.ts';
import type { Language } from '../letter.ts';
import { type Entry, isPayment } from '../money/entries.ts';
import type { PromiseState } from '../promises.ts';
import { type Standing, standingOf } from '../standing.ts';
import { addDays, type CalendarDate, daysBetween, type Instant, localDate } from '../time.ts';

/** What a kind of fact may mean for willingness. */
type Meaning =
  /** A promise: kept or broken, it counts. */
  | 'word'
  /** Money that came counts; its lack, its return and what the book says never do. */
  | 'money'
  /** The person was heard: a silence ends. An answer on a verified contact point counts in their favour. */
  | 'heard'
  /** What began on or before its day never counts against the person. */
  | 'protects'
  | 'nothing';

/** Every kind of fact. What is not `word` can never lower a class. */
export const MEANINGS: Readonly<Record<FactKind, Meaning>> = {
  promise: 'word',
  payment: 'money',
  reversal: 'money',
  'payment-confirmed': 'money',
  'money-compared': 'money',
  'balance-update': 'money',
  'charge-off': 'money',
  suspense: 'money',
  'suspense-ended': 'money',
  'payment-misallocated': 'money',
  'book-instructed': 'money',
  'book-confirmed': 'money',
  'book-rejected': 'money',
  'book-withdrawn': 'money',
  'plan-accepted': 'heard',
  'plan-declined': 'heard',
  'payment-announced': 'heard',
  'call-outcome': 'heard',
  'agency-contact': 'heard',
  'classes-contested': 'heard',
  reply: 'heard',
  stop: 'heard',
  start: 'heard',
  'address-added': 'heard',
  'point-stopped': 'heard',
  'consent-given': 'heard',
  'consent-withdrawn': 'heard',
  preference: 'heard',
  'preference-ended': 'heard',
  dispute: 'protects',
  'dispute-closed': 'protects',
  hold: 'protects',
  'hold-released': 'protects',
  hardship: 'protects',
  'hardship-ended': 'protects',
  death: 'protects',
  bankruptcy: 'protects',
  'care-hold': 'protects',
  'care-hold-lifted': 'protects',
  'care-reviewed': 'protects',
  distress: 'protects',
  'distress-ended': 'protects',
  'call-back-wished': 'nothing',
  represented: 'protects',
  'represented-ended': 'protects',
  cease: 'protects',
  'cease-ended': 'protects',
  complaint: 'protects',
  'complaint-closed': 'protects',
  'sheet-recorded': 'protects',
  'complaint-acknowledged': 'nothing',
  'evidence-added': 'nothing',
  closed: 'nothing',
  'agency-accepted': 'nothing',
  'agency-rejected': 'nothing',
  'agency-returned': 'nothing',
  'recall-acknowledged': 'nothing',
  'bureau-acknowledged': 'nothing',
  'bureau-rejected': 'nothing',
  'bureau-correction': 'nothing',
  approved: 'nothing',
  'approval-refused': 'nothing',
  'arrangement-reviewed': 'nothing',
  'plan-proposed': 'nothing',
  'plan-approved': 'nothing',
  'plan-refused': 'nothing',
  'plan-withdrawn': 'nothing',
  'plan-ended': 'nothing',
  'restart-reviewed': 'nothing',
  'classes-reviewed': 'nothing',
  filed: 'nothing',
  'not-filed': 'nothing',
  'step-skipped': 'nothing',
  'ladder-answer': 'nothing',
  // A debit that fails, and a mandate that is withdrawn, say nothing of a will: what is paid by one is a payment.
  'debit-scheduled': 'nothing',
  'debit-collected': 'nothing',
  'debit-failed': 'nothing',
  'debit-cancelled': 'nothing',
  'mandate-given': 'nothing',
  'mandate-withdrawn': 'nothing',
  'wrong-number': 'nothing',
  bounced: 'nothing',
};

/** Days for which a sign counts. */
export const SIGN_DAYS = 180;
/** Most signs of a kind that count: the newest. */
const MOST_OF_A_KIND = 2;
/** A silence of so many days, with so many messages delivered on different days, is one sign; twice both, two. */
export const SILENT_DAYS = 30;
export const SILENT_MESSAGES = 3;
/** A payment within so many days after a contact is a sign. */
export const PAID_WITHIN_DAYS = 14;

export const SIGN_KINDS = ['promise-kept', 'promise-broken', 'answered', 'paid-after-contact', 'silent'] as const;
/** One of SIGN_KINDS. */
export type SignKind = (typeof SIGN_KINDS)[number];

/** Something that the person did, or did not do. */
export interface Sign {
  readonly kind: SignKind;
  /** Whether it speaks for willingness. */
  readonly good: boolean;
  readonly on: CalendarDate;
  readonly words: Readonly<Record<Language, string>>;
}

/** What the signs of an account are read from. */
export interface Behaviour {
  readonly account: StandingFacts;
  /** The last day on which the person was heard, or paid, about another account of theirs; null when never. */
  readonly heardElsewhereOn: CalendarDate | null;
}

/** The signs that count today, oldest first. */
export interface Signs {
  readonly signs: readonly Sign[];
  /** Whether something protects the person today, so that nothing counts against them. */
  readonly isProtected: boolean;
  /** Days ahead on which another answer may follow without a new fact. */
  readonly changeOn: readonly CalendarDate[];
}

/** Reads the signs of an account. */
export function signsOf(behaviour: Behaviour, now: Instant): Signs {
  const { account } = behaviour;
  const today = localDate(now, account.creditor.zone);
  const standing = standingOf(account, now);
  const protection = protectionOf(account, standing, today);
  const promises = standing.promises.flatMap((promise) => promiseSign(promise, standing, account));
  const silence = silenceOf(behaviour, protection.through, { now, today });
  const found = [...promises, ...answers(account), ...payments(account, standing), ...silence.signs];
  const told = newest(
    found.filter(({ on, good, from }) => isFresh(on, today) && (good || isAfter(from, protection.through))),
  );
  const signs = protection.isProtected ? told.filter(({ good }) => good) : told;
  const changeOn = [
    ...protection.changeOn,
    ...silence.changeOn,
    ...signs.map(({ on }) => addDays(on, SIGN_DAYS)),
    ...standing.promises.map(({ until }) => addDays(until, 1)),
    ...standing.beginOn,
  ].filter((on) => on > today);
  return { signs: signs.map(({ from: _, ...sign }) => sign), isProtected: protection.isProtected, changeOn };
}

/** A sign, and the day on which what it tells of began. */
type Found = Sign & { readonly from: CalendarDate };

const isFresh = (on: CalendarDate, today: CalendarDate): boolean => on <= today && daysBetween(on, today) < SIGN_DAYS;
const isAfter = (on: CalendarDate, day: CalendarDate | null): boolean => day === null || on > day;
const sooner = (a: Sign, b: Sign): number => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0);

/** One sign of a kind a day, and the newest of each kind. */
function newest(found: readonly Found[]): Found[] {
  return SIGN_KINDS.flatMap((kind) => {
    const byDay = new Map(found.filter((sign) => sign.kind === kind).map((sign) => [sign.on, sign]));
    return [...byDay.values()].sort(sooner).slice(-MOST_OF_A_KIND);
  }).sort(sooner);
}

/** The last day before which nothing counts against the person, and whether something protects them today. */
function protectionOf(account: StandingFacts, standing: Standing, today: CalendarDate) {
  const { zone } = account.creditor;
  let through: CalendarDate | null = null;
  const changeOn: CalendarDate[] = [];
  for (const fact of [...account.facts, ...account.person.facts]) {
    if (MEANINGS[fact.kind] !== 'protects') continue;
    const told = localDate(fact.occurredAt, zone);
    const last = lastProtected(fact, told, account);
    if (through === null || last > through) through = last;
    changeOn.push(addDays(last, 1));
  }
  const { disputed, care, represented, ceased, heldUntil } = standing;
  const inForce = disputed !== null || care.length > 0 || represented !== null || ceased || heldUntil !== null;
  const isProtected = inForce || (through !== null && through >= today);
  // A hold ends when its last day is over in both calendars, which may be a day later.
  return { through, isProtected, changeOn: changeOn.flatMap((on) => [on, addDays(on, 1)]) };
}

/** A hold protects to its last day, also when it was released before. */
function lastProtected(fact: Fact, told: CalendarDate, account: StandingFacts): CalendarDate {
  if (fact.kind === 'hold') return fact.body.until > told ? fact.body.until : told;
  if (fact.kind !== 'care-hold') return told;
  const last = lastDayOf(fact.body, told, account);
  return last !== null && last > told ? last : told;
}

/** A promise that was accepted and whose days of grace are over, or that was kept. Money that came back was paid. */
function promiseSign(promise: PromiseState, standing: Standing, { creditor }: StandingFacts): Found[] {
  const { state, until } = promise;
  if (state !== 'kept' && state !== 'broken') return [];
  const from = localDate(promise.madeAt, creditor.zone);
  if (state === 'kept' || wasPaidBefore(standing, promise, from)) {
    // A plan may be longer than a sign counts: it is kept on the day of its last payment.
    const paid = paymentDays(standing.position.entries).filter((day) => day >= from && day <= until);
    return [
      {
        ...{ kind: 'promise-kept', good: true, on: paid.at(-1) ?? from, from },
        words: { en: `kept the promise of ${from}`, 'zh-Hans': `履行了 ${from} 的还款承诺` },
      },
    ];
  }
  const on = addDays(until, 1);
  return [
    {
      ...{ kind: 'promise-broken', good: false, on, from },
      words: {
        en: `did not keep the promise of ${from}: nothing enough by ${until}`,
        'zh-Hans': `未履行 ${from} 的还款承诺：至 ${until} 未足额还款`,
      },
    },
  ];
}

/** Whether enough was paid in time, counting money that was taken back later. */
function wasPaidBefore({ position }: Standing, { parts, until }: PromiseState, from: CalendarDate): boolean {
  const asked = parts.reduce((sum, { minor }) => sum + minor, 0n);
  const paid = position.entries.filter((entry) => isPayment(entry) && entry.on >= from && entry.on <= until);
  return paid.reduce((sum, { minor }) => sum + minor, 0n) >= asked;
}

/** Conversations about the account, and replies from a channel of which a contact point is verified. */
function answers(account: StandingFacts): Found[] {
  return [...account.facts, ...account.person.facts].flatMap((fact) => {
    const by = answeredBy(fact, account);
    if (by === null) return [];
    const on = localDate(fact.occurredAt, account.creditor.zone);
    const words = { en: `answered by ${by} on ${on}`, 'zh-Hans': `于 ${on} 作出回应（${CHANNELS_ZH[by]}）` };
    return [{ kind: 'answered', good: true, on, from: on, words } as const];
  });
}

const CHANNELS_ZH = { email: '电子邮件', sms: '短信', call: '电话' } as const;

/** By which channel the person answered; null when the fact is no answer, or a refusal. */
function answeredBy(fact: Fact, account: StandingFacts): keyof typeof CHANNELS_ZH | null {
  if (fact.kind === 'call-outcome' && isConversation(fact))
    return fact.body.result === 'refuses' || fact.body.result === 'not-this-person' ? null : 'call';
  if (fact.kind === 'agency-contact' && isConversation(fact)) return 'call';
  return fact.kind === 'reply' && isVerified(account, fact.body.channel) ? fact.body.channel : null;
}

/** Whether somebody spoke with the person. */
function isConversation(fact: Fact): boolean {
  if (fact.kind === 'call-outcome') return fact.body.contact === 'right-party';
  return fact.kind === 'agency-contact' && fact.body.outcome === 'conversation';
}

/** Whether a contact point of the channel took a message, or was where the right person answered. */
const isVerified = ({ person }: StandingFacts, channel: WrittenChannel): boolean =>
  person.points.some((point) => point.channel === channel && point.verified === true);

/** Days on which a message that asks for money was delivered, oldest first. Only by these channels. */
function deliveries(account: StandingFacts, isThrough: (channel: WrittenChannel) => boolean): CalendarDate[] {
  const days = account.effects.flatMap(({ channel, purpose, deliveredAt, bouncedAt }) => {
    if (deliveredAt === null || bouncedAt !== null || !isWrittenChannel(channel) || !isCollecting(purpose)) return [];
    return isThrough(channel) ? [localDate(deliveredAt, account.creditor.zone)] : [];
  });
  return [...new Set(days)].sort();
}

const paymentDays = (entries: readonly Entry[]): CalendarDate[] => entries.filter(isPayment).map(({ on }) => on);

/** States of a promise that tells of the payments in its time, its days of grace included. */
const TELLING: ReadonlySet<PromiseState['state']> = new Set(['running', 'kept', 'broken']);

/** Payments soon after a contact that reached the person. The time of a promise is told by the promise. */
function payments(account: StandingFacts, { position, promises }: Standing): Found[] {
  const { zone } = account.creditor;
  const spoken = account.facts.filter(isConversation).map(({ occurredAt }) => localDate(occurredAt, zone));
  const contacts = [...deliveries(account, () => true), ...spoken];
  const isPromised = (on: CalendarDate) =>
    promises.some(({ state, madeAt, until }) => TELLING.has(state) && localDate(madeAt, zone) <= on && on <= until);
  return paymentDays(position.entries).flatMap((on) => {
    const isAfterContact = contacts.some((day) => day <= on && daysBetween(day, on) <= PAID_WITHIN_DAYS);
    if (!isAfterContact || isPromised(on)) return [];
    const words = { en: `paid on ${on}, soon after a contact`, 'zh-Hans': `于 ${on} 在联系后不久还款` };
    return [{ kind: 'paid-after-contact', good: true, on, from: on, words } as const];
  });
}

/** The last day on which the person was heard or paid about the account; null when never. */
export function lastHeardOn(account: StandingFacts, now: Instant): CalendarDate | null {
  const { zone } = account.creditor;
  const heard = [...account.facts, ...account.person.facts].filter(wasHeard);
  const paid = paymentDays(standingOf(account, now).position.entries);
  return [...heard.map(({ occurredAt }) => localDate(occurredAt, zone)), ...paid].sort().at(-1) ?? null;
}

/** Whether the fact tells that the person was heard. */
function wasHeard(fact: Fact): boolean {
  if (fact.kind === 'call-outcome' || fact.kind === 'agency-contact') return isConversation(fact);
  return (
    fact.kind === 'dispute' ||
    fact.kind === 'complaint' ||
    MEANINGS[fact.kind] === 'heard' ||
    MEANINGS[fact.kind] === 'word'
  );
}

/** Messages that were delivered to a verified address or number, and no answer, no payment, nothing since. */
function silenceOf(
  { account, heardElsewhereOn }: Behaviour,
  through: CalendarDate | null,
  { now, today }: { now: Instant; today: CalendarDate },
) {
  const signs: Found[] = [];
  const changeOn: CalendarDate[] = [];
  const heard = lastHeardOn(account, now);
  const days = deliveries(account, (channel) => isVerified(account, channel)).filter(
    (on) => isAfter(on, heard) && isAfter(on, heardElsewhereOn) && isAfter(on, through),
  );
  const [from] = days;
  if (from === undefined) return { signs, changeOn };
  for (let times = 1; times <= MOST_OF_A_KIND; times += 1) {
    const last = days[times * SILENT_MESSAGES - 1];
    if (last === undefined) break;
    const ripe = addDays(from, times * SILENT_DAYS);
    const on = ripe > last ? ripe : last;
    if (on > today) changeOn.push(on);
    else signs.push(silentSign(from, on, times));
  }
  return { signs, changeOn };
}

function silentSign(from: CalendarDate, on: CalendarDate, times: number): Found {
  const [messages, days] = [times * SILENT_MESSAGES, times * SILENT_DAYS];
  return {
    ...{ kind: 'silent', good: false, on, from },
    words: {
      en: `did not answer ${messages} messages that were delivered since ${from}, for ${days} days`,
      'zh-Hans': `自 ${from} 起 ${messages} 条已送达的消息在 ${days} 天内均未回应`,
    },
  };
}
