/** A strategy as a page in words, in Markdown that reads well on a terminal too. */
import {
  type Holdout,
  type LadderShape,
  type Segment,
  type Strategy,
  TERM_BOUNDS,
  type TermName,
} from '../contracts/strategy-file.ts';
import { count } from '../count.ts';
import { clock } from '../fact-words.ts';
import { MIN_GAP_DAYS } from '../plan-step.ts';
import { isOfLadder, type Stage, type Step } from '../stage.ts';
import { shapedLadder, shapedTerms } from './shaping.ts';
import type { BaseRules } from './strategy-faults.ts';

/** The page of a checked strategy, without a line end. */
export function strategyPage(strategy: Strategy, base: BaseRules): string {
  const { name, title, version, keepDays, holdout, ladders, segments } = strategy;
  const stays =
    keepDays === 0
      ? 'An account changes its segment as soon as another matches.'
      : `An account stays in a segment for ${count(keepDays, 'day')}, unless a milder segment matches.`;
  return [
    `# ${title.en} (${title['zh-Hans']})`,
    `Strategy \`${name}\`, version ${version}: ${count(segments.length, 'segment')}, ${count(ladders.length, 'ladder')}.`,
    '## Segments',
    `The first that matches takes the account. ${stays}${holdoutWords(holdout)}`,
    segments.map((segment, at) => segmentWords(segment, at, segments.length)).join('\n'),
    ...ladders.map((shape) => ladderWords(shape, base)),
  ].join('\n\n');
}

const holdoutWords = (holdout: Holdout | undefined): string =>
  holdout === undefined
    ? ''
    : ` Holdout: for ${holdout.percent} % of persons, nobody in care among them, the ladder begins after day ${holdout.untilDay}.`;

function segmentWords({ name, title, when, ladder, selfCureDays }: Segment, at: number, length: number): string {
  const which = when === undefined ? (length === 1 ? 'every account' : 'all others') : `\`${when}\``;
  const waits = selfCureDays === 0 ? '' : `, ${count(selfCureDays, 'day')} later`;
  return `${at + 1}. ${title.en} (\`${name}\`): ${which} -> ladder \`${ladder}\`${waits}`;
}

function ladderWords(shape: LadderShape, base: BaseRules): string {
  const stages = shapedLadder(shape, base.ladder).filter(({ name }) => shape.stages[name] !== undefined);
  const left = base.ladder.filter((stage) => isOfLadder(stage) && shape.stages[stage.name] === undefined);
  return [
    `## Ladder ${shape.name}: ${shape.title.en} (${shape.title['zh-Hans']})`,
    stages.map(stageWords).join('\n'),
    [
      ...left.map(({ name }) => `Left out: ${name}. What is under way there goes on to its end.`),
      offerWords(shapedTerms(shape, base.terms).offers),
      ...toneWords(shape),
      ...agencyWords(shape),
      ...budgetWords(shape),
      ...termWords(shape, base),
    ]
      .map((line) => `- ${line}`)
      .join('\n'),
  ].join('\n\n');
}

function stageWords({ name, title, opensAt, kind, steps, exits }: Stage): string {
  const own = kind === 'contact' ? steps.filter(({ duty }) => !duty) : [];
  const lines = own.map((step) => `  - ${stepWords(step)}`);
  return [`- **${title.en}** (\`${name}\`) from day ${opensAt}. Leaves by: ${exits}.`, ...lines].join('\n');
}

function stepWords({ name, day, channels, gapDays = MIN_GAP_DAYS, minute }: Step): string {
  const on = day === undefined ? 'by the terms' : `day ${day}`;
  const at = minute === undefined ? '' : ` at ${clock(minute)}`;
  return `\`${name}\`: ${on}${at}, by ${channels.join(', else ')}, at least ${count(gapDays, 'day')} after the step before`;
}

const offerWords = (offers: readonly string[]): string =>
  offers.length === 0 ? 'Offers: none; a person may still agree on something.' : `Offers: ${offers.join(' and ')}.`;

const toneWords = ({ firmestTone }: LadderShape): string[] =>
  firmestTone === 'repeat' ? ['Messages never speak firmly.'] : [];

function agencyWords({ agencies }: LadderShape): string[] {
  if (agencies === undefined) return [];
  const shares = Object.entries(agencies).map(([code, share]) => `${code} ${share}`);
  return [`Agencies, by share: ${shares.join(', ')}. No other gets an account.`];
}

const budgetWords = ({ budgetPercent }: LadderShape): string[] =>
  budgetPercent === undefined
    ? []
    : [
        `Messages and calls that ask for money may cost ${budgetPercent} % of what is asked for in each delinquency; the first always goes.`,
      ];

function termWords(shape: LadderShape, base: BaseRules): string[] {
  const terms = shapedTerms(shape, base.terms);
  return (Object.keys(TERM_BOUNDS) as TermName[]).map((name) => {
    const differs = terms[name] === base.terms[name] ? '' : ` (${base.terms[name]} without the strategy)`;
    return `${TERM_BOUNDS[name].words}: ${terms[name]}${differs}.`.replace(/^./, (first) => first.toUpperCase());
  });
}
