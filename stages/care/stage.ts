import { countingSheet } from '../../domain/care/affordability/recorded.ts';
import { HOLDS } from '../../domain/care/holds.ts';
import { isUnder } from '../../domain/care/in-force.ts';
import { AFTER_BREATHING_SPACE_DAYS, breathingSpaces, IN_NEED, neededSince } from '../../domain/care/need.ts';
import type { KnownEffect } from '../../domain/facts.ts';
import { reviewNo } from '../../domain/reviews.ts';
import type { Occurrence, Reason, Situation, Stage } from '../../domain/stage.ts';
import { addDays } from '../../domain/time.ts';
import { LETTER_MENTIONS } from '../letter-parts.ts';
import { SMS_MENTIONS } from '../sms-parts.ts';
import { nameHelp, sayWhatComesNext } from './messages.ts';

/** Days from the first word of hardship within which help is named in a message of its own. */
const REFER_WITHIN_DAYS = 14;

/** Nobody is to be written to: somebody else speaks, or a person looks after it. */
const isLeftAlone = ({ facts, standing }: Situation): boolean =>
  facts.closed ||
  standing.cured ||
  standing.represented !== null ||
  standing.ceased ||
  isUnder(standing, 'death', 'bankruptcy', 'distress', 'complaint');

/** Once for each hardship, by the day on which it was first told. */
function referral(situation: Situation): Occurrence[] {
  const { facts, standing, today } = situation;
  if (isLeftAlone(situation) || !isUnder(standing, ...IN_NEED)) return [];
  const since = neededSince(facts, today);
  if (since === null || today > addDays(since, REFER_WITHIN_DAYS)) return [];
  return [{ occurrence: reviewNo(since), on: today, asked: true }];
}

/** The day on which a sheet is looked at again; at once where it does not add up. */
function sheetReviewOn({ facts }: Situation): string | null {
  const sheet = countingSheet(facts.person.facts);
  if (sheet === null) return null;
  return sheet.verdict === 'not-plausible' ? sheet.on : sheet.reviewOn;
}

function sheetReview(situation: Situation): Occurrence[] {
  const on = sheetReviewOn(situation);
  if (on === null || situation.facts.closed || situation.standing.cured) return [];
  return [{ occurrence: reviewNo(on), on }];
}

function sheetIsOff(situation: Situation, { occurrence }: KnownEffect): Reason | null {
  const on = sheetReviewOn(situation);
  return on !== null && reviewNo(on) === occurrence
    ? null
    : { code: 'newer-sheet', words: 'a newer sheet counts, or the hardship has ended' };
}

/** The breathing space of today, and the day on which a person looks at it; null when none is due. */
function midWay({ facts, today }: Situation): string | null {
  const span = breathingSpaces(facts).findLast(({ from, until }) => from <= today && (until ?? today) >= today);
  if (span === undefined) return null;
  const on = addDays(span.from, HOLDS['breathing-space'].reviewAfterDays ?? 0);
  return span.until !== null && on > span.until ? null : on;
}

function breathingSpaceReview(situation: Situation): Occurrence[] {
  const on = midWay(situation);
  return on === null || situation.facts.closed || situation.standing.cured ? [] : [{ occurrence: reviewNo(on), on }];
}

function breathingSpaceIsOver(situation: Situation, { occurrence }: KnownEffect): Reason | null {
  const on = midWay(situation);
  return on !== null && reviewNo(on) === occurrence
    ? null
    : { code: 'breathing-space-over', words: 'the breathing space has ended, or it is another one' };
}

/** The day after each breathing space, unless something else keeps demands away. */
function ended(situation: Situation): Occurrence[] {
  const { facts, standing, today } = situation;
  const until = breathingSpaces(facts).at(-1)?.until ?? null;
  if (until === null || today > addDays(until, AFTER_BREATHING_SPACE_DAYS) || isLeftAlone(situation)) return [];
  if (standing.disputed?.extent === 'whole' || standing.heldUntil !== null) return [];
  const others = standing.care.filter(({ type }) => type !== 'breathing-space');
  if (others.some(({ effects }) => effects.demands === 'stop')) return [];
  const on = addDays(until, 1);
  return [{ occurrence: reviewNo(on), on, asked: true }];
}

/** What a person in hardship is told and who looks after it, whatever the stage. */
export const care: Stage = Object.freeze({
  name: 'care',
  title: { en: 'Care', 'zh-Hans': '关怀' },
  opensAt: 0,
  kind: 'duties',
  concerns: ({ facts }) => facts.person.facts.length > 0,
  exits: 'nothing: no account is in it',
  steps: [
    {
      name: 'referral',
      channels: ['email'],
      purpose: 'receipt',
      duty: true,
      occurrences: referral,
      mentions: { email: [...LETTER_MENTIONS, 'debt', 'how-to-dispute'] },
      message: nameHelp,
    },
    {
      name: 'breathing-space-ended',
      channels: ['email', 'sms'],
      purpose: 'receipt',
      duty: true,
      occurrences: ended,
      mentions: { email: [...LETTER_MENTIONS, 'debt', 'how-to-dispute', 'plan-asked'], sms: SMS_MENTIONS },
      message: sayWhatComesNext,
    },
    {
      name: 'sheet-review',
      channels: ['desk'],
      purpose: 'review',
      duty: true,
      task: 'sheet-review',
      occurrences: sheetReview,
      lapses: sheetIsOff,
    },
    {
      name: 'breathing-space-review',
      channels: ['desk'],
      purpose: 'review',
      duty: true,
      task: 'breathing-space-review',
      occurrences: breathingSpaceReview,
      lapses: breathingSpaceIsOver,
    },
  ],
} satisfies Stage);
