/** Nobody is asked for what the lender's book is just being told to change. */
import { isCollecting } from '../channels.ts';
import { INSTRUCTION_WORDS } from '../instruction-facts.ts';
import { beingBooked, type Instruction, rejectedInstruction } from '../instructions.ts';
import { waitUntil } from './cooling-off.ts';
import type { Policy } from './policy.ts';

/** "being booked: a waiver, the book answers by 2026-03-06". */
export const beingBookedWords = ({ kind, deadline }: Instruction): string =>
  `being booked: ${INSTRUCTION_WORDS[kind]}, the book answers by ${deadline}`;

/**
 * Refuses what collects while the book has not answered an instruction that changes what is asked for; after a
 * rejection it waits for the working days that a person has to look at it.
 */
export const booking: Policy = {
  name: 'being-booked',
  title: 'being booked',
  judge(situation, intent) {
    const { facts } = situation;
    if (!isCollecting(intent.purpose)) return null;
    const [open] = beingBooked(facts.facts);
    if (open !== undefined)
      return {
        kind: 'refuse',
        liftedBy: ['book-confirmed', 'book-rejected', 'book-withdrawn'],
        reason: { code: 'being-booked', words: beingBookedWords(open) },
      };
    const rejected = rejectedInstruction(facts.facts, facts.creditor);
    if (rejected === null) return null;
    const words = `the book rejected ${INSTRUCTION_WORDS[rejected.kind]}, a person looks`;
    return waitUntil(rejected.until, situation, intent, 'book-rejected', words);
  },
};
