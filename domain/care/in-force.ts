/** Which holds on a person are in force, from the facts about the person. Pure; reads no clock. */
import { type ComplaintCause, stopsContact } from '../complaint-facts.ts';
import { openComplaints } from '../complaints.ts';
import type { PersonFact, PersonFactBodies, PersonFactKind } from '../facts.ts';
import type { Jurisdiction } from '../law/rule.ts';
import { jurisdictionsOf, type PlacedAccount } from '../law/which-law.ts';
import { addDays, type CalendarDate, localDate, type Zone } from '../time.ts';
import { countingSheet } from './affordability/recorded.ts';
import type { SheetRecorded } from './affordability/sheet-facts.ts';
import { HOLD_TYPES, HOLDS, type HoldEffects, type HoldType, holdEffects } from './holds.ts';

/** A hold that is in force. */
export interface HoldInForce {
  readonly type: HoldType;
  /** Its last day; null = until it is lifted. */
  readonly until: CalendarDate | null;
  readonly effects: HoldEffects;
}

/** Where and when the question is asked. `contactDay` is the day in the calendar of contacts with the person. */
export interface HoldQuestion {
  readonly today: CalendarDate;
  readonly contactDay: CalendarDate;
  /** The creditor's. */
  readonly zone: Zone;
  /** Its law decides what a hold does, and how long. */
  readonly account: HeldAccount;
}
/** Where it is, and how long its creditor lets a breathing space last where no law says. */
type HeldAccount = PlacedAccount & { readonly creditor: { readonly breathingSpaceDays?: number | undefined } };

const NONE: readonly HoldInForce[] = [];
/** What begins a hold. */
const BEGINNING: ReadonlySet<PersonFactKind> = new Set([
  'hardship',
  'death',
  'bankruptcy',
  'care-hold',
  'distress',
  'complaint',
  'sheet-recorded',
]);

/**
 * The holds in force, gravest first. The facts are in the order of `inOrder`. A hold ends when its last day is over in
 * both calendars. Of several of one type the longest counts. Distress ends only by a review that names it, whatever the
 * order.
 */
export function holdsInForce(facts: readonly PersonFact[], question: HoldQuestion): readonly HoldInForce[] {
  if (!facts.some(({ kind }) => BEGINNING.has(kind))) return NONE;
  const begun = begunHolds(facts, question);
  if (begun.size === 0) return NONE;
  const { today, contactDay } = question;
  const first = contactDay < today ? contactDay : today;
  return HOLD_TYPES.flatMap((type) => {
    const until = begun.get(type);
    if (until === undefined || (until !== null && until < first)) return [];
    return [{ type, until, effects: holdEffects(type, jurisdictionsOf(question.account)) }];
  });
}

/** Holds that nobody has lifted, with their last day. */
function begunHolds(facts: readonly PersonFact[], question: HoldQuestion): Map<HoldType, CalendarDate | null> {
  const begun = new Map<HoldType, CalendarDate | null>();
  const lengthen = (type: HoldType, until: CalendarDate | null) => {
    const known = begun.get(type);
    if (known === undefined) begun.set(type, until);
    else if (known !== null) begun.set(type, until === null || until > known ? until : known);
  };
  const begin = ({ type, crisis }: PersonFactBodies['care-hold'], until: CalendarDate | null) => {
    // Told again with the end of the treatment, a breathing space for a crisis ends.
    if (crisis && until !== null) begun.set(type, until);
    else lengthen(type, until);
  };
  for (const { kind, body, occurredAt } of facts) {
    if (kind === 'hardship' || kind === 'death' || kind === 'bankruptcy') lengthen(kind, null);
    else if (kind === 'hardship-ended') begun.delete('hardship');
    else if (kind === 'care-hold') begin(body, lastDayOf(body, localDate(occurredAt, question.zone), question.account));
    else if (kind === 'care-hold-lifted') begun.delete(body.type);
  }
  const sheet = countingSheet(facts);
  if (sheet !== null) begun.set(sheetHold(sheet), sheet.quietUntil ?? sheet.reviewOn);
  if (openDistress(facts).length > 0) begun.set('distress', null);
  for (const { cause } of openComplaints(facts)) begun.set(complaintHold(cause), null);
  return begun;
}

/**
 * The last day that was told, or that the law gives, of several the latest, or the lender. For a crisis, that of the
 * treatment and the days that the law adds to it.
 */
export function lastDayOf(
  { type, since, until, crisis }: Pick<PersonFactBodies['care-hold'], 'type' | 'since' | 'until' | 'crisis'>,
  told: CalendarDate,
  account: HeldAccount,
): CalendarDate | null {
  const { days, afterCrisisDays } = HOLDS[type];
  const most = (byLaw: Readonly<Partial<Record<Jurisdiction, number>>> = {}) =>
    jurisdictionsOf(account).reduce((longest, name) => Math.max(longest, byLaw[name] ?? 0), 0);
  if (crisis) return until === undefined ? null : addDays(until, most(afterCrisisDays));
  if (until !== undefined) return until;
  if (days === undefined) return null;
  const last = most(days) || (account.creditor.breathingSpaceDays ?? 0);
  return last === 0 ? null : addDays(since ?? told, last);
}

/** The hold of the sheet that counts. */
export const sheetHold = ({ offer }: Pick<SheetRecorded, 'offer'>): 'cannot-pay' | 'can-pay-part' =>
  offer === undefined ? 'cannot-pay' : 'can-pay-part';

/** The hold of an open complaint. */
export const complaintHold = (cause: ComplaintCause): 'complaint' | 'other-complaint' =>
  stopsContact(cause) ? 'complaint' : 'other-complaint';

/** Ids of the facts of distress that no review has named. */
export function openDistress(facts: readonly PersonFact[]): readonly string[] {
  const told = facts.flatMap(({ kind, id }) => (kind === 'distress' ? [id] : []));
  if (told.length === 0) return told;
  const reviewed = new Set(facts.flatMap(({ kind, body }) => (kind === 'distress-ended' ? body.distress : [])));
  return told.filter((id) => !reviewed.has(id));
}

/** Whether one of these types of hold is in force. */
export function isUnder({ care }: { care: readonly HoldInForce[] }, ...types: readonly HoldType[]): boolean {
  return care.some(({ type }) => types.includes(type));
}
