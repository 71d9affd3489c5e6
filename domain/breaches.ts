/**
 * What happened to an account in a time in which nothing should have: a hold, death, bankruptcy, representation or
 * breathing space that was told late.
 * It is listed for a person, with the corrections prepared; nothing of it is corrected by a machine.
 */
import { type Channel, isCollecting, isPersonChannel } from './channels.ts';
import type { AccountFact, AccountFactBodies, KnownEffect, StandingFacts } from './facts.ts';
import { endOfDay, type Instant, localDate, monthEnd, startOfDay } from './time.ts';

/** A time that was told late. */
export interface ToldLate {
  /** `representation`: only contact with the person may be a breach. */
  because: 'hold' | 'death' | 'bankruptcy' | 'representation' | 'breathing space';
  from: Instant;
  /** Never after the moment at which it was told. */
  until: Instant;
}
/** Something that happened inside it. */
export interface PossibleBreach {
  at: Instant;
  what: string;
  /** What a person may do about it. */
  advice: string;
}
/** What a person must see: everything that happened, and the facts that would correct the records. */
export interface BreachReport extends ToldLate {
  found: PossibleBreach[];
  prepared: { kind: 'bureau-correction'; body: AccountFactBodies['bureau-correction'] }[];
}

/** The part of a hold that had passed when it was told at `now`; null when none had. */
export function holdToldLate(
  { from, until }: AccountFactBodies['hold'],
  { occurredAt, now, zone }: { occurredAt: Instant; now: Instant; zone: string },
): ToldLate | null {
  const began = from === undefined ? occurredAt : startOfDay(from, zone);
  const told = from === undefined ? now : startOfToday(now, zone);
  const ended = Math.min(endOfDay(until, zone), now);
  return began < told && began < ended ? { because: 'hold', from: began, until: ended } : null;
}
const startOfToday = (now: Instant, zone: string): Instant => startOfDay(localDate(now, zone), zone);

/** Whatever happened inside that time and may be a breach, oldest first; null when nothing did. */
export function findBreaches(account: StandingFacts, late: ToldLate): BreachReport | null {
  const inside = (at: Instant | null): at is Instant => at !== null && at >= late.from && at <= late.until;
  const found: PossibleBreach[] = [
    ...account.effects.flatMap((effect) => ofEffect(effect, late, inside)),
    ...account.facts.flatMap((fact) => ofFact(fact, account, late, inside)),
  ].sort((a, b) => a.at - b.at);
  const months = late.because === 'representation' ? [] : reportedMonths(account, inside);
  if (found.length === 0 && months.length === 0) return null;
  const reason = `reported inside a time of ${late.because} that was told late`;
  const prepared = months.map((month) => ({
    kind: 'bureau-correction' as const,
    body: { month, remedy: 'delete' as const, reason },
  }));
  return { ...late, found, prepared };
}

const LEFT: ReadonlySet<KnownEffect['state']> = new Set(['sent', 'unknown', 'claimed']);
const TELL = 'tell the person, or whoever acts for them, that it does not stand';
const ADVICE: Readonly<Partial<Record<Channel, string>>> = {
  email: TELL,
  sms: TELL,
  agency: 'ask the agency what it has done since, and take the account back if it must be',
  court: 'ask whether the claim can be withdrawn',
  bureau: 'accept the correction that is prepared, or say why the record is right',
};

/** Calls are known by their outcomes, so that a call that was never made is not listed. */
function ofEffect(effect: KnownEffect, late: ToldLate, inside: (at: Instant) => boolean): PossibleBreach[] {
  const { stage, step, channel, purpose, state } = effect;
  const at = effect.sentAt ?? effect.dueAt;
  const advice = ADVICE[channel];
  if (advice === undefined || !LEFT.has(state) || !inside(at)) return [];
  if (late.because === 'representation' && !isPersonChannel(channel)) return [];
  const counts =
    isCollecting(purpose) || purpose === 'report' || (late.because === 'death' && isPersonChannel(channel));
  return counts ? [{ at, what: `${stage}/${step} by ${channel}`, advice }] : [];
}

function ofFact(
  fact: AccountFact,
  { effects }: StandingFacts,
  late: ToldLate,
  inside: (at: Instant) => boolean,
): PossibleBreach[] {
  if (fact.kind === 'agency-contact' && inside(fact.body.at))
    return [{ at: fact.body.at, what: `the agency made contact by ${fact.body.channel}`, advice: TELL }];
  if (!inside(fact.occurredAt)) return [];
  if (fact.kind === 'filed' && late.because !== 'representation') {
    const advice = 'ask the court whether the claim can be withdrawn or must rest';
    return [{ at: fact.occurredAt, what: `the claim was filed at ${fact.body.court}`, advice }];
  }
  if (fact.kind !== 'call-outcome') return [];
  const call = effects.find((effect) => effect.id === fact.body.effect);
  return [{ at: fact.occurredAt, what: `${call?.stage ?? 'call'}/${call?.step ?? 'attempt'} by call`, advice: TELL }];
}

/** Months whose record was made inside that time, or whose last day lies in it, and that no correction names yet. */
function reportedMonths(account: StandingFacts, inside: (at: Instant | null) => boolean): string[] {
  const corrected = account.facts.flatMap((fact) => (fact.kind === 'bureau-correction' ? [fact.body.month] : []));
  const months = account.effects.flatMap((effect) => {
    if (effect.channel !== 'bureau' || effect.state !== 'sent') return [];
    const month = `${Math.floor(effect.occurrence / 100)}-${String(effect.occurrence % 100).padStart(2, '0')}`;
    const asOf = endOfDay(monthEnd(`${month}-01`), account.creditor.zone);
    return inside(effect.sentAt) || inside(asOf) ? [month] : [];
  });
  return [...new Set(months)].filter((month) => !corrected.includes(month)).sort();
}
