/**
 * Complaints of a person: what each is about and against whom, which are open, and what their outcome may say. A
 * complaint is no dispute: it asks for an answer about conduct, not about what is owed. A function of the facts.
 */
import type { ComplaintCause, ComplaintChannel, ComplaintClosed, ComplaintTold } from './complaint-facts.ts';
import type { PersonFact } from './facts.ts';
import { Kept } from './kept.ts';
import type { Instant } from './time.ts';

/** A complaint with what became of it. */
export interface Complaint {
  /** Id of its fact. */
  readonly id: string;
  readonly cause: ComplaintCause;
  /** Code of the agency complained of; null: the lender. */
  readonly agency: string | null;
  /** The member of staff complained of, by the name that they record under; null where nobody is named. */
  readonly staff: string | null;
  readonly channel: ComplaintChannel;
  /** Which account carries what is written about it; null of before anything was. */
  readonly letters: ComplaintTold['letters'] | null;
  readonly receivedAt: Instant;
  /** null until its receipt was confirmed. */
  readonly acknowledgedAt: Instant | null;
  /** How it ended; null while it is open. */
  readonly closed: { readonly at: Instant; readonly said: ComplaintClosed } | null;
}

const NONE: readonly Complaint[] = [];
const read = new Kept<readonly PersonFact[], readonly Complaint[]>();

/** All complaints of a person, in order. What is said of one names it, so its order does not matter. */
export function complaintsOf(facts: readonly PersonFact[]): readonly Complaint[] {
  if (!facts.some(({ kind }) => kind === 'complaint')) return NONE;
  return read.get(facts) ?? read.set(facts, readAll(facts));
}

function readAll(facts: readonly PersonFact[]): readonly Complaint[] {
  const acknowledged = new Map<string, Instant>();
  const closed = new Map<string, Complaint['closed']>();
  for (const { kind, body, occurredAt: at } of facts) {
    if (kind === 'complaint-acknowledged') acknowledged.set(body.of, at);
    else if (kind === 'complaint-closed') closed.set(body.of, { at, said: body });
  }
  return facts.flatMap(({ kind, id, body, occurredAt }) => {
    if (kind !== 'complaint') return [];
    const { cause, channel, agency = null, staff = null, letters = null } = body;
    const acknowledgedAt = acknowledged.get(id) ?? null;
    return [
      {
        id,
        cause,
        agency,
        staff,
        channel,
        letters,
        receivedAt: occurredAt,
        acknowledgedAt,
        closed: closed.get(id) ?? null,
      },
    ];
  });
}

/** The complaints that nobody has closed, in order. */
export function openComplaints(facts: readonly PersonFact[]): readonly Complaint[] {
  const complaints = complaintsOf(facts);
  return complaints.length === 0 ? complaints : complaints.filter(({ closed }) => closed === null);
}

/** Whom a complaint is about, in words. */
export const partyWords = ({ agency, staff }: Pick<Complaint, 'agency' | 'staff'>): string =>
  `${agency === null ? 'the lender' : `the agency ${agency}`}${staff === null ? '' : `, ${staff}`}`;
