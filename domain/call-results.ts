/** What a caller records of a call; what each outcome does is in stages/call/outcomes.ts. */

/** Whom a call reached. */
export const CONTACTS = ['no-answer', 'busy', 'voicemail', 'invalid-number', 'third-party', 'right-party'] as const;
/** One of CONTACTS. */
export type Contact = (typeof CONTACTS)[number];
/** What the right person answered. */
export const CALL_RESULT_NAMES = [
  'promise',
  'offer-accepted',
  'says-paid',
  'disputes',
  'cannot-pay',
  'refuses',
  'call-back',
  'writes-only',
  'not-this-person',
  'deceased',
  'bankrupt-or-represented',
  'distress',
  'self-harm',
] as const;
/** One of CALL_RESULT_NAMES. */
export type CallResult = (typeof CALL_RESULT_NAMES)[number];
