/** The instructions to the lender's book about an account, and what the book answered. A function of the facts. */
import { DEFAULT_ARRANGEMENTS } from './arrangements.ts';
import { workingDaysOf } from './calendars/creditor-days.ts';
import type { CreditorFacts } from './creditor-facts.ts';
import type { AccountFact } from './facts.ts';
import { factsOf } from './facts-of.ts';
import { changesAsked, type InstructionKind, type InstructionState } from './instruction-facts.ts';
import { Kept } from './kept.ts';
import { addWorkingDays, type CalendarDate, type Instant, localDate } from './time.ts';

/** An instruction with what became of it. */
export interface Instruction {
  readonly id: string;
  readonly kind: InstructionKind;
  readonly since: Instant;
  readonly effectiveOn: CalendarDate;
  /** The day by whose end the book answers. */
  readonly deadline: CalendarDate;
  readonly state: InstructionState;
  /** When the book rejected it, if it did; null otherwise. */
  readonly rejectedAt: Instant | null;
}

const NONE: readonly Instruction[] = [];
const read = new Kept<readonly AccountFact[], readonly Instruction[]>();

/** All instructions of an account, in order. What is said of one names it, so its order does not matter. */
export function instructionsOf(facts: readonly AccountFact[]): readonly Instruction[] {
  if (factsOf(facts, 'book-instructed').length === 0) return NONE;
  return read.get(facts) ?? read.set(facts, readAll(facts));
}

function readAll(facts: readonly AccountFact[]): readonly Instruction[] {
  const confirmed = new Set(factsOf(facts, 'book-confirmed').map(({ body }) => body.instruction));
  const withdrawn = new Set(factsOf(facts, 'book-withdrawn').map(({ body }) => body.instruction));
  const rejected = new Map(factsOf(facts, 'book-rejected').map((fact) => [fact.body.instruction, fact.occurredAt]));
  return factsOf(facts, 'book-instructed').map(({ body, occurredAt }) => {
    const { instruction: id, kind, effectiveOn, deadline } = body;
    const rejectedAt = rejected.get(id) ?? null;
    const state = stateOf({
      confirmed: confirmed.has(id),
      withdrawn: withdrawn.has(id),
      rejected: rejectedAt !== null,
    });
    return { id, kind, since: occurredAt, effectiveOn, deadline, state, rejectedAt };
  });
}

/** The book has the last word on what it has booked. */
function stateOf(told: Readonly<Record<'confirmed' | 'withdrawn' | 'rejected', boolean>>): InstructionState {
  if (told.confirmed) return 'confirmed';
  if (told.withdrawn) return 'withdrawn';
  return told.rejected ? 'rejected' : 'open';
}

/** The instructions that change what is asked for and that the book has not answered, in order. */
export function beingBooked(facts: readonly AccountFact[]): readonly Instruction[] {
  return instructionsOf(facts).filter(({ kind, state }) => state === 'open' && changesAsked(kind));
}

/**
 * The rejected instruction that a person still has to look at and that keeps demands away longest, with its last such
 * day; null when there is none.
 */
export function rejectedInstruction(
  facts: readonly AccountFact[],
  creditor: CreditorFacts,
): { readonly kind: InstructionKind; readonly until: CalendarDate } | null {
  const rejected = instructionsOf(facts).filter(({ kind, state }) => state === 'rejected' && changesAsked(kind));
  let last: { kind: InstructionKind; until: CalendarDate } | null = null;
  for (const { kind, rejectedAt } of rejected) {
    const until = reviewedUntil(rejectedAt ?? 0, creditor);
    if (last === null || until > last.until) last = { kind, until };
  }
  return last;
}

/** The last of the working days that a person has to review what the book rejected. */
function reviewedUntil(at: Instant, creditor: CreditorFacts): CalendarDate {
  const { reviewDays } = creditor.arrangements ?? DEFAULT_ARRANGEMENTS;
  return addWorkingDays(localDate(at, creditor.zone), reviewDays, workingDaysOf(creditor));
}

/** Working days that the book has to answer, where the creditor's terms (`bookAnswerDays`) do not say. */
export const BOOK_ANSWER_DAYS = 3;

/** The day by whose end the book answers an instruction of `at`. */
export function answerDeadline(at: Instant, creditor: CreditorFacts): CalendarDate {
  const days = creditor.bookAnswerDays ?? BOOK_ANSWER_DAYS;
  return addWorkingDays(localDate(at, creditor.zone), days, workingDaysOf(creditor));
}
