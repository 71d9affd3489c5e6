/** Reasons to hold back that only a fact lifts: dispute, STOP, hardship, death, bankruptcy, placement. */
import { type Channel, isCollecting, isPersonChannel } from '../channels.ts';
import type { Policy } from './policy.ts';

/** Refuses collecting effects while a dispute is open. */
export const dispute: Policy = {
  name: 'dispute',
  title: 'dispute',
  judge({ standing }, { purpose }) {
    if (!standing.disputed || !isCollecting(purpose)) return null;
    return {
      kind: 'refuse',
      liftedBy: ['dispute-closed'],
      reason: {
        code: 'disputed',
        words: 'the debt is disputed and the dispute is open',
      },
    };
  },
};

/** Refuses a channel that the person opted out of. */
export const optOut: Policy = {
  name: 'stop',
  title: 'STOP',
  judge({ standing }, { channel }) {
    // Only channels to the person can be stopped.
    const stopped: ReadonlySet<Channel> = standing.optedOut;
    if (!stopped.has(channel)) return null;
    return {
      kind: 'refuse',
      liftedBy: ['start'],
      reason: {
        code: 'stopped',
        words: `the person asked for no more contact by ${channel}`,
      },
    };
  },
};

/**
 * Refuses collecting effects in hardship, after a death or in bankruptcy, until a trained person decides (their task);
 * after a death, every message to the person too.
 */
export const vulnerability: Policy = {
  name: 'care',
  title: 'care',
  judge({ standing }, { purpose, channel }) {
    const words = standing.dead
      ? 'the person is reported dead'
      : standing.bankrupt
        ? 'the person is bankrupt or represented'
        : standing.hardship
          ? 'the person is in hardship'
          : null;
    if (words === null) return null;
    const toTheDead = standing.dead && isPersonChannel(channel);
    if (!isCollecting(purpose) && !toTheDead) return null;
    return {
      kind: 'refuse',
      // No fact lifts death or bankruptcy: a trained person closes the account.
      liftedBy: standing.dead || standing.bankrupt ? ['closed'] : ['hardship-ended'],
      reason: { code: 'care', words },
    };
  },
};

/** Refuses demands while an agency has the account; receipts, notices and other accounts go on. */
export const placement: Policy = {
  name: 'placement',
  title: 'placed with agency',
  judge({ facts }, { purpose }) {
    const live = facts.placements.find((placement) => placement.state !== 'ended');
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
