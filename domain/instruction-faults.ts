/** What an instruction to the lender's book may say about an account, and the sum that it is about. Pure. */
import type { InstructionBody } from './contracts/instruction.ts';
import type { AccountFactBodies, Due, StandingFacts } from './facts.ts';
import { factsOf } from './facts-of.ts';
import { type InstructionKind, lowersDebt } from './instruction-facts.ts';
import { instructionsOf } from './instructions.ts';
import { showAmount } from './money.ts';
import type { Standing } from './standing.ts';
import { addDays, type CalendarDate } from './time.ts';

/** What the book is instructed to do: one of the kinds with what it says. */
export type InstructionTold = { [K in InstructionKind]: { kind: K; body: InstructionBody<K> } }[InstructionKind];

/** Days by which an instruction may count from a day before it is given, and after. */
export const EFFECTIVE_DAYS = { before: 31, after: 366 } as const;

/** An account with where it stands. */
export interface Instructed {
  readonly facts: StandingFacts;
  readonly standing: Standing;
  /** In the creditor's zone. */
  readonly today: CalendarDate;
}

/** A fault: a JSON pointer within the instruction, and words with the remedy. */
export type InstructionFault = readonly [pointer: string, words: string];

/** What it is about: minor units, and the dues where it is about some. */
export interface InstructionSum {
  readonly minor?: bigint;
  readonly dues?: CalendarDate[];
}

/** Why an instruction cannot count from a day; null when it can. */
export function effectiveFault(effectiveOn: CalendarDate, today: CalendarDate): InstructionFault | null {
  const [first, last] = [addDays(today, -EFFECTIVE_DAYS.before), addDays(today, EFFECTIVE_DAYS.after)];
  if (effectiveOn >= first && effectiveOn <= last) return null;
  return ['/effectiveOn', `must lie from ${first} to ${last}: what is older is corrected in the book itself`];
}

/** The fault of an instruction, or the sum that it is about. Amounts are in the account's currency already. */
export function readInstruction(told: InstructionTold, account: Instructed): InstructionFault | InstructionSum {
  switch (told.kind) {
    case 'waiver':
      return readWaiver(told.body, account);
    case 'corrected-due':
      return readCorrection(told.body, account);
    case 'refund':
      return readRefund(told.body, account);
    case 'deferral':
      return readDeferral(told.body, account);
    case 'plan':
      return partsFault(told.body) ?? {};
    default:
      return {};
  }
}

/** Whether it is a fault. */
export const isInstructionFault = (read: InstructionFault | InstructionSum): read is InstructionFault =>
  Array.isArray(read);

/** What the open instructions of an account say, as they were recorded. */
function openBodies({ facts }: StandingFacts): readonly AccountFactBodies['book-instructed'][] {
  const open = new Set(instructionsOf(facts).flatMap(({ state, id }) => (state === 'open' ? [id] : [])));
  return factsOf(facts, 'book-instructed').flatMap(({ body }) => (open.has(body.instruction) ? [body] : []));
}

/** What open instructions of some kinds are about already, minor units. */
const openSum = (facts: StandingFacts, is: (kind: InstructionKind) => boolean): bigint =>
  openBodies(facts).reduce((sum, { kind, minor = 0n }) => (is(kind) ? sum + minor : sum), 0n);

const atLeastZero = (minor: bigint): bigint => (minor > 0n ? minor : 0n);

function readWaiver({ components }: InstructionBody<'waiver'>, { facts, standing }: Instructed) {
  const minor = components.reduce((sum, { amount }) => sum + BigInt(amount.minor), 0n);
  const owed = atLeastZero(standing.balance - openSum(facts, lowersDebt));
  if (minor <= owed) return { minor };
  const words = `add up to ${showAmount(minor, facts.currency)}, above what is owed and not being waived, ${showAmount(owed, facts.currency)}`;
  return ['/body/components', words] as const;
}

function unpaidOn(dues: readonly Due[], on: CalendarDate): bigint {
  return dues.find((due) => due.on === on)?.minor ?? 0n;
}

function dueFault(on: CalendarDate, pointer: string, { standing }: Instructed): InstructionFault | null {
  const known = standing.position.dues.map((due) => due.on);
  if (known.includes(on)) return null;
  const named = known.length === 0 ? 'it has none' : `name one of ${known.slice(-6).join(', ')}`;
  return [pointer, `the account has no due of ${on}: ${named}, or import the book first`];
}

function readCorrection({ due, amount }: InstructionBody<'corrected-due'>, account: Instructed) {
  const fault = dueFault(due, '/body/due', account);
  if (fault !== null) return fault;
  const { facts, standing } = account;
  if (openBodies(facts).some(({ dues = [] }) => dues.includes(due)))
    return ['/body/due', `a correction of the due of ${due} is being booked: wait for the answer of the book`] as const;
  const unpaid = unpaidOn(standing.position.open, due);
  const right = BigInt(amount.minor);
  if (right === unpaid) return ['/body/amount', 'is what is unpaid of it already: nothing is to be corrected'] as const;
  const owed = atLeastZero(standing.balance);
  if (right > owed) return ['/body/amount', `is above all that is owed, ${showAmount(owed, facts.currency)}`] as const;
  return { minor: atLeastZero(unpaid - right), dues: [due] };
}

/** Money that no due took, or that the balance did not ask for, may go back: a refund leaves no due unpaid. */
function readRefund({ amount, payment }: InstructionBody<'refund'>, { facts, standing }: Instructed) {
  const told = factsOf(facts.facts, 'payment').filter(
    ({ id, reference, body }) => id === payment || reference === payment || body.reference === payment,
  );
  const [only, other] = told;
  if (only === undefined)
    return ['/body/payment', 'names no payment of this account: npx arrears explain lists them'] as const;
  if (other !== undefined) return ['/body/payment', 'names several payments: give the id of the fact of one'] as const;
  const minor = BigInt(amount.minor);
  const show = (sum: bigint) => showAmount(sum, facts.currency);
  if (minor > only.body.minor) return ['/body/amount', `is above the payment, ${show(only.body.minor)}`] as const;
  const { surplus } = standing.position;
  const over = surplus > -standing.balance ? surplus : -standing.balance;
  const left = atLeastZero(over - openSum(facts, (kind) => kind === 'refund'));
  if (minor > left)
    return ['/body/amount', `is above what was paid too much and is not being refunded, ${show(left)}`] as const;
  return { minor };
}

function readDeferral({ dues, until }: InstructionBody<'deferral'>, account: Instructed) {
  for (const [index, on] of dues.entries()) {
    const pointer = `/body/dues/${index}`;
    if (dues.indexOf(on) !== index) return [pointer, 'is named twice'] as const;
    const fault = dueFault(on, pointer, account);
    if (fault !== null) return fault;
    if (unpaidOn(account.standing.position.open, on) === 0n) return [pointer, `the due of ${on} is paid`] as const;
    if (until <= on) return ['/body/until', `must lie after the due of ${on}`] as const;
  }
  if (until <= account.today) return ['/body/until', `must lie after today, ${account.today}`] as const;
  return {};
}

function partsFault({ parts }: InstructionBody<'plan'>): InstructionFault | null {
  const at = parts.findIndex(({ on }, index) => index > 0 && on <= (parts[index - 1]?.on ?? ''));
  return at < 0 ? null : [`/body/parts/${at}/on`, 'must lie after the part before it'];
}

/** Whether a closed account still takes an instruction of this kind: money that came too much goes back. */
export const isTakenWhenClosed = (kind: InstructionKind): boolean => kind === 'refund';
