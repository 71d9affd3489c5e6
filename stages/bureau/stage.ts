import { planStops } from '../../domain/agreements/quiet.ts';
import { isHeldBack } from '../../domain/care/stops.ts';
import { hasLeft } from '../../domain/effects.ts';
import type { KnownEffect } from '../../domain/facts.ts';
import { factsOf } from '../../domain/facts-of.ts';
import { theftOf } from '../../domain/identity-theft.ts';
import type { Terms } from '../../domain/limits.ts';
import { standingAt } from '../../domain/past-standing.ts';
import type { Occurrence, Reason, Situation, Stage } from '../../domain/stage.ts';
import { addDays, type CalendarDate, type Instant, localDate, monthEnd } from '../../domain/time.ts';
import { agreesToReports } from '../../domain/wishes.ts';
import { ASKING_MENTIONS } from '../letter-parts.ts';
import { isNoticeAlive, isNoticeComing, measureOn, NOTICE_CHANNELS, noticeTries } from '../notice.ts';
import { SMS_MENTIONS } from '../sms-parts.ts';
import { bureauNotice } from './messages.ts';

/** Months for which records are planned ahead. */
const MONTHS_AHEAD = 3;

/** The floor decides on a first record; an open one goes on. */
function tooLittle(situation: Situation): Reason | null {
  const { facts, standing } = situation;
  if (standing.asked >= facts.creditor.bureauFloor || reported(situation).length > 0) return null;
  return { code: 'below-floor', words: 'no bureau record: the amount is below the floor of a first record' };
}

function mayReport(situation: Situation): Reason | null {
  const { facts, standing } = situation;
  if (!agreesToReports(facts))
    return { code: 'no-consent', words: 'no bureau record: the person did not agree to it, or takes the consent back' };
  if (standing.disputed)
    return { code: 'disputed', words: 'no bureau notice while the debt, or a part of it, is disputed' };
  if (facts.creditor.bureau === '') return { code: 'no-bureau', words: 'the creditor reports to no bureau' };
  const plan = planStops(situation);
  if (plan !== null) return { code: plan.code, words: `no bureau notice: ${plan.words}` };
  return tooLittle(situation);
}

/**
 * Earliest date of a first record after a notice was served: the first month end after the lead days of the terms.
 */
export function firstRecordOn(noticed: CalendarDate, { bureauLeadDays }: Terms): CalendarDate {
  return monthEnd(addDays(noticed, bureauLeadDays));
}

const monthNumber = (date: CalendarDate): number => Number(date.slice(0, 4)) * 100 + Number(date.slice(5, 7));

/** Records that left or may have left, in every episode: a month is reported once. */
function reported({ facts }: Situation): KnownEffect[] {
  return facts.effects.filter(
    (effect) => effect.stage === 'bureau' && effect.step === 'record' && hasLeft(effect.state),
  );
}

/** Whether the last record says that something is owed, so that the bureau must hear of the end. */
function isAdverse({ facts }: Situation, sent: readonly KnownEffect[]): boolean {
  const last = Math.max(...sent.map((effect) => effect.sentAt ?? effect.dueAt));
  const { overdue, chargedOff, balance } = standingAt(facts, last);
  return overdue > 0n || (chargedOff && balance > 0n);
}

/** Whether the record left after the closing and is of its month or a later one. */
function saysClosed(situation: Situation, { sentAt, occurrence }: KnownEffect): boolean {
  const at = closedAt(situation);
  if (at === Number.NEGATIVE_INFINITY) return true;
  return sentAt !== null && sentAt >= at && occurrence >= monthNumber(localDate(at, situation.facts.creditor.zone));
}

/**
 * A correction of an earlier record that no monthly record takes along: the account was closed, or consent was
 * withdrawn.
 */
function corrections(situation: Situation): Occurrence[] {
  const { facts, today } = situation;
  const asked = factsOf(facts.facts, 'bureau-correction').at(-1);
  if (!asked || facts.creditor.bureau === '' || reported(situation).length === 0) return [];
  const files = facts.effects.filter((effect) => effect.stage === 'bureau' && effect.channel === 'bureau');
  const left = files.filter((effect) => hasLeft(effect.state));
  if (left.some((effect) => (effect.sentAt ?? effect.dueAt) >= asked.occurredAt)) return [];
  if (records(situation).length > 0) return [];
  const done = new Set(left.map((effect) => effect.occurrence));
  let end = monthEnd(today);
  while (done.has(monthNumber(end))) end = monthEnd(addDays(end, 1));
  // What a thief has left there does not wait for the end of the month.
  return [{ occurrence: monthNumber(end), on: theftOf(facts.facts) === 'upheld' ? today : end }];
}

function closedAt({ facts }: Situation): Instant {
  const closing = facts.facts.filter(
    (fact) => fact.kind === 'closed' || (fact.kind === 'ladder-answer' && fact.body.answer !== 'wait'),
  );
  return closing.at(-1)?.occurredAt ?? Number.NEGATIVE_INFINITY;
}

/**
 * The month ends still to be reported. The first follow a notice while something is overdue; they are planned ahead
 * with it, and the claim waits until it is served. Once begun they go on every month, paid or not, until the account is
 * closed; the first record after the closing says so and is the last. If consent is withdrawn, they go on until one has
 * said that nothing is owed any more, because what the bureau keeps must be true. None follows a report of identity
 * theft.
 */
function records(situation: Situation): Occurrence[] {
  const { facts, today, terms } = situation;
  if (theftOf(facts.facts) !== null) return [];
  const sent = reported(situation);
  if (sent.length === 0 && !(agreesToReports(facts) && mayStart(situation))) return [];
  if (!agreesToReports(facts) && !isAdverse(situation, sent)) return [];
  if (facts.closed && sent.some((effect) => saysClosed(situation, effect))) return [];
  const first = measureOn(situation, 'bureau', 'notice', (noticed) => firstRecordOn(noticed, terms));
  const done = new Set(sent.map((effect) => effect.occurrence));
  const months: Occurrence[] = [];
  const ahead = facts.closed ? 1 : MONTHS_AHEAD;
  for (let end = monthEnd(sent.length === 0 && first > today ? first : today); months.length < ahead; ) {
    if (!done.has(monthNumber(end))) months.push({ occurrence: monthNumber(end), on: end });
    end = monthEnd(addDays(end, 1));
  }
  const last = months.at(-1);
  if (last !== undefined && !facts.closed) last.goesOn = true;
  return months;
}

/**
 * Whether records may begin: enough is overdue, nothing is disputed, the person is not vulnerable, and a notice of this
 * episode is planned, served or may still be. A record that is open goes on, however little is left.
 */
function mayStart(situation: Situation): boolean {
  const { facts, standing } = situation;
  if (standing.cured || facts.closed || standing.disputed || isHeldBack(standing.care, 'newRecords')) return false;
  if (tooLittle(situation) !== null) return false;
  return isNoticeComing(situation, 'bureau', 'notice') || isNoticeAlive(situation, 'bureau', 'notice');
}

/** A record says whether the debt is disputed. */
const RECORD_MENTIONS = { bureau: ['dispute', 'dispute-mark'] } as const;

/** Parallel to the agency: a notice, and once it is served a record every month. */
export const bureau: Stage = Object.freeze({
  name: 'bureau',
  title: { en: 'Credit bureau', 'zh-Hans': '征信报送' },
  opensAt: 45,
  kind: 'escalation',
  parallel: true,
  opens: mayReport,
  exits: 'payment or dispute before the first record; after it, only the end of the account: the next records say paid',
  steps: [
    {
      name: 'notice',
      channels: NOTICE_CHANNELS,
      purpose: 'notice',
      notice: 'adverse-report',
      occurrences: (situation) =>
        reported(situation).length > 0 ? [] : noticeTries('bureau', 'notice', 'record')(situation),
      skipReason: tooLittle,
      mentions: { email: ASKING_MENTIONS, sms: SMS_MENTIONS },
      message: bureauNotice,
    },
    {
      name: 'record',
      channels: ['bureau'],
      purpose: 'report',
      duty: true,
      recipient: ({ facts }) => facts.creditor.bureau,
      mentions: RECORD_MENTIONS,
      occurrences: records,
    },
    {
      name: 'correction',
      channels: ['bureau'],
      purpose: 'report',
      duty: true,
      recipient: ({ facts }) => facts.creditor.bureau,
      mentions: RECORD_MENTIONS,
      occurrences: corrections,
    },
  ],
} satisfies Stage);
