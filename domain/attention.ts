/** Whether an account is worth a word, and whether a word can reach its person. */
import { PERSON_CHANNELS, type PersonChannel, pointChannel } from './channels.ts';
import type { AccountFacts } from './facts.ts';
import type { Reason, Situation } from './stage.ts';
import type { Standing } from './standing.ts';

/** The stage of an account of which less than the floor of contact is owed: nothing is said until it grows. */
export const BELOW_FLOOR = 'below-floor';
/** The stage of an account whose person no channel reaches: the ladder waits for contact data. */
export const UNREACHABLE = 'unreachable';
/** Stage of an account that is late while no stage has opened: its strategy leaves the first days to the person. */
export const SELF_CURE = 'self-cure';

/**
 * The stage of an account of which all that is late is disputed, part by part: nothing is asked for until a dispute is
 * closed or more is late, and the episode stays open.
 */
export const WAITS_FOR_DISPUTE = 'waits-for-dispute';

/**
 * The stage of an account of which all that is late may have come in: nothing is asked for until the money in suspense
 * is allocated, and the episode stays open.
 */
export const WAITS_FOR_ALLOCATION = 'waits-for-allocation';

type Known = { facts: Pick<AccountFacts, 'creditor' | 'person'>; standing: Standing };

/** Whether all that is late is disputed, part by part. */
export const isWaitingForDispute = ({ disputed, asked, cured }: Standing): boolean =>
  disputed?.extent === 'whole' && asked === 0n && !cured;

/** Whether nothing is asked for since money in suspense may be for the account. */
export const isWaitingForAllocation = (standing: Standing): boolean =>
  standing.suspense > 0n && standing.asked === 0n && !standing.cured && !isWaitingForDispute(standing);

/** Something is owed, and less than the floor of contact. */
export function isBelowContactFloor({ facts, standing }: Known): boolean {
  return !standing.cured && standing.asked < facts.creditor.contactFloor;
}

/** Whether the channel can reach the person: a valid contact point and no STOP. Phones serve `sms` and `call`. */
export function canReach({ facts, standing }: Known, channel: PersonChannel): boolean {
  if (standing.optedOut.has(channel)) return false;
  const wanted = pointChannel(channel);
  for (const point of facts.person.points) if (point.channel === wanted && point.valid) return true;
  return false;
}

/** Whether any channel can reach the person. */
export function isReachable(known: Known): boolean {
  for (const channel of PERSON_CHANNELS) if (canReach(known, channel)) return true;
  return false;
}

/** Why nobody is contacted now, or null. */
export function whyNoContact(situation: Situation): Reason | null {
  if (isBelowContactFloor(situation))
    return { code: BELOW_FLOOR, words: 'below the floor: nobody is contacted until the amount grows' };
  if (!isReachable(situation))
    return { code: UNREACHABLE, words: 'no address or number reaches the person: contact data are asked for' };
  return null;
}
