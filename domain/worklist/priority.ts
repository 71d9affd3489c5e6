/**
 * Which task comes first, and why in words. A pure function of what is known of the task; whether it may be done right
 * now is asked of the gate when it is taken.
 */
import type { ScoreClass } from '../strategy/score/axes.ts';
import { isAlarm, type TaskKind } from '../tasks.ts';
import { HOUR_MS, type Instant } from '../time.ts';

/** What the order of an open task depends on. Amounts are minor units of one currency. */
export interface Weighed {
  no: bigint;
  /** `creditor/number` of the account, else the number of the person; empty for neither. */
  name: string;
  kind: string;
  openedAt: Instant;
  dueAt: Instant;
  /** When the person asked to be called; null for all but call-backs. */
  wishedAt: Instant | null;
  /** A promise broke yesterday: this is the first day on which it is asked about. */
  brokeToday: boolean;
  /** What is overdue on the account, without what is disputed. */
  overdue: bigint;
  /** The creditor's floor of calls. */
  callFloor: bigint;
  ability: ScoreClass | null;
  willingness: ScoreClass | null;
  /** Hardship, distress, death, bankruptcy or another hold of care was ever told of the person. */
  inCare: boolean;
  /** The debt is soon barred. */
  limitationNear: boolean;
}

/** The groups, the first before all others. */
export const RANKS = ['alarm', 'call-back', 'complaint', 'broken-promise', 'other'] as const;
/** One of RANKS. */
export type Rank = (typeof RANKS)[number];

/** Where a task stands in the order. */
export interface Priority {
  rank: Rank;
  /** Within `other`: more come first. */
  points: number;
  /** In words, what counts most first; never empty. */
  reasons: string[];
}

/** All weights of the group `other`, in points. */
export const WEIGHTS = {
  /** For each tenth of its time that it has waited, at most so many: three times its time. */
  waitedTenth: 1,
  mostWaited: 30,
  /** For each time that the overdue amount doubles the creditor's floor of calls, at most so many. */
  doubling: 1,
  mostDoublings: 8,
  limitation: 10,
  /** A call helps most whoever means to pay and can; whoever means to and cannot is helped before they give up. */
  classes: { 'high high': 4, 'high low': 3, 'middle high': 3, 'low high': 3, 'middle middle': 2 },
} as const;

/** How important the task is at `now`. Whoever is in care gains nothing by money or by classes. */
export function priorityOf(task: Weighed, now: Instant): Priority {
  const rank = rankOf(task, now);
  const parts = [
    ...waited(task, now),
    ...(task.inCare ? [] : [...amount(task), ...classes(task), ...limitation(task)]),
  ];
  const points = parts.reduce((sum, part) => sum + part.points, 0);
  const weighed = parts.sort((a, b) => b.points - a.points).map(({ words }) => words);
  return { rank, points, reasons: [...RANK_WORDS[rank], ...weighed] };
}

const RANK_WORDS: Readonly<Record<Rank, readonly string[]>> = {
  alarm: ['a risk of self-harm'],
  'call-back': ['the person asked to be called now'],
  complaint: ['a complaint wants its answer'],
  'broken-promise': ['a promise broke'],
  other: [],
};

function rankOf({ kind, wishedAt, brokeToday }: Weighed, now: Instant): Rank {
  if (isAlarm(kind)) return 'alarm';
  if (wishedAt !== null && wishedAt <= now) return 'call-back';
  if (kind === ('review-complaint' satisfies TaskKind)) return 'complaint';
  return brokeToday && kind === ('call' satisfies TaskKind) ? 'broken-promise' : 'other';
}

interface Part {
  points: number;
  words: string;
}

/** The share of its time that a task has waited; a task whose time is over goes on to gain. */
function waited({ openedAt, dueAt }: Weighed, now: Instant): Part[] {
  const tenths = Math.floor((10 * (now - openedAt)) / Math.max(dueAt - openedAt, HOUR_MS));
  const points = Math.min(Math.max(tenths, 0) * WEIGHTS.waitedTenth, WEIGHTS.mostWaited);
  const hours = Math.floor(Math.abs(now - dueAt) / HOUR_MS);
  return [{ points, words: now > dueAt ? `late for ${hours} h` : `due in ${hours} h` }];
}

function amount({ overdue, callFloor }: Weighed): Part[] {
  let doublings = 0;
  const floor = callFloor > 0n ? callFloor : 1n;
  while (doublings < WEIGHTS.mostDoublings && floor << BigInt(doublings + 1) <= overdue) doublings += 1;
  if (doublings === 0) return [];
  return [{ points: doublings * WEIGHTS.doubling, words: `overdue ${2 ** doublings} times the floor or more` }];
}

function classes({ kind, ability, willingness }: Weighed): Part[] {
  if (kind !== ('call' satisfies TaskKind)) return [];
  const points = (WEIGHTS.classes as Readonly<Record<string, number>>)[`${ability} ${willingness}`] ?? 0;
  return points === 0 ? [] : [{ points, words: `ability ${ability}, willingness ${willingness}` }];
}

const limitation = ({ limitationNear }: Weighed): Part[] =>
  limitationNear ? [{ points: WEIGHTS.limitation, words: 'the debt is soon barred' }] : [];

/** A task with its place. */
export type Ranked<T extends Weighed> = T & { priority: Priority };

/** The tasks in order. Equal ones stand by name, then by number. */
export function inOrderOfWork<T extends Weighed>(tasks: readonly T[], now: Instant): Ranked<T>[] {
  return tasks.map((task) => ({ ...task, priority: priorityOf(task, now) })).sort(compareRanked);
}

function compareRanked(a: Ranked<Weighed>, b: Ranked<Weighed>): number {
  const { rank } = a.priority;
  const byRank = RANKS.indexOf(rank) - RANKS.indexOf(b.priority.rank);
  if (byRank !== 0) return byRank;
  const byPlace =
    rank === 'call-back'
      ? (a.wishedAt ?? 0) - (b.wishedAt ?? 0)
      : rank === 'alarm' || rank === 'complaint'
        ? a.dueAt - b.dueAt
        : b.priority.points - a.priority.points;
  return byPlace || compare(a.name, b.name) || compare(a.no, b.no);
}
const compare = <T extends string | bigint>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
