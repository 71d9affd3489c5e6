/**
 * Checks that every permit and every acceptance was lawful. It computes from the bare facts and shares no code with
 * `decide`; every rule of the packs is asked besides (law-oracle.ts).
 */
import { positionOf } from '../../domain/money/position.ts';
import { addDays, DAY_MS, type Instant, localDate, localMinute } from '../../domain/time.ts';
import type { AccountRow, EffectRow, PermitRow } from '../../simulation/maps/book.ts';
import { readStanding } from '../../simulation/maps/read.ts';
import { LawOracle } from './law-oracle.ts';
import { knownLedger } from './lender.ts';
import { planAgainst, planMessageAgainst } from './plan-oracle.ts';
import type { Acceptance } from './provider.ts';

export interface Breach {
  invariant: string;
  account: string;
  evidence: string;
}
/**
 * Purposes that put pressure on a person. Deliberately a separate list, so that the proof does not depend on
 * COLLECTING_PURPOSES of the domain.
 */
const COLLECTING: readonly string[] = ['demand', 'notice', 'handover'];
const TO_PERSON: readonly string[] = ['email', 'sms', 'call'];
/** The lender's own hours and caps. */
const HOUSE = { opens: 8 * 60, closes: 21 * 60, aDay: 2, aWeek: 7 };
/**
 * Hours of the laws by country, stated anew from the reference, so that the proof shares no number with the packs. The
 * law of Taiwan binds the creditor there whoever its debtors are. The federal hours of the United States bind
 * collectors only; those of Massachusetts bind creditors in calls.
 */
const LAWFUL_HOURS: Readonly<Record<string, { opens: number; closes: number }>> = {
  TW: { opens: 7 * 60, closes: 22 * 60 },
  CN: { opens: 8 * 60, closes: 22 * 60 },
  GB: { opens: 8 * 60, closes: 21 * 60 },
  IN: { opens: 8 * 60, closes: 19 * 60 },
};
/** In Massachusetts, text messages and calls about a debt in any seven days. */
const MASSACHUSETTS_A_WEEK = 2;

export class Oracle {
  readonly breaches: Breach[] = [];
  private readonly against = new Map<PermitRow, string>();
  private readonly contacts = new Map<string, { day: string; given: Instant }[]>();
  private readonly law = new LawOracle((effect, evidence) => this.breach('lawful-when-sent', effect, evidence));

  breach(invariant: string, effect: EffectRow, evidence: string): void {
    const name = `${effect.stage}/${effect.step}/${effect.occurrence} of episode ${effect.episode}, ${effect.state}`;
    this.breaches.push({ invariant, account: effect.account.number, evidence: `${name}: ${evidence}` });
  }

  /** Records what stood against a permit when it was given. */
  seePermit(permit: PermitRow, now: Instant): void {
    const reason = reasonAgainst(permit.effect, now) ?? excessOf(permit, now);
    if (reason !== null) this.against.set(permit, reason);
    this.law.seePermit(permit, now);
  }
  /** Counts a new call task as a contact. */
  seeTask(effect: EffectRow, now: Instant): void {
    if (effect.channel === 'call') this.contact(effect, now, now);
  }

  observe(acceptance: Acceptance): void {
    const { at, claimed, key } = acceptance;
    this.law.observe(acceptance);
    let counted = false;
    for (const [index, effect] of claimed.effects.entries()) {
      const permit = claimed.permits[index] as PermitRow;
      const reason = this.against.get(permit);
      if (permit.verdict !== 'allow')
        this.breach('permit-for-each-send', effect, `left on a permit that says ${permit.verdict}`);
      if (reason !== undefined)
        this.breach(
          'none-against-facts',
          effect,
          `left by ${claimed.channel} although ${reason} (key ${key.slice(0, 8)})`,
        );
      const cured = effect.account.episodes.find((episode) => episode.no === effect.episode)?.curedVersion ?? null;
      if (COLLECTING.includes(effect.purpose) && cured !== null && permit.factsVersion >= cured)
        this.breach('none-after-cure', effect, 'left on a permit that saw the cure');
      if (claimed.channel !== 'email' && claimed.channel !== 'sms') continue;
      if (!counted) this.hoursOf(effect, at);
      if (!counted) this.contact(effect, at, permit.givenAt);
      this.debtOf(effect, at, permit.givenAt);
      counted = true;
    }
  }
  private hoursOf(effect: EffectRow, at: Instant): void {
    const { zone, country } = effect.account.person;
    const minute = localMinute(at, zone);
    const laws = [HOUSE, ...(country === null ? [] : [LAWFUL_HOURS[country] ?? HOUSE])];
    if (laws.some(({ opens, closes }) => minute < opens || minute >= closes))
      this.breach('hours', effect, `left at minute ${minute}, country ${country}`);
  }
  /** Counts text messages about a debt of a person in Massachusetts; what was claimed with it does not count. */
  private debtOf(effect: EffectRow, at: Instant, given: Instant): void {
    const { person, id } = effect.account;
    if (person.region !== 'MA' || effect.channel !== 'sms') return;
    const day = localDate(at, person.zone);
    const key = `debt ${id}`;
    const week = (this.contacts.get(key) ?? []).filter((contact) => contact.day >= addDays(day, -6));
    if (week.filter((contact) => contact.given < given).length >= MASSACHUSETTS_A_WEEK)
      this.breach('caps', effect, `more than ${MASSACHUSETTS_A_WEEK} text messages in seven days to ${day}`);
    week.push({ day, given });
    this.contacts.set(key, week);
  }
  /**
   * Counts a contact. A demand counts every contact claimed before it. A notice sent meanwhile is not a fault of the
   * demand's claim.
   */
  private contact(effect: EffectRow, at: Instant, given: Instant): void {
    if (effect.purpose === 'receipt') return;
    const day = localDate(at, effect.account.person.zone);
    const first = addDays(day, -6);
    const week = (this.contacts.get(effect.personId) ?? []).filter((contact) => contact.day >= first);
    const before = week.filter((contact) => contact.given < given);
    if (effect.purpose === 'demand') {
      if (before.filter((contact) => contact.day === day).length >= HOUSE.aDay)
        this.breach('caps', effect, `more than ${HOUSE.aDay} on ${day}`);
      if (before.length >= HOUSE.aWeek) this.breach('caps', effect, `more than ${HOUSE.aWeek} in seven days to ${day}`);
    }
    week.push({ day, given });
    this.contacts.set(effect.personId, week);
  }
}

function reasonAgainst(effect: EffectRow, now: Instant): string | null {
  const { account } = effect;
  const { person } = account;
  const last = (kinds: readonly string[]) => person.facts.findLast((fact) => kinds.includes(fact.kind))?.kind;
  const stop = person.facts.findLast(
    (fact) => (fact.kind === 'stop' || fact.kind === 'start') && fact.body.channel === effect.channel,
  );
  if (stop?.kind === 'stop') return 'a STOP of the channel was known';
  if (effect.channel === 'call' && last(['preference', 'start']) === 'preference')
    return 'the person asked for no calls';
  const complaints = openComplaints(person);
  if (TO_PERSON.includes(effect.channel) && complaints.some((cause) => STOPPING.includes(cause)))
    return 'a complaint that stops contact was open';
  if (effect.purpose === 'handover' && complaints.length > 0) return 'a complaint was open';
  if (effect.stage === 'arrangement' && effect.step === 'reminder') return reasonAgainstReminder(account, now);
  if (effect.stage === 'plan') {
    const reason = planMessageAgainst(effect, now);
    if (reason !== null) return reason;
  }
  if (!COLLECTING.includes(effect.purpose)) return null;
  if (TO_PERSON.includes(effect.channel)) {
    if (last(['represented', 'represented-ended']) === 'represented') return 'somebody spoke for the person';
    if (effect.purpose === 'demand' && last(['cease', 'cease-ended']) === 'cease')
      return 'the person demanded that contact ends';
  }
  const count = (kind: string) => account.facts.reduce((sum, fact) => (fact.kind === kind ? sum + 1 : sum), 0);
  const disputes = openDisputes(account);
  if (disputes.some(({ dues, minor }) => dues === undefined && minor === undefined)) return 'a dispute was open';
  if (effect.channel === 'court' && disputes.length > 0) return 'a dispute about a part was open';
  if (effect.channel === 'court' && inSuspense(account) > 0n) return 'money was in suspense';
  if (isBeingBooked(account)) return 'the book had not answered an instruction';
  const plan = effect.stage === 'plan' ? null : planAgainst(account, now);
  if (plan !== null) return plan;
  if (isHeld(account, now)) return 'a hold was in force';
  if (last(['hardship', 'hardship-ended']) === 'hardship') return 'hardship was known';
  if (last(['distress', 'distress-ended']) === 'distress') return 'distress was known';
  if (last(['death', 'bankruptcy']) !== undefined) return 'death or bankruptcy was known';
  if (isUnderCare(account, now)) return 'a hold on the person was in force';
  if (account.closed) return 'the account was closed';
  if (isSilent(effect, now)) return 'nothing was heard or said for half a year, and nobody let it begin again';
  const today = localDate(now, account.creditor.zone);
  return count('charge-off') === 0 && knownLedger(account)?.owesNothing(today) ? 'nothing was overdue' : null;
}
/** Why nobody may be reminded of the newest promise: it is kept, or something lets nothing press. */
function reasonAgainstReminder(account: AccountRow, now: Instant): string | null {
  const { facts, person } = account;
  const promise = facts.findLast(({ kind }) => kind === 'promise');
  if (promise?.kind !== 'promise') return 'nothing was promised';
  const promised = promise.body.parts.reduce((sum, { minor }) => sum + minor, 0n);
  const { entries } = positionOf(readStanding(account), localDate(now, account.creditor.zone));
  const came = entries.reduce((sum, { at, minor }) => (at >= promise.occurredAt ? sum + minor : sum), 0n);
  if (came >= promised) return 'the promise was kept';
  const last = (kinds: readonly string[]) => person.facts.findLast((fact) => kinds.includes(fact.kind))?.kind;
  if (last(['hardship', 'hardship-ended']) === 'hardship' || isUnderCare(account, now)) return 'the person was in care';
  if (last(['represented', 'represented-ended']) === 'represented') return 'somebody spoke for the person';
  return last(['cease', 'cease-ended']) === 'cease' ? 'the person demanded that contact ends' : null;
}
/** Causes of complaints for which nothing reaches the person, stated anew. */
const STOPPING: readonly string[] = ['harassment', 'wrong-person', 'data'];
/** The causes of the complaints that no closing names. */
function openComplaints({ facts }: AccountRow['person']): string[] {
  const closed = new Set(facts.flatMap(({ kind, body }) => (kind === 'complaint-closed' ? [body.of] : [])));
  return facts.flatMap(({ kind, body, id }) => (kind === 'complaint' && !closed.has(id) ? [body.cause] : []));
}
/** Disputes without a closing that names them. A closing that names none is about the first of the whole debt. */
function openDisputes({ facts }: AccountRow): { dues?: readonly string[]; minor?: bigint }[] {
  const named = new Set(facts.flatMap(({ kind, body }) => (kind === 'dispute-closed' && body.of ? [body.of] : [])));
  let unnamed = facts.filter(({ kind, body }) => kind === 'dispute-closed' && body.of === undefined).length;
  return facts.flatMap(({ kind, body, id }) => {
    if (kind !== 'dispute' || named.has(id)) return [];
    if (body.dues !== undefined || body.minor !== undefined) return [body];
    unnamed -= 1;
    return unnamed >= 0 ? [] : [body];
  });
}
/** Kinds of instructions that change what is asked for, stated anew. */
const ASKING: readonly string[] = ['plan', 'deferral', 'waiver', 'corrected-due'];
/** An instruction that changes what is asked for has no answer, and nobody has taken it back. */
function isBeingBooked({ facts }: AccountRow): boolean {
  const answered = facts.flatMap(({ kind, body }) =>
    kind === 'book-confirmed' || kind === 'book-rejected' || kind === 'book-withdrawn' ? [body.instruction] : [],
  );
  return facts.some(
    ({ kind, body }) =>
      kind === 'book-instructed' && ASKING.includes(body.kind) && !answered.includes(body.instruction),
  );
}
/** Money in suspense that may be for the account, minor units. */
function inSuspense({ facts }: AccountRow): bigint {
  const ended = facts.flatMap(({ kind, body }) => (kind === 'suspense-ended' ? [body.line] : []));
  return facts.reduce(
    (sum, { kind, body }) => (kind === 'suspense' && !ended.includes(body.line) ? sum + body.minor : sum),
    0n,
  );
}
/**
 * Why a permit asks for what is disputed or in suspense: more than all that the dues before today were ever known to
 * ask, without those that disputes name, the sums that they name and what is in suspense. After a charge-off the
 * balance is asked for, which has no dues.
 */
function excessOf({ effect: { account }, demanded }: PermitRow, now: Instant): string | null {
  const disputes = openDisputes(account);
  const suspense = inSuspense(account);
  if (demanded === null || account.facts.some(({ kind }) => kind === 'charge-off')) return null;
  if (disputes.length === 0 && suspense === 0n) return null;
  const today = localDate(now, account.creditor.zone);
  const named = new Set(disputes.flatMap(({ dues }) => dues ?? []));
  const apart = disputes.reduce((sum, { minor }) => sum + (minor ?? 0n), suspense);
  const late = positionOf(readStanding(account), today).dues.filter(({ on }) => on < today && !named.has(on));
  const most = late.reduce((sum, { minor }) => sum + minor, 0n) - apart;
  return demanded > (most > 0n ? most : 0n)
    ? `${demanded} was asked for and at most ${most} was neither disputed nor in suspense`
    : null;
}
/** More days than six months ever have. */
const HALF_A_YEAR_MS = 185 * DAY_MS;
/** Facts that break a silence, and a person's word that it may end. */
const HEARD: readonly string[] = [
  'payment',
  'promise',
  'payment-announced',
  'dispute',
  'call-outcome',
  'agency-contact',
  'restart-reviewed',
];
/**
 * Nobody spoke about the account for more than half a year of this delinquency; a payment that came back counts too. A
 * claim at a court speaks for itself.
 */
function isSilent(effect: EffectRow, now: Instant): boolean {
  const { effects, facts, episodes, creditor, courtCase } = effect.account;
  if (courtCase?.state === 'filed') return false;
  const since = now - HALF_A_YEAR_MS;
  const openedOn = episodes.find(({ no }) => no === effect.episode)?.openedOn;
  if (openedOn === undefined || openedOn >= localDate(since, creditor.zone)) return false;
  const told = effects.some(
    (other) => other !== effect && TOLD.has(other.state) && (other.sentAt ?? other.dueAt) >= since,
  );
  return !told && !facts.some(({ kind, occurredAt }) => HEARD.includes(kind) && occurredAt >= since);
}
const TOLD: ReadonlySet<string> = new Set(['sent', 'unknown', 'claimed']);
/** A hold on the person that nobody has lifted, and whose last day is not over for the creditor. */
function isUnderCare({ person, creditor }: AccountRow, now: Instant): boolean {
  const today = localDate(now, creditor.zone);
  return person.facts.some(
    ({ kind, body }, index) =>
      kind === 'care-hold' &&
      (body.until ?? today) >= today &&
      !person.facts.slice(index).some((later) => later.kind === 'care-hold-lifted' && later.body.type === body.type),
  );
}
function isHeld(account: AccountRow, now: Instant): boolean {
  const today = localDate(now, account.creditor.zone);
  const released = account.facts.findLastIndex((fact) => fact.kind === 'hold-released');
  return account.facts.some(
    (fact, index) =>
      fact.kind === 'hold' && index > released && fact.body.until >= today && (fact.body.from ?? today) <= today,
  );
}
