/** What is wrong with a strategy that no schema says. */
import {
  type LadderShape,
  type StageShape,
  type Strategy,
  TERM_BOUNDS,
  type TermName,
} from '../contracts/strategy-file.ts';
import type { TextPath } from '../contracts/strict-yaml.ts';
import { clock } from '../fact-words.ts';
import { hoursOverTime } from '../law/hours-of.ts';
import { HOUSE } from '../law/house.ts';
import { PACKS } from '../law/packs.ts';
import { JURISDICTIONS } from '../law/rule.ts';
import { suggest } from '../nearest.ts';
import { MIN_GAP_DAYS } from '../plan-step.ts';
import type { LenderRules } from '../rules.ts';
import type { Stage } from '../stage.ts';
import { segmentFaults } from './segment-faults.ts';
import { firstDay, shapedLadder } from './shaping.ts';
import type { StrategyFault } from './strategy-fault.ts';

/** The ladder and the terms of the code, which a strategy shapes. */
export type BaseRules = Pick<LenderRules, 'ladder' | 'terms'>;

/** All faults of a strategy. Empty = it may be used. */
export function strategyFaults(strategy: Strategy, base: BaseRules): StrategyFault[] {
  return [
    ...sameNames(strategy),
    ...ladderUse(strategy),
    ...strategy.ladders.flatMap((shape, at) => ladderFaults(shape, ['ladders', at], base)),
    ...segmentFaults(strategy),
    ...holdoutFaults(strategy),
  ];
}

/** Names that stand twice. */
function sameNames({ ladders, segments }: Strategy): StrategyFault[] {
  return Object.entries({ ladders, segments }).flatMap(([list, named]) =>
    named.flatMap(({ name }, at) =>
      named.findIndex((other) => other.name === name) === at
        ? []
        : [
            {
              rule: 'same-name',
              path: [list, at, 'name'],
              what: `${name} is the name of another of the ${list}`,
              remedy: 'Give each its own name.',
            },
          ],
    ),
  );
}

/** Ladders that no segment uses, and segments that use none. */
function ladderUse({ ladders, segments }: Strategy): StrategyFault[] {
  const names = ladders.map(({ name }) => name);
  const unknown = segments.flatMap(({ ladder }, at) =>
    names.includes(ladder)
      ? []
      : [
          {
            rule: 'unknown-ladder',
            path: ['segments', at, 'ladder'],
            what: `${ladder} is no ladder of the file`,
            remedy: suggest(ladder, names),
          },
        ],
  );
  const unused = names.flatMap((name, at) =>
    segments.some(({ ladder }) => ladder === name)
      ? []
      : [
          {
            rule: 'unused-ladder',
            path: ['ladders', at, 'name'],
            what: `no segment uses the ladder ${name}`,
            remedy: 'Name it in a segment, or leave it out.',
          },
        ],
  );
  return [...unknown, ...unused];
}

/** A holdout that ends before anybody would be written to. */
function holdoutFaults({ holdout, ladders, segments }: Strategy): StrategyFault[] {
  if (holdout === undefined) return [];
  const begins = segments.flatMap(({ ladder, selfCureDays }) => {
    const shape = ladders.find(({ name }) => name === ladder);
    return shape === undefined ? [] : [Math.max(firstDay(shape), selfCureDays + 1)];
  });
  const first = Math.min(...begins);
  if (holdout.untilDay >= first) return [];
  return [
    {
      rule: 'holdout-without-effect',
      path: ['holdout', 'untilDay'],
      what: `the holdout ends on day ${holdout.untilDay}, and no ladder begins before day ${first}`,
      remedy: `Give at least ${first}, or leave the holdout out.`,
    },
  ];
}

function ladderFaults(shape: LadderShape, path: TextPath, base: BaseRules): StrategyFault[] {
  const stages = namedStages(shape, path, base);
  return [
    ...missingStages(shape, stages, path),
    ...openingFaults(stages),
    ...announcementFaults(stages),
    ...stages.flatMap((named, at) => (named.stage.kind === 'contact' ? stepFaults(named, stages.slice(at + 1)) : [])),
    ...termFaults(shape, path, base),
    ...agencyFaults(shape, path),
  ];
}

/** A stage that a ladder names. */
interface NamedStage {
  readonly stage: Stage;
  readonly own: StageShape;
  /** The stage of the code. */
  readonly code: Stage;
  readonly path: TextPath;
}

function namedStages(shape: LadderShape, path: TextPath, { ladder }: BaseRules): NamedStage[] {
  const shaped = shapedLadder(shape, ladder);
  return ladder.flatMap((code, at) => {
    const own = shape.stages[code.name];
    const stage = shaped[at];
    return own === undefined || stage === undefined ? [] : [{ stage, own, code, path: [...path, 'stages', code.name] }];
  });
}

/** Stages without which others are brought in first, or never. */
function missingStages({ stages }: LadderShape, named: readonly NamedStage[], path: TextPath): StrategyFault[] {
  const faults: StrategyFault[] = [];
  if (!named.some(({ stage }) => stage.kind === 'contact'))
    faults.push({
      rule: 'no-contact',
      path: [...path, 'stages'],
      what: 'no stage speaks with the person',
      remedy: 'Add a contact stage, such as reminder.',
    });
  if (stages['legal'] !== undefined && stages['agency'] === undefined)
    faults.push({
      rule: 'legal-without-agency',
      path: [...path, 'stages', 'legal'],
      what: 'legal never opens: a placement with an agency comes before it',
      remedy: 'Add agency, which a creditor without agencies passes over; or leave legal out.',
    });
  return faults;
}

/** Days on which stages open: in the order of the code, and escalation stages never sooner than there. */
function openingFaults(named: readonly NamedStage[]): StrategyFault[] {
  return named.flatMap(({ stage, own, code, path }, at): StrategyFault[] => {
    const place = [...path, 'opens'];
    if (stage.kind === 'escalation' && own.opens < code.opensAt)
      return [
        {
          rule: 'too-soon',
          path: place,
          what: `${stage.name} opens on day ${own.opens}, sooner than the code allows`,
          remedy: `Give at least ${code.opensAt}; only contact stages may come sooner.`,
        },
      ];
    const before = named[at - 1];
    if (before === undefined || own.opens > before.own.opens) return [];
    return [
      {
        rule: 'stage-order',
        path: place,
        what: `${stage.name} opens on day ${own.opens}, not after ${before.stage.name} on day ${before.own.opens}`,
        remedy: `Give at least ${before.own.opens + 1}; stages open in the order of the code.`,
      },
    ];
  });
}

/** Steps whose text says that a stage comes next which the ladder does not have. */
function announcementFaults(named: readonly NamedStage[]): StrategyFault[] {
  return named.flatMap(({ stage, own, path }) =>
    stage.steps.flatMap(({ name, announces = [] }) => {
      const missing = announces.filter((next) => !named.some((other) => other.stage.name === next));
      if (missing.length === 0) return [];
      return [
        {
          rule: 'text-says-more',
          path: [...path, ...(own.steps === undefined ? ['opens'] : ['steps', name])],
          what: `the text of ${name} says that ${missing.join(' and ')} comes next, which the ladder does not have`,
          remedy: `Add ${missing.join(' and ')}, or leave ${name} out.`,
        },
      ];
    }),
  );
}

/** Steps that would come too early, too late, or at an hour that no law allows. */
function stepFaults({ stage, own, path }: NamedStage, after: readonly NamedStage[]): StrategyFault[] {
  const next = after.find(({ stage: { kind } }) => kind === 'contact')?.own.opens ?? null;
  const faults: StrategyFault[] = [];
  let before: { name: string; day: number; earliest: number } | null = null;
  for (const { name, day, gapDays = MIN_GAP_DAYS, minute, duty } of stage.steps) {
    if (duty || day === undefined) continue;
    const place = [...path, ...(own.steps === undefined ? ['opens'] : ['steps', name])];
    const earliest: number = before === null ? day : Math.max(day, before.earliest + gapDays);
    const fault = (rule: string, what: string, remedy: string) => faults.push({ rule, path: place, what, remedy });
    if (day < stage.opensAt)
      fault(
        'step-before-stage',
        `${name} is for day ${day}, before ${stage.name} opens`,
        `Give at least ${stage.opensAt}.`,
      );
    else if (before !== null && day <= before.day)
      fault(
        'step-order',
        `${name} is for day ${day}, not after ${before.name} on day ${before.day}`,
        `Give at least ${before.day + 1}; steps come in the order of the code.`,
      );
    else if (next !== null && earliest >= next)
      fault(
        'step-lapses',
        `${name} cannot leave before day ${earliest}, and ${stage.name} lapses on day ${next} when the next stage opens`,
        'Give an earlier day or a smaller gap, open the next stage later, or leave the step out.',
      );
    if (minute !== undefined && !isLawfulSomewhere(minute))
      fault('no-lawful-hour', `no law allows ${name} at this time`, `Give a time ${lawfulWords()}.`);
    before = { name, day, earliest };
  }
  return faults;
}

/** Hours that the lender's own rules leave under each law, on the widest day. */
const HOURS = JURISDICTIONS.flatMap((name) => hoursOverTime([PACKS[name], HOUSE]));
const isLawfulSomewhere = (minute: number): boolean =>
  HOURS.some(({ opens, closes }) => opens <= minute && minute < closes);
const lawfulWords = (): string =>
  `from ${clock(Math.min(...HOURS.map(({ opens }) => opens)))} and before ${clock(Math.max(...HOURS.map(({ closes }) => closes)))}`;

/** Shares of agencies to which the ladder gives no account. */
function agencyFaults({ agencies, stages }: LadderShape, path: TextPath): StrategyFault[] {
  if (agencies === undefined || stages['agency'] !== undefined) return [];
  return [
    {
      rule: 'agencies-without-stage',
      path: [...path, 'agencies'],
      what: 'the ladder names agencies and places nothing with them',
      remedy: 'Add the stage agency, or leave agencies out.',
    },
  ];
}

/** Terms that protect the person and are shorter than those of the code. */
function termFaults({ terms = {} }: LadderShape, path: TextPath, { terms: code }: BaseRules): StrategyFault[] {
  return Object.entries(terms).flatMap(([key, days]) => {
    const name = key as TermName;
    if (days === undefined || !TERM_BOUNDS[name].atLeast || days >= code[name]) return [];
    return [
      {
        rule: 'shorter-term',
        path: [...path, 'terms', name],
        what: `${name} is ${days}, shorter than in the code`,
        remedy: `Give at least ${code[name]}; ${TERM_BOUNDS[name].words} may only grow.`,
      },
    ];
  });
}
