/** One entry of a statement or advice (`Ntry`): its booking, and the payments it is made of. */
import { isRealDate } from '../../domain/contracts/cells.ts';
import type { BankLine } from '../../domain/money/bank-line.ts';
import type { CalendarDate } from '../../domain/time.ts';
import { type Amount, amountOf } from './amounts.ts';
import type { BankFaultCode } from './faults.ts';
import type { Booking, Movement } from './line-keys.ts';
import { givenReference, LONGEST_TEXT, MOST_REFERENCES, tidy } from './words.ts';
import { allBelow, below, type Kept, textBelow, type XmlElement } from './xml.ts';

/** Up to version 02 a party has its name itself, later below `Pty`; `Agt` is a bank. */
const PARTY: Kept = { Nm: {}, Pty: { Nm: {} }, Agt: { FinInstnId: { Nm: {} } } };
const CODE: Kept = { Domn: { Cd: {}, Fmly: { Cd: {}, SubFmlyCd: {} } } };
const TRANSACTION: Kept = {
  Refs: { AcctSvcrRef: {}, EndToEndId: {}, MndtId: {} },
  Amt: {},
  CdtDbtInd: {},
  AmtDtls: { TxAmt: { Amt: {} }, CntrValAmt: { Amt: {} }, InstdAmt: { Amt: {} } },
  BkTxCd: CODE,
  RltdPties: { Dbtr: PARTY, Cdtr: PARTY },
  RmtInf: { Ustrd: {}, Strd: { CdtrRefInf: { Ref: {} }, AddtlRmtInf: {} } },
  RtrInf: { Rsn: { Cd: {}, Prtry: {} } },
  AddtlTxInf: {},
};
/** What of an entry is kept. */
export const ENTRY: Kept = {
  Amt: {},
  CdtDbtInd: {},
  RvslInd: {},
  Sts: { Cd: {} },
  BookgDt: { Dt: {}, DtTm: {} },
  ValDt: { Dt: {}, DtTm: {} },
  AcctSvcrRef: {},
  BkTxCd: CODE,
  NtryDtls: { Btch: { NbOfTxs: {} }, TxDtls: TRANSACTION },
  AddtlNtryInf: {},
};

type Direction = BankLine['direction'];
/** What a payment says beside its amount, place, account, date and currency. */
type Told = Pick<
  Movement,
  'reference' | 'direction' | 'takesBack' | 'returnReason' | 'references' | 'counterparty' | 'text'
>;
/** A payment with its amount. */
type Payment = Told & Pick<Movement, 'minor'>;

/** An entry that was read. */
export interface Entry extends Booking {
  readonly currency: string;
  /** Null: it is not booked yet. */
  readonly booked: { readonly on: CalendarDate; readonly payments: readonly Payment[] } | null;
}

/** Tells a fault of the entry; `inner` names the place in it. */
type Fail = (code: BankFaultCode, inner?: string) => void;

const DIRECTIONS: Readonly<Partial<Record<string, Direction>>> = { CRDT: 'in', DBIT: 'out' };
/** Announced, told for information, or of a later day. */
const UNBOOKED: ReadonlySet<string> = new Set(['PDNG', 'INFO', 'FUTR']);
const TRUTH: Readonly<Partial<Record<string, boolean>>> = { '': false, false: false, 0: false, true: true, 1: true };
/** Issued direct debits that came back: unpaid, reversed, recalled. */
const RETURNED_DEBIT = /^PMNT\/IDDT\/(UPDD|PRDD|RCDD)$/;
/** A date of XML, which may have a zone behind it, or the date of a moment as it is written. */
const XML_DATE = /^(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d|T\d\d:\d\d:\d\d\S*)?$/;

/** Reads an entry. Null: it has faults, and each was told. */
export function readEntry(element: XmlElement, fail: Fail): Entry | null {
  let isSound = true;
  const refuse: Fail = (code, inner) => {
    isSound = false;
    fail(code, inner);
  };
  if (element.flaw) {
    fail(element.flaw);
    return null;
  }
  const amount = readAmount(element, refuse);
  const direction = readWord(element, 'CdtDbtInd', DIRECTIONS, refuse);
  const isBooked = readStatus(element, refuse);
  const isReversal = readWord(element, 'RvslInd', TRUTH, refuse);
  if (amount === null || direction === undefined || isReversal === undefined) return null;
  const booking = { reference: givenReference(textBelow(element, 'AcctSvcrRef')), direction, ...amount };
  if (!isBooked) return isSound ? { ...booking, booked: null } : null;
  const on = readDate(element, refuse);
  const payments = readPayments(element, booking, isReversal, refuse);
  return isSound && on !== null ? { ...booking, booked: { on, payments } } : null;
}

function readAmount(element: XmlElement, fail: Fail): Amount | null {
  const found = below(element, 'Amt');
  const amount = found ? amountOf(found, 1n) : 'element-missing';
  if (typeof amount !== 'string') return amount;
  fail(amount, 'Amt');
  return null;
}

function readWord<T>(
  element: XmlElement,
  name: string,
  words: Readonly<Partial<Record<string, T>>>,
  fail: Fail,
): T | undefined {
  const text = textBelow(element, name);
  const value = Object.hasOwn(words, text) ? words[text] : undefined;
  if (value === undefined) fail(text === '' ? 'element-missing' : 'unknown-word', name);
  return value;
}

/**
 * Whether the entry is booked. Version 02 writes the status itself, later ones below `Cd`; of a bank's own word nobody
 * knows whether it means booked.
 */
function readStatus(element: XmlElement, fail: Fail): boolean {
  const status = textBelow(element, 'Sts', 'Cd') || textBelow(element, 'Sts');
  const isKnown = status === 'BOOK' || UNBOOKED.has(status);
  if (!isKnown) fail(below(element, 'Sts') ? 'unknown-word' : 'element-missing', 'Sts');
  return status === 'BOOK';
}

/** The day of the booking; where the bank leaves it out, that of its value. */
function readDate(element: XmlElement, fail: Fail): CalendarDate | null {
  const name = below(element, 'BookgDt') ? 'BookgDt' : 'ValDt';
  const text = textBelow(element, name, 'Dt') || textBelow(element, name, 'DtTm');
  const date = XML_DATE.exec(text)?.[1];
  if (date !== undefined && isRealDate(date)) return date;
  fail(text === '' ? 'element-missing' : 'no-such-date', name === 'ValDt' && text === '' ? 'BookgDt' : name);
  return null;
}

/**
 * The payments of a booking: each transaction when their amounts add up to it, else the booking as one sum. The only
 * payment of a booking has the booking's amount: a bank may have kept its fee back.
 */
function readPayments(element: XmlElement, booking: Booking & Amount, isReversal: boolean, fail: Fail): Payment[] {
  const details = allBelow(element, 'NtryDtls');
  const transactions = details.flatMap((detail) => allBelow(detail, 'TxDtls'));
  const isOnly = transactions.length === 1 && details.every(tellsOne);
  const told = transactions.map((transaction, at) => {
    const failHere: Fail = (code, inner) => fail(code, `transaction ${at + 1}${inner ? `, ${inner}` : ''}`);
    const direction = isOnly ? booking.direction : readDirection(transaction, booking, failHere);
    const payment = readPayment(transaction, element, { direction, isReversal });
    if (payment.references.length > MOST_REFERENCES || payment.text.length > LONGEST_TEXT) failHere('too-long');
    return { payment, minor: isOnly ? booking.minor : readPart(transaction, booking.currency, failHere) };
  });
  const payments = told.flatMap(({ payment, minor }) => (minor === null ? [] : [{ ...payment, minor }]));
  const sum = payments.reduce((all, payment) => all + signed(payment), 0n);
  const isSplit = payments.length === transactions.length && payments.length > 1 && sum === signed(booking);
  if (isOnly || isSplit) return payments;
  return [wholeBooking(element, booking, isReversal, told)];
}

/** Whether a part of an entry is one payment: a bank may detail a part of what it booked as one sum. */
function tellsOne(detail: XmlElement): boolean {
  const count = textBelow(detail, 'Btch', 'NbOfTxs');
  return count === '' || Number(count) === 1;
}

function readDirection(transaction: XmlElement, booking: Booking, fail: Fail): Direction {
  const isTold = below(transaction, 'CdtDbtInd') !== undefined;
  return (isTold ? readWord(transaction, 'CdtDbtInd', DIRECTIONS, fail) : undefined) ?? booking.direction;
}

/** An amount with the sign that it has for the account. */
export function signed({ direction, minor }: Pick<Booking, 'direction' | 'minor'>): bigint {
  return direction === 'in' ? minor : -minor;
}

/** The amount of a transaction in the currency of its account; null when it has none. */
function readPart(transaction: XmlElement, currency: string, fail: Fail): bigint | null {
  for (const path of [['Amt'], ...['TxAmt', 'CntrValAmt', 'InstdAmt'].map((name) => ['AmtDtls', name, 'Amt'])]) {
    const element = below(transaction, ...path);
    if (element?.currency !== currency) continue;
    const amount = amountOf(element, 1n);
    if (typeof amount !== 'string') return amount.minor;
    fail(amount, path.join('/'));
  }
  return null;
}

/** A booking of which no single payment is known: names and references of several would be those of none. */
function wholeBooking(
  element: XmlElement,
  { direction, minor }: Booking,
  isReversal: boolean,
  told: readonly { payment: Told }[],
): Payment {
  const areReturns = told.length > 0 && told.every(({ payment }) => payment.takesBack);
  return {
    reference: null,
    direction,
    minor,
    takesBack: isReversal || areReturns || isReturnedDebit(element, direction),
    returnReason: null,
    references: [],
    counterparty: null,
    text: tidy(textBelow(element, 'AddtlNtryInf')),
  };
}

function isReturnedDebit(element: XmlElement, direction: Direction): boolean {
  const domain = below(element, 'BkTxCd', 'Domn');
  if (direction === 'in' || !domain) return false;
  return RETURNED_DEBIT.test(
    [textBelow(domain, 'Cd'), textBelow(domain, 'Fmly', 'Cd'), textBelow(domain, 'Fmly', 'SubFmlyCd')].join('/'),
  );
}

/** A transaction of an entry, without its amount. */
function readPayment(
  transaction: XmlElement,
  entry: XmlElement,
  { direction, isReversal }: { direction: Direction; isReversal: boolean },
): Told {
  const returned = below(transaction, 'RtrInf');
  const coded = below(transaction, 'BkTxCd', 'Domn') ? transaction : entry;
  const takesBack = isReversal || returned !== undefined || isReturnedDebit(coded, direction);
  const reason = returned && (textBelow(returned, 'Rsn', 'Cd') || textBelow(returned, 'Rsn', 'Prtry'));
  return {
    reference: givenReference(textBelow(transaction, 'Refs', 'AcctSvcrRef')),
    direction,
    takesBack,
    returnReason: tidy(reason ?? '') || null,
    references: referencesOf(transaction),
    counterparty: counterpartyOf(transaction, direction, takesBack),
    text: textOf(transaction, entry),
  };
}

/** The creditor's references, then the payer's, then the mandate. */
function referencesOf(transaction: XmlElement): string[] {
  const structured = allBelow(below(transaction, 'RmtInf'), 'Strd').map((part) => textBelow(part, 'CdtrRefInf', 'Ref'));
  const own = ['EndToEndId', 'MndtId'].map((name) => textBelow(transaction, 'Refs', name));
  return [...new Set([...structured, ...own].flatMap((text) => givenReference(text) ?? []))];
}

/** A movement that takes another back names the parties of the other one, as a rule; some banks turn them round. */
function counterpartyOf(transaction: XmlElement, direction: Direction, takesBack: boolean): string | null {
  const payer = partyName(transaction, 'Dbtr');
  const payee = partyName(transaction, 'Cdtr');
  if (!takesBack) return direction === 'in' ? payer : payee;
  return direction === 'in' ? (payee ?? payer) : (payer ?? payee);
}

function partyName(transaction: XmlElement, role: 'Dbtr' | 'Cdtr'): string | null {
  const party = below(transaction, 'RltdPties', role);
  if (!party) return null;
  const name = textBelow(party, 'Nm') || textBelow(party, 'Pty', 'Nm') || textBelow(party, 'Agt', 'FinInstnId', 'Nm');
  return tidy(name) || null;
}

/** What the payer wrote; where nothing is told of it, what the bank says of the payment. */
function textOf(transaction: XmlElement, entry: XmlElement): string {
  const told = below(transaction, 'RmtInf');
  const additional = allBelow(told, 'Strd').flatMap((part) => allBelow(part, 'AddtlRmtInf'));
  const written = tidy([...allBelow(told, 'Ustrd'), ...additional].map(({ text }) => text).join(' '));
  return written || tidy(textBelow(transaction, 'AddtlTxInf')) || tidy(textBelow(entry, 'AddtlNtryInf'));
}
