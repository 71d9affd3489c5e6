/**
 * What a text may carry or mention, in the words of the rules of law. A step declares what its texts mention
 * (`Step.mentions`); the gate judges by it, and the claim compares it with the finished text (detect.ts).
 */

/** Who writes to whom about what. */
const SUBJECT = ['name', 'identity', 'creditor-contact', 'debt', 'overdue', 'amount', 'private-data'] as const;
/** What a text asks for, or says that may follow. */
const ASKED = ['payment-deadline', 'plan-asked', 'acknowledgement-asked', 'lawsuit'] as const;
/** What the person may do, and what a text must say by law. `seal`: that of the lender on paper. */
const DISCLOSED = [
  'how-to-dispute',
  'opt-out',
  'legal-basis',
  'rights-and-duties',
  'seal',
  'validation',
  'collection-disclosure',
  'collector-disclosure',
  'proof-of-claim',
  'within-6-percent',
] as const;
/** Marks of a credit report. */
const MARKS = ['dispute', 'dispute-mark', 'bankruptcy'] as const;
/** Where a text can be seen. */
const FORMS = ['private', 'postcard'] as const;
/** What no text may do; phrases.ts finds the words of it. */
const FORBIDDEN = [
  'threat',
  'arrest',
  'unmeant-threat',
  'unintended-step',
  'insult',
  'humiliation',
  'unseemly',
  'anonymous',
  'deceit',
  'false-statement',
  'pretext',
  'poses-as-authority',
  'false-authority',
  'court-look',
  'authority-look',
  'attorney-look',
  'borrow-to-repay',
  'borrow-to-pay',
  'sell-home',
  'pay-at-once',
] as const;

/** All features that rules name. */
export const FEATURES = [...SUBJECT, ...ASKED, ...DISCLOSED, ...MARKS, ...FORMS, ...FORBIDDEN] as const;
/** One of FEATURES. */
export type Feature = (typeof FEATURES)[number];

/** What a text about a debt that is barred does not ask for. */
export const BARRED_FEATURES: readonly Feature[] = ['plan-asked', 'acknowledgement-asked'];

/** What a text mentions besides where a collector must say what it is. */
const COLLECTOR_FEATURES: readonly Feature[] = ['debt', 'collection-disclosure'];

/** What changes what a text mentions: the debt may not be sued for any more, and a collector must say what it is. */
export interface TextCase {
  readonly barred: boolean;
  readonly collector: boolean;
}

/** What a text mentions, given what its step declares for a creditor whose debt may be sued for. */
export function mentionsWhen({ barred, collector }: TextCase, mentions: readonly Feature[]): readonly Feature[] {
  const left = barred ? mentions.filter((feature) => !BARRED_FEATURES.includes(feature)) : mentions;
  return collector ? [...new Set([...left, ...COLLECTOR_FEATURES])] : left;
}
