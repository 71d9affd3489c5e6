/**
 * What Arrears itself writes to a person who disputes or complains: that it came, and how it ended. Only for creditors
 * that say from which day on (`answersFrom`). A function of the facts.
 */
import { canReach } from './attention.ts';
import { isUnder } from './care/in-force.ts';
import type { ComplaintCause } from './complaint-facts.ts';
import { complaintsOf } from './complaints.ts';
import { disputesOf } from './disputes.ts';
import { hasBegun } from './effects.ts';
import type { AccountFacts, KnownEffect } from './facts.ts';
import { factsOf } from './facts-of.ts';
import type { Standing } from './standing.ts';
import { addDays, type CalendarDate, type Instant, localDate } from './time.ts';

/** What is answered. */
export const ANSWERED = ['dispute', 'complaint'] as const;
/** One of ANSWERED. */
type Answered = (typeof ANSWERED)[number];
/** What is told of it. */
export const ANSWER_STEPS = ['receipt', 'outcome'] as const;

/** Something that the person is told about a dispute or a complaint. */
export interface Answer {
  readonly about: Answered;
  readonly tells: (typeof ANSWER_STEPS)[number];
  /** Id of the fact of the dispute or the complaint. */
  readonly id: string;
  /** Names it among those of the account: the occurrence of its steps. */
  readonly no: number;
  /** On paper alone: whoever has the address may be somebody else. */
  readonly onPaper: boolean;
}

/** Stage of the answers; its steps are `<about>-<tells>`, on paper with PAPER behind. */
export const ANSWERS_STAGE = 'answers';
const PAPER = '-by-letter';
/** The name of the step that tells it. */
export const stepOf = ({ about, tells }: Pick<Answer, 'about' | 'tells'>, by: 'email' | 'letter'): string =>
  `${about}-${tells}${by === 'letter' ? PAPER : ''}`;
/** What a step of the stage tells. */
export function toldBy(step: string): Pick<Answer, 'about' | 'tells'> {
  const [about, tells] = step.split('-') as [Answer['about'], Answer['tells']];
  return { about, tells };
}

/** A complaint of somebody else about the wrong person is not answered at the person's address. */
const ON_PAPER: readonly ComplaintCause[] = ['wrong-person'];

type Told = Pick<AccountFacts, 'accountId' | 'creditor' | 'facts' | 'person'>;
const NONE: readonly Answer[] = [];

/** What the person is told about this account, whether it was told or not. */
export function answersOf(facts: Told): readonly Answer[] {
  const { answersFrom, zone } = facts.creditor;
  if (answersFrom === undefined) return NONE;
  const isOurs = (at: Instant): boolean => localDate(at, zone) >= answersFrom;
  return [...ofDisputes(facts, isOurs), ...ofComplaints(facts, isOurs)];
}

function ofDisputes({ facts }: Told, isOurs: (at: Instant) => boolean): Answer[] {
  const told = factsOf(facts, 'dispute');
  if (told.length === 0) return [];
  const versions = new Map(told.map(({ id, version }) => [id, Number(version)]));
  return disputesOf(facts)
    .filter(({ since }) => isOurs(since))
    .map(({ id, about, closedAt }) => ({
      ...{ about: 'dispute', tells: closedAt === null ? 'receipt' : 'outcome', id, no: versions.get(id) ?? 1 },
      // The address may be that of the thief.
      onPaper: about === 'identity-theft',
    }));
}

/** One account of the person carries what is said of a complaint. */
function ofComplaints({ accountId, person }: Told, isOurs: (at: Instant) => boolean): Answer[] {
  return complaintsOf(person.facts).flatMap(({ id, cause, letters, receivedAt, acknowledgedAt, closed }): Answer[] => {
    if (letters?.account !== accountId || !isOurs(receivedAt)) return [];
    if (closed === null ? acknowledgedAt !== null : closed.said.outcome === 'withdrawn') return [];
    const tells = closed === null ? 'receipt' : 'outcome';
    return [{ about: 'complaint', tells, id, no: letters.no, onPaper: ON_PAPER.includes(cause) }];
  });
}

/** The effects that tell it, in any episode: by e-mail and on paper. */
function effectsThatTell({ effects }: Pick<AccountFacts, 'effects'>, answer: Answer, by: 'email' | 'letter') {
  const step = stepOf(answer, by);
  return effects.filter(
    (effect) => effect.stage === ANSWERS_STAGE && effect.step === step && effect.occurrence === answer.no,
  );
}

/** By which way the person is to be told now; null when they have been, or the way was chosen in another episode. */
export function wayOf(known: { facts: AccountFacts; standing: Standing }, answer: Answer): 'email' | 'letter' | null {
  const { facts, standing } = known;
  if (effectsThatTell(facts, answer, 'letter').some(({ state }) => hasBegun(state))) return null;
  const mails = effectsThatTell(facts, answer, 'email');
  if (mails.some(hasArrived)) return null;
  // Whom else to write to, a person decides.
  const isOthers = standing.represented !== null || standing.ceased || isUnder(standing, 'death');
  const isMailed = canReach(known, 'email') && !answer.onPaper && !isOthers;
  return isMailed && !mails.some(({ state, bouncedAt }) => state === 'impossible' || bouncedAt !== null)
    ? 'email'
    : 'letter';
}

/** Sent or perhaps sent, and not come back; or a person gave it up, and answers otherwise. */
const hasArrived = ({ state, bouncedAt }: KnownEffect): boolean =>
  bouncedAt === null && (state === 'sent' || state === 'unknown' || state === 'given-up');

/** Days for which nothing is asked for after a person was told that a dispute was not right, or not wholly. */
const REST_DAYS = 7;
/** So long after its closing nothing is asked for while nobody has told the person. */
const UNTOLD_DAYS = 14;

/** The first day on which something may be asked for again, of an answer that is told on a day. */
export const askedAgainOn = (toldOn: CalendarDate): CalendarDate => addDays(toldOn, REST_DAYS + 1);

/** The last day, in the zone of the creditor, on which nothing is asked for after a dispute was closed; null: none. */
export function answerRestUntil({ facts }: { facts: AccountFacts }): CalendarDate | null {
  const closings = factsOf(facts.facts, 'dispute-closed').filter(({ body }) => body.outcome !== 'upheld');
  if (closings.length === 0) return null;
  const { zone } = facts.creditor;
  const answers = answersOf(facts);
  const disputes = disputesOf(facts.facts);
  let last: CalendarDate | null = null;
  for (const closing of closings) {
    const { of } = closing.body;
    const answer = answers.find(({ about, tells, id }) => about === 'dispute' && tells === 'outcome' && id === of);
    // Answers by hand leave no trace; after theft that was none, the person has time all the same.
    if (answer === undefined && !disputes.some(({ id, about }) => id === of && about === 'identity-theft')) continue;
    const toldAt = answer === undefined ? null : toldAtOf(facts, answer);
    const until =
      toldAt === null
        ? addDays(localDate(closing.occurredAt, zone), UNTOLD_DAYS)
        : addDays(localDate(toldAt, zone), REST_DAYS);
    if (last === null || until > last) last = until;
  }
  return last;
}

/** When the person was told: by a mail that did not come back, or on paper. null while they have not been. */
function toldAtOf(facts: AccountFacts, answer: Answer): Instant | null {
  const mail = effectsThatTell(facts, answer, 'email').find(hasArrived);
  const letter = effectsThatTell(facts, answer, 'letter').find(({ doneAt }) => doneAt !== null);
  return mail?.sentAt ?? letter?.doneAt ?? null;
}
