/**
 * What must be true before a person hears from us again after a long silence or a change of owner, and what a person of
 * the staff answered.
 */
import { HOLDS } from './care/holds.ts';
import { isHeldBack } from './care/stops.ts';
import type { AccountFacts } from './facts.ts';
import { factsOf } from './facts-of.ts';
import { Last } from './kept.ts';
import { limitationOf } from './limitation.ts';
import { statementsOf } from './money/statements.ts';
import { type Silence, silenceMonths, silenceOf } from './silence.ts';
import type { Situation } from './stage.ts';
import { addDays, addMonths, type CalendarDate, type Instant, localDate } from './time.ts';

/** Days for which a book confirms a balance. */
export const BOOK_CONFIRMS_DAYS = 7;

/** A silence and the answer to it. */
export interface Restart extends Silence {
  /**
   * Day from which a person is asked: the end of the silence, the change of owner, or the day on which an answer no
   * longer counts.
   */
  readonly askedOn: CalendarDate;
  /** A person confirmed contact data and authority, and said that collecting begins again. */
  readonly confirmed: boolean;
  /** The last day of waiting by a person's answer; null when no wait is in force. */
  readonly waitsUntil: CalendarDate | null;
}

/** The last answer: a decision asks about the same facts for each step. */
const answered = new Last<AccountFacts, { readonly now: Instant; readonly restart: Restart | null }>();

/** What is to be decided before collecting begins again; null when the next contact is not a first contact. */
export function restartOf(situation: Situation): Restart | null {
  const { facts, now } = situation;
  const last = answered.get(facts);
  return last?.now === now ? last.restart : answered.set(facts, { now, restart: read(situation) }).restart;
}

function read(situation: Situation): Restart | null {
  const silence = silenceOf(situation);
  if (silence === null) return null;
  const { facts, creditor } = situation.facts;
  const today = localDate(situation.now, creditor.zone);
  const last = factsOf(facts, 'restart-reviewed').findLast(({ occurredAt }) => occurredAt >= silence.from);
  if (last === undefined) return { ...silence, askedOn: silence.overOn, confirmed: false, waitsUntil: null };
  const { answer, until } = last.body;
  const said = localDate(last.occurredAt, creditor.zone);
  if (answer === 'wait') {
    const waitsUntil = until ?? said;
    const askedOn = addDays(waitsUntil, 1);
    return { ...silence, askedOn, confirmed: false, waitsUntil: waitsUntil < today ? null : waitsUntil };
  }
  // What a person confirmed and nobody acted on grows as old as what it replaced.
  const askedOn = addMonths(said, silenceMonths(creditor));
  return { ...silence, askedOn, confirmed: today < askedOn, waitsUntil: null };
}

/** Why a restart is needed, in words. */
export const causeWords = ({ cause, since }: Silence): string =>
  cause === 'owner' ? `the debt has another owner since ${since}` : `silent since ${since}`;

/** One condition of a restart. */
export interface RestartCheck {
  readonly name: 'book' | 'limitation' | 'contact-point' | 'care' | 'authority';
  readonly passed: boolean;
  /** The condition, as a statement that is to be true. */
  readonly words: string;
}

/**
 * All conditions of the first contact after a silence, on a day in the creditor's zone. Contact data and authority pass
 * once a person has confirmed them.
 */
export function restartChecks(situation: Situation, { confirmed }: Restart, on: CalendarDate): RestartCheck[] {
  const { facts, standing } = situation;
  const limitation = limitationOf(facts, standing, on);
  const [unknown] = limitation.unknown;
  const asOf = statementsOf(facts).at(-1)?.asOf ?? facts.opening.asOf;
  const stopped = standing.care.filter((hold) => isHeldBack([hold], 'demands'));
  const check = (name: RestartCheck['name'], passed: boolean, words: string) => ({ name, passed, words });
  return [
    check(
      'book',
      asOf >= addDays(on, -BOOK_CONFIRMS_DAYS),
      `a book of the last ${BOOK_CONFIRMS_DAYS} days confirms the balance (the newest is of ${asOf})`,
    ),
    check(
      'limitation',
      !limitation.barred && unknown === undefined,
      unknown === undefined
        ? `the debt is not time-barred (the last day to sue is ${limitation.lastDay})`
        : `the limitation is known (under the law of ${unknown.law} ${unknown.words})`,
    ),
    check(
      'contact-point',
      confirmed || hasFreshPoint(situation, on),
      'a number or address of the person was proved or told lately, or a person has verified it',
    ),
    check(
      'care',
      stopped.length === 0,
      stopped.length === 0
        ? 'no hold on the person stops demands'
        : `no hold on the person stops demands (${stopped.map(({ type }) => HOLDS[type].words).join('; ')})`,
    ),
    check('authority', confirmed, 'a person has confirmed creditor, owner and authority on file'),
  ];
}

/** Whether a point that works was proved by a message, or told within the months of a silence. */
function hasFreshPoint({ facts: { person, creditor } }: Situation, on: CalendarDate): boolean {
  const told = new Set<string>();
  for (const { kind, body, occurredAt } of person.facts)
    if (kind === 'address-added' && addMonths(localDate(occurredAt, creditor.zone), silenceMonths(creditor)) > on)
      told.add(body.point);
  return person.points.some(({ id, valid, verified }) => valid && (verified === true || told.has(id)));
}
