/** What facts may say where the choice is closed. */

/** What a person may say against a debt; `identity-theft` is about the whole of it. */
export const DISPUTE_REASONS = ['amount', 'not-mine', 'identity-theft', 'already-paid', 'service', 'other'] as const;
/** One of DISPUTE_REASONS. */
export type DisputeReason = (typeof DISPUTE_REASONS)[number];

/** Offers that a message or a caller may make. */
export const OFFERS = ['instalments', 'deferral'] as const;
/** One of OFFERS. */
export type OfferName = (typeof OFFERS)[number];
/** What a person may decide when the ladder has run out. */
export const LADDER_ANSWERS = ['write-off', 'sell', 'wait'] as const;
/** One of LADDER_ANSWERS. */
export type LadderAnswer = (typeof LADDER_ANSWERS)[number];

/** What a person may answer before collecting begins again after a long silence. */
export const RESTART_ANSWERS = ['begin', 'wait'] as const;
/** One of RESTART_ANSWERS. */
export type RestartAnswer = (typeof RESTART_ANSWERS)[number];

/** How grave a sign of distress is: too much pressure, or a risk of self-harm. */
export const DISTRESS_LEVELS = ['pressure', 'self-harm'] as const;
/** Who tells of a person's situation. */
export const REPORTERS = ['person', 'caller', 'agency', 'family', 'authority', 'lender'] as const;
