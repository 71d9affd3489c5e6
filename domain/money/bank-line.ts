/** One movement on a bank account of a creditor, as a statement of its bank tells it. */
import type { CalendarDate } from '../time.ts';

/** A booked movement. Money in is what persons pay; money out takes a payment back, or is none of their business. */
export interface BankLine {
  /**
   * Names the movement among all of the bank account: the bank's own id of it; else a hash of what it says, with its
   * number among equal movements of its day. Another statement or advice of the same movement gives the same key.
   */
  readonly key: string;
  /**
   * Names the whole booking that the movement is a part of; the movement's own key when it is booked by itself. Each
   * file tells a booking whole, as one sum or payment by payment: when another file has told a line with this `key` or
   * this `bookingKey`, whichever line it was, the money is known.
   */
  readonly bookingKey: string;
  /** Row, or number of the entry, in the file; from 1. */
  readonly row: number;
  /** IBAN or number of the creditor's bank account. */
  readonly bankAccount: string;
  readonly direction: 'in' | 'out';
  /** Minor units, above 0. */
  readonly minor: bigint;
  /** ISO 4217. */
  readonly currency: string;
  readonly bookedOn: CalendarDate;
  /**
   * It takes an earlier movement back: money out is a returned direct debit or a recalled transfer, money in a payment
   * of the creditor's that came back, which nobody paid.
   */
  readonly takesBack: boolean;
  /** The bank's or the scheme's reason of a return, such as `AM04`; null when it gives none. */
  readonly returnReason: string | null;
  /** Names that payer or creditor gave the payment: the creditor's reference first, then the payer's; none twice. */
  readonly references: readonly string[];
  /** Name of the other side, as the bank has it; personal. Null when it is not told. */
  readonly counterparty: string | null;
  /** What the payer wrote; personal. Empty when nothing. */
  readonly text: string;
}

/** A statement or advice that was read. */
export interface BankStatementFile {
  /** `camt.053.001.02` and the like, or `csv`. */
  readonly format: string;
  readonly lines: readonly BankLine[];
  /** Entries that are no booked movement yet, such as pending ones: they come again when they are. */
  readonly unbooked: number;
  /** Movements that a later statement of the same file told again; they are left out of `lines`. */
  readonly repeated: number;
}
