/** What a move to another strategy means for an account: two decisions of the same facts at the same moment, compared. */
import { type Channel, isFileChannel, isPersonChannel } from '../channels.ts';
import type { Decision } from '../decide.ts';
import { keyOf } from '../effect-key.ts';
import type { PlannedEffect } from '../plan.ts';
import { goes } from '../rule-change.ts';
import type { Ladder } from '../stage.ts';
import { DAY_MS, type Instant } from '../time.ts';

/** The ways in which a move is felt. An account may feel several, or none. */
export const MOVE_KINDS = ['contacted', 'skipped', 'escalated', 'relieved'] as const;
/** One of MOVE_KINDS. */
export type MoveKind = (typeof MOVE_KINDS)[number];

/** The moment of both decisions, and the ladder of the code, which orders the stages of every strategy. */
interface Compared {
  readonly now: Instant;
  readonly ladder: Ladder;
}

/**
 * The kinds of a move from one decision to the other, in the order of MOVE_KINDS; none where it is not felt. Steps are
 * matched by their keys, so another channel or hour alone is not felt. A step goes ahead unless it is refused, blocked
 * or impossible.
 *
 * - `contacted`: a step towards the person goes ahead within a day, and without the move it would not.
 * - `skipped`: a step towards the person would go ahead, and with the move it does not, or more than a day later.
 * - `escalated`: the account stands in a later stage of the ladder (a stage outside of it is before the first), in a
 *   parallel stage more, or a step against the person goes ahead that would not: a handover, or a file to an agency,
 *   bureau or court that takes nothing back.
 * - `relieved`: the reverse of `escalated`.
 */
export function moveKinds(before: Decision, after: Decision, { now, ladder }: Compared): MoveKind[] {
  const isFelt: Readonly<Record<MoveKind, boolean>> = {
    contacted: isContacted(before, after, now + DAY_MS),
    skipped: isSkipped(before, after),
    escalated: isFirmer(before, after, ladder),
    relieved: isFirmer(after, before, ladder),
  };
  return MOVE_KINDS.filter((kind) => isFelt[kind]);
}

/** Whether a person is contacted until a moment who would not be. */
function isContacted(before: Decision, after: Decision, until: Instant): boolean {
  const old = dueTimes(before, isPersonChannel);
  const fresh = dueTimes(after, isPersonChannel);
  return [...fresh].some(([key, dueAt]) => dueAt <= until && (old.get(key) ?? Number.POSITIVE_INFINITY) > until);
}

function isSkipped(before: Decision, after: Decision): boolean {
  const fresh = dueTimes(after, isPersonChannel);
  const isLate = ([key, dueAt]: readonly [string, Instant]) =>
    (fresh.get(key) ?? Number.POSITIVE_INFINITY) > dueAt + DAY_MS;
  return [...dueTimes(before, isPersonChannel)].some(isLate);
}

function isFirmer(before: Decision, after: Decision, ladder: Ladder): boolean {
  const rank = ({ stage }: Decision) => ladder.findIndex(({ name }) => name === stage);
  const stands = new Set([before.stage, ...before.parallel]);
  const old = dueTimes(before, isAgainst);
  return (
    rank(after) > rank(before) ||
    after.parallel.some((stage) => !stands.has(stage)) ||
    [...dueTimes(after, isAgainst).keys()].some((key) => !old.has(key))
  );
}

const isAgainst = (channel: Channel, { purpose }: PlannedEffect): boolean =>
  purpose === 'handover' || (purpose !== 'undo' && isFileChannel(channel));

/** When the steps that go ahead are due, by key. */
function dueTimes(
  { planned }: Decision,
  is: (channel: Channel, planned: PlannedEffect) => boolean,
): ReadonlyMap<string, Instant> {
  const times = new Map<string, Instant>();
  for (const effect of planned)
    if (goes(effect) && effect.channel !== null && is(effect.channel, effect)) times.set(keyOf(effect), effect.dueAt);
  return times;
}

/** A strategy as sentences name it. */
export const strategyWords = (id: string | null): string => id ?? 'the ladder of the code';
