/** Reasons to hold back that a fact lifts: dispute, STOP, holds on the person, complaints, wishes, placement. */
import { HOLDS, type HoldType, holdEffects } from '../care/holds.ts';
import type { HoldInForce } from '../care/in-force.ts';
import { isStoppedBy } from '../care/stops.ts';
import { type Channel, isCollecting, isPersonChannel } from '../channels.ts';
import type { Disputed } from '../disputes.ts';
import { showRepresentative } from '../fact-words.ts';
import type { FactKind } from '../facts.ts';
import { jurisdictionsOf } from '../law/which-law.ts';
import { suspenseWords } from '../suspense.ts';
import { wishesOf } from '../wishes.ts';
import { waitUntil } from './cooling-off.ts';
import type { Policy, Verdict } from './policy.ts';

/** The row of the table for what is disputed. */
function holdOf({ disputes, extent }: Disputed): HoldType {
  if (disputes.some(({ about }) => about === 'identity-theft')) return 'identity-theft';
  return extent === 'whole' ? 'dispute' : 'part-dispute';
}

/** Refuses what the table of holds stops while a dispute is open. */
export const dispute: Policy = {
  name: 'dispute',
  title: 'dispute',
  judge({ standing, facts }, intent) {
    if (standing.disputed === null) return null;
    const type = holdOf(standing.disputed);
    if (!isStoppedBy(holdEffects(type, jurisdictionsOf(facts)), intent)) return null;
    return {
      kind: 'refuse',
      liftedBy: ['dispute-closed'],
      reason: { code: 'disputed', words: HOLDS[type].words },
    };
  },
};

/**
 * Refuses what asks for money that waits in suspense. A demand of the creditor goes ahead for the rest; an agency and a
 * court are not told of a smaller sum within the day that an allocation takes.
 */
export const suspense: Policy = {
  name: 'suspense',
  title: 'money in suspense',
  judge({ standing, facts }, { purpose, channel, actor }) {
    if (standing.suspense === 0n || !isCollecting(purpose)) return null;
    const isOurs = actor === undefined || actor === 'creditor';
    if (standing.asked > 0n && isOurs && channel !== 'court') return null;
    return {
      kind: 'refuse',
      liftedBy: ['suspense-ended'],
      reason: { code: 'suspense', words: suspenseWords(standing.suspense, facts.currency) },
    };
  },
};

/** Refuses a channel that the person opted out of. */
export const optOut: Policy = {
  name: 'stop',
  title: 'STOP',
  judge({ standing, facts }, { channel }) {
    // Only channels to the person can be stopped.
    const stopped: ReadonlySet<Channel> = standing.optedOut;
    if (!stopped.has(channel)) return null;
    const { wishes } = wishesOf(facts.person.facts);
    const isStopped = wishes.some(({ as, notBy, until }) => as === 'stop' && notBy === channel && until === null);
    return {
      kind: 'refuse',
      liftedBy: isStopped ? ['start'] : ['preference-ended', 'start'],
      reason: {
        code: 'stopped',
        words: `the person asked for no more contact by ${channel}`,
      },
    };
  },
};

/** Facts that lift a hold, by its type. */
const LIFTED_BY: Readonly<Record<HoldType, readonly FactKind[]>> = {
  // No fact lifts death or bankruptcy: a trained person closes the account.
  death: ['closed'],
  bankruptcy: ['closed'],
  distress: ['distress-ended'],
  hardship: ['hardship-ended'],
  'cannot-pay': ['sheet-recorded', 'hardship-ended'],
  'can-pay-part': ['sheet-recorded', 'hardship-ended'],
  'breathing-space': ['care-hold-lifted'],
  illness: ['care-hold-lifted'],
  minor: ['care-hold-lifted'],
  'disaster-area': ['care-hold-lifted'],
  'military-service': ['care-hold-lifted'],
  vulnerable: ['care-hold-lifted'],
  complaint: ['complaint-closed'],
  'other-complaint': ['complaint-closed'],
  'identity-theft': ['dispute-closed'],
  dispute: ['dispute-closed'],
  'part-dispute': ['dispute-closed'],
};

/** Types of hold with a reason of their own. */
const COMPLAINTS: ReadonlySet<HoldType> = new Set(['complaint', 'other-complaint']);

/** Refuses what the table of holds stops while a complaint of the person is open; the answer to it goes on. */
export const complaint: Policy = {
  name: 'complaint',
  title: 'complaint',
  judge({ standing }, intent) {
    if (intent.purpose === 'answer') return null;
    const stopping = standing.care.find(({ type, effects }) => COMPLAINTS.has(type) && isStoppedBy(effects, intent));
    if (stopping === undefined) return null;
    return {
      kind: 'refuse',
      liftedBy: LIFTED_BY[stopping.type],
      reason: { code: 'complaint', words: HOLDS[stopping.type].words },
    };
  },
};

/**
 * Holds back what the other holds on the person stop (domain/care/holds.ts): until the last of them ends, where all
 * have a last day, else until a person lifts it.
 */
export const vulnerability: Policy = {
  name: 'care',
  title: 'care',
  judge(situation, intent) {
    const stopping = situation.standing.care.filter(
      ({ type, effects }) => !COMPLAINTS.has(type) && isStoppedBy(effects, intent),
    );
    const endless = stopping.find(({ until }) => until === null);
    if (endless !== undefined)
      return {
        kind: 'refuse',
        liftedBy: LIFTED_BY[endless.type],
        reason: { code: 'care', words: HOLDS[endless.type].words },
      };
    let last: HoldInForce | null = null;
    for (const hold of stopping) if (last === null || (hold.until ?? '') > (last.until ?? '')) last = hold;
    return last === null ? null : waitUntil(last.until, situation, intent, 'care', HOLDS[last.type].words);
  },
};

/**
 * Refuses contact with a person for whom somebody speaks, and demands to a person who demands that contact ends. What
 * answers the person, a receipt, goes on. Their tasks ask a person to act (domain/tasks.ts).
 */
export const representation: Policy = {
  name: 'representation',
  title: 'represented',
  judge({ standing: { represented, ceased } }, { purpose, channel }) {
    if (!isPersonChannel(channel)) return null;
    if (represented !== null && isCollecting(purpose))
      return {
        kind: 'refuse',
        liftedBy: ['represented-ended'],
        reason: { code: represented, words: `the person is represented by ${showRepresentative(represented)}` },
      };
    if (!ceased || purpose !== 'demand') return null;
    return {
      kind: 'refuse',
      liftedBy: ['cease-ended'],
      reason: { code: 'cease', words: 'the person demands that contact ends' },
    };
  },
};

/**
 * Refuses demands while an agency has the account; receipts, notices and other accounts go on. What an agency does
 * itself is refused unless it has the account; whoever asks for it has checked that it is this agency.
 */
export const placement: Policy = {
  name: 'placement',
  title: 'placed with agency',
  judge({ facts }, { purpose, actor }) {
    const live = facts.placements.find((placement) => placement.state !== 'ended');
    if (actor === 'agency') return live === undefined || live.state === 'recalled' ? TAKEN_BACK : null;
    if (!live || purpose !== 'demand') return null;
    return {
      kind: 'refuse',
      liftedBy: ['agency-returned', 'recall-acknowledged'],
      reason: {
        code: 'placed',
        words: `the account is placed with agency ${live.agency}`,
      },
    };
  },
};
const TAKEN_BACK: Verdict = {
  kind: 'refuse',
  liftedBy: [],
  reason: { code: 'taken-back', words: 'the account was taken back from the agency' },
};
