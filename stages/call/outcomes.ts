/** What each outcome of a call does, in one table. Everything that records or shows outcomes reads it. */
import type { CallResult, Contact } from '../../domain/call-results.ts';

/** A fact that an outcome records in addition to `call-outcome`. */
type Follows =
  | 'promise'
  | 'dispute'
  | 'hardship'
  | 'write-only'
  | 'call-back'
  | 'wrong-number'
  | 'death'
  | 'bankruptcy'
  | 'payment-announced'
  | 'distress'
  | 'self-harm'
  | 'none';

export interface OutcomeRow {
  /** Whether the calls of this round end. */
  endsRound: boolean;
  follows: Follows;
  /** What the caller must also give. */
  needs: readonly ('parts' | 'callBackAt')[];
  words: string;
}

export const CONTACT_OUTCOMES: Readonly<Record<Exclude<Contact, 'right-party'>, OutcomeRow>> = {
  'no-answer': { endsRound: false, follows: 'none', needs: [], words: 'nobody answered; the next attempt stands' },
  busy: { endsRound: false, follows: 'none', needs: [], words: 'busy; the next attempt stands' },
  voicemail: {
    endsRound: false,
    follows: 'none',
    needs: [],
    words: 'name and number left, nothing else; the next attempt stands',
  },
  'invalid-number': {
    endsRound: false,
    follows: 'wrong-number',
    needs: [],
    words: 'the number is marked wrong and not called again',
  },
  'third-party': {
    endsRound: false,
    follows: 'none',
    needs: [],
    words: 'somebody else answered; nothing of the debt was said',
  },
};

export const CALL_RESULTS: Readonly<Record<CallResult, OutcomeRow>> = {
  promise: {
    endsRound: true,
    follows: 'promise',
    needs: ['parts'],
    words: 'promised to pay; quiet until the date plus two days',
  },
  'offer-accepted': {
    endsRound: true,
    follows: 'promise',
    needs: ['parts'],
    words: 'accepted instalments or a deferral',
  },
  'says-paid': {
    endsRound: true,
    follows: 'payment-announced',
    needs: [],
    words: 'says it is paid; quiet until booked or three working days',
  },
  disputes: {
    endsRound: true,
    follows: 'dispute',
    needs: [],
    words: 'disputes the debt or a part of it; what is disputed is not asked for until the dispute is closed',
  },
  'cannot-pay': { endsRound: true, follows: 'hardship', needs: [], words: 'cannot pay; a trained person takes over' },
  refuses: { endsRound: true, follows: 'none', needs: [], words: 'refuses; no more calls in this round' },
  'call-back': {
    endsRound: true,
    follows: 'call-back',
    needs: ['callBackAt'],
    words: 'asked to be called at a time; nothing asks for money before',
  },
  'writes-only': {
    endsRound: true,
    follows: 'write-only',
    needs: [],
    words: 'asked to be written to only; no more calls',
  },
  'not-this-person': {
    endsRound: false,
    follows: 'wrong-number',
    needs: [],
    words: "the number is another person's; it is not called again",
  },
  deceased: {
    endsRound: true,
    follows: 'death',
    needs: [],
    words: 'reported dead; everything holds, a trained person takes over',
  },
  'bankrupt-or-represented': {
    endsRound: true,
    follows: 'bankruptcy',
    needs: [],
    words: 'bankrupt or represented; everything holds, a trained person takes over',
  },
  distress: {
    endsRound: true,
    follows: 'distress',
    needs: [],
    words: 'in distress; everything that presses stops until a reviewer lifts it',
  },
  'self-harm': {
    endsRound: true,
    follows: 'self-harm',
    needs: [],
    words: 'spoke of self-harm; everything stops and an alarm is raised: stay on the line, call the emergency number',
  },
};

/** The row of a recorded outcome. */
export function outcomeRow(contact: Contact, result: CallResult | undefined): OutcomeRow {
  if (contact !== 'right-party') return CONTACT_OUTCOMES[contact];
  return CALL_RESULTS[result ?? 'refuses'];
}
