/** Kinds of phrases that no text may contain, and the rules of law that each kind breaks. */

/** All kinds. `borrowing`: to repay by borrowing, selling or going without. */
export const PHRASE_KINDS = ['threat', 'false-urgency', 'impersonation', 'shaming', 'disclosure', 'borrowing'] as const;
/** One of PHRASE_KINDS. */
export type PhraseKind = (typeof PHRASE_KINDS)[number];

/** Sources of regular expressions, by kind. */
export type Phrases = Readonly<Record<PhraseKind, readonly string[]>>;

/** Ids of the rules that a phrase of the kind breaks. */
export const RULES_OF_KIND: Readonly<Record<PhraseKind, readonly string[]>> = {
  threat: ['CN-CONTENT-01', 'US-CONTENT-01', 'TW-01-CONDUCT', 'UK-CONTENT-01', 'IN-CONTENT-01'],
  'false-urgency': ['CN-CONTENT-01', 'US-CONTENT-01', 'UK-FORB-02'],
  impersonation: ['CN-ID-01', 'US-CONTENT-01', 'UK-CONTENT-01', 'IN-CONTENT-01'],
  shaming: ['CN-CONTENT-01', 'TW-01-CONDUCT', 'IN-CONTENT-01'],
  disclosure: ['CN-TARGET-06', 'US-3P-01', 'TW-01-THIRD', 'UK-3P-01', 'IN-3P-01'],
  borrowing: ['CN-CONTENT-01', 'UK-FORB-02'],
};
