/** What a reply sets off, and what a person who has read it may say that it means. */
import type { ReplySign } from './care/reply-lexicon.ts';
import type { WrittenChannel } from './channels.ts';
import type { PersonFactContent } from './facts.ts';

/**
 * What a read reply means. Everything else is recorded as its own fact first (`npx arrears record`): `recorded` says
 * so. `nothing`: it asks for nothing and tells nothing.
 */
export const REPLY_MEANINGS = [
  'nothing',
  'recorded',
  'stop',
  'start',
  'hardship',
  'distress',
  'self-harm',
  'cease',
] as const;
/** One of REPLY_MEANINGS. */
export type ReplyMeaning = (typeof REPLY_MEANINGS)[number];

/**
 * What follows at once from the signs in a reply: what keeps the person safe, and nothing else. STOP in a sentence is
 * for the person who reads it.
 */
export function factsOfSigns(signs: readonly ReplySign[]): PersonFactContent[] {
  const facts: PersonFactContent[] = [];
  if (signs.includes('self-harm')) facts.push({ kind: 'distress', body: { level: 'self-harm', reported: 'person' } });
  else if (signs.includes('distress'))
    facts.push({ kind: 'distress', body: { level: 'pressure', reported: 'person' } });
  if (signs.includes('hardship')) facts.push({ kind: 'hardship', body: {} });
  return facts;
}

/** The fact that a reply by this channel meant; null when there is none to record. */
export function factOfMeaning(means: ReplyMeaning, channel: WrittenChannel): PersonFactContent | null {
  switch (means) {
    case 'nothing':
    case 'recorded':
      return null;
    case 'stop':
    case 'start':
      return { kind: means, body: { channel } };
    case 'hardship':
      return { kind: 'hardship', body: {} };
    case 'distress':
      return { kind: 'distress', body: { level: 'pressure', reported: 'person' } };
    case 'self-harm':
      return { kind: 'distress', body: { level: 'self-harm', reported: 'person' } };
    case 'cease':
      return { kind: 'cease', body: { written: true } };
  }
}
