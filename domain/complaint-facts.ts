/** What may be told of complaints: causes, ways, outcomes, redress and root causes, and the bodies of their facts. */

/** What a complaint is about. */
export const COMPLAINT_CAUSES = [
  'harassment',
  'wrong-person',
  'data',
  'threats-or-language',
  'contact-too-often',
  'third-party-told',
  'wrong-amount',
  'service',
  'agency-fee',
  'other',
] as const;
/** One of COMPLAINT_CAUSES. */
export type ComplaintCause = (typeof COMPLAINT_CAUSES)[number];

/** Causes for which nothing more reaches the person until the complaint is closed. */
export const STOPPING_CAUSES = ['harassment', 'wrong-person', 'data'] as const satisfies readonly ComplaintCause[];
/** Whether contact stops at once for a complaint of this cause. */
export const stopsContact = (cause: ComplaintCause): boolean => (STOPPING_CAUSES as readonly string[]).includes(cause);

/** How a complaint came. `authority`: a supervisor or an ombudsman passed it on. */
export const COMPLAINT_CHANNELS = ['call', 'email', 'sms', 'letter', 'web', 'in-person', 'authority'] as const;
/** One of COMPLAINT_CHANNELS. */
export type ComplaintChannel = (typeof COMPLAINT_CHANNELS)[number];

/** How a complaint may end. */
export const COMPLAINT_OUTCOMES = ['upheld', 'part', 'rejected', 'withdrawn'] as const;
/** One of COMPLAINT_OUTCOMES. */
export type ComplaintOutcome = (typeof COMPLAINT_OUTCOMES)[number];

/** What the person got for it; only the last two may be money. */
export const REDRESS = ['none', 'apology', 'corrected', 'fee-waived', 'compensation'] as const;
/** One of REDRESS. */
export type Redress = (typeof REDRESS)[number];

/** What lay behind a complaint. `no-fault`: nothing that was done wrong. */
export const ROOT_CAUSES = [
  'conduct',
  'training',
  'wrong-data',
  'process',
  'system',
  'communication',
  'supplier',
  'no-fault',
] as const;
/** One of ROOT_CAUSES. */
export type RootCause = (typeof ROOT_CAUSES)[number];

/** What is told of a complaint, which was received when it occurred. */
export interface ComplaintTold {
  cause: ComplaintCause;
  /** Code of the agency complained of; the lender without one. */
  agency?: string;
  /** The member of staff complained of, by the name that they record under. */
  staff?: string;
  channel: ComplaintChannel;
  /** The account that carries what is written about it, and its number among the complaints of the person. */
  letters?: { account: string; no: number };
}

/** How a complaint ended. `of` is the id of its fact; `minor` is in `currency`. */
export interface ComplaintClosed {
  of: string;
  outcome: ComplaintOutcome;
  redress: Redress;
  minor?: bigint;
  currency?: string;
  rootCause: RootCause;
  reason: string;
  by: string;
}

/** What a closing says beside the complaint that it names. */
interface Said {
  readonly outcome: ComplaintOutcome;
  readonly redress: Redress;
  readonly rootCause: RootCause;
  /** Whether it names a sum. */
  readonly sum: boolean;
}

/** Why a closing contradicts itself, by the name of its field, with the remedy; null when it does not. */
export function closingFault({ outcome, redress, rootCause, sum }: Said): [field: string, words: string] | null {
  const isRight = outcome === 'upheld' || outcome === 'part';
  if (isRight && rootCause === 'no-fault')
    return ['rootCause', 'a complaint that was right has a cause: name what lay behind it'];
  if (outcome === 'rejected' && rootCause !== 'no-fault')
    return ['rootCause', 'a rejected complaint has no cause of ours: give no-fault, or uphold it in part'];
  if (redress === 'compensation' && !sum) return ['amount', 'say what was paid'];
  if (sum && redress !== 'compensation' && redress !== 'fee-waived')
    return ['amount', `${redress} is no money: leave the amount out, or name compensation or fee-waived`];
  return null;
}
