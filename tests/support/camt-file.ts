/** Statements and advices of ISO 20022 as banks write them: each version, with the freedom that the messages leave. */

import type { BankLine } from '../../domain/money/bank-line.ts';
import { plainAmount } from '../../domain/money.ts';

/** How a file is written; none of it changes what it says. */
export interface CamtStyle {
  message: 'camt.053' | 'camt.054';
  version: '02' | '08';
  /** Prefix of the namespace; empty: the default namespace. */
  prefix: string;
  /** Elements in the opposite order. */
  isReversed: boolean;
  /** Dates with a time. */
  hasTimes: boolean;
  /** Text in CDATA sections. */
  hasCdata: boolean;
  /** Elements that are not read, comments, space, and what belongs to another namespace. */
  hasMore: boolean;
  /** Counts, sums and balances. */
  hasSums: boolean;
}
export const PLAIN: CamtStyle = {
  message: 'camt.053',
  version: '02',
  prefix: '',
  isReversed: false,
  hasTimes: false,
  hasCdata: false,
  hasMore: false,
  hasSums: true,
};

/** A payment of a booking. */
export interface WrittenPayment {
  reference: string | null;
  direction: BankLine['direction'];
  minor: bigint;
  takesBack: boolean;
  returnReason: string | null;
  creditorReferences: readonly string[];
  endToEnd: string | null;
  mandate: string | null;
  counterparty: string | null;
  text: readonly string[];
}
/** An entry. With one payment it has its amount; with more, their sum. */
export interface WrittenEntry {
  reference: string | null;
  bookedOn: string;
  status: 'BOOK' | 'PDNG' | 'INFO';
  payments: readonly WrittenPayment[];
}
export interface WrittenStatement {
  bankAccount: string;
  currency: string;
  entries: readonly WrittenEntry[];
}

/** The account's own amount of an entry, with its sign. */
export function sumOfEntry({ payments }: WrittenEntry): bigint {
  return payments.reduce((all, { direction, minor }) => all + (direction === 'in' ? minor : -minor), 0n);
}

/** A file of statements. */
export function camtFile(statements: readonly WrittenStatement[], style: Partial<CamtStyle> = {}): string {
  return new CamtWriter({ ...PLAIN, ...style }).file(statements);
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;');

class CamtWriter {
  private readonly style: CamtStyle;

  constructor(style: CamtStyle) {
    this.style = style;
  }

  file(statements: readonly WrittenStatement[]): string {
    const { message, version, prefix, hasMore } = this.style;
    const namespace = `urn:iso:std:iso:20022:tech:xsd:${message}.001.${version}`;
    const isStatement = message === 'camt.053';
    const body = this.group(
      isStatement ? 'BkToCstmrStmt' : 'BkToCstmrDbtCdtNtfctn',
      hasMore ? this.group('GrpHdr', this.leaf('MsgId', 'M-1'), this.leaf('CreDtTm', '2026-03-05T12:00:00')) : '',
      ...statements.map((statement) => this.statement(isStatement ? 'Stmt' : 'Ntfctn', statement)),
    );
    const head = hasMore ? '\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n<?bank of="invention"?>\n<!-- hello -->' : '';
    const name = prefix === '' ? 'Document' : `${prefix}:Document`;
    return `${head}<${name} xmlns${prefix === '' ? '' : `:${prefix}`}="${namespace}">${body}</${name}>\n`;
  }

  private statement(name: string, { bankAccount, currency, entries }: WrittenStatement): string {
    const { hasMore, hasSums, isReversed } = this.style;
    const id = /^[A-Z]{2}\d\d/.test(bankAccount)
      ? this.leaf('IBAN', bankAccount)
      : this.group('Othr', this.leaf('Id', bankAccount));
    const account = this.group(
      'Acct',
      this.group('Id', id),
      hasMore ? this.leaf('Ccy', currency) : '',
      hasMore ? this.group('Ownr', this.leaf('Nm', 'Harbour Bank')) : '',
      hasMore ? this.group('Svcr', this.group('FinInstnId', this.leaf('BIC', 'HARBDEFF'))) : '',
    );
    const head = [this.leaf('Id', 'S-1'), account, ...(hasSums ? this.sums(currency, entries) : [])];
    const body = entries.map((entry) => this.entry(entry, currency));
    return this.element(name, '', (isReversed ? [...body, ...head] : [...head, ...body]).join(''));
  }

  private sums(currency: string, entries: readonly WrittenEntry[]): string[] {
    const sums = entries.map(sumOfEntry);
    const size = sums.reduce((all, sum) => all + (sum < 0n ? -sum : sum), 0n);
    const booked = entries.filter(({ status }) => status === 'BOOK').map(sumOfEntry);
    const total = this.group(
      'TtlNtries',
      this.leaf('NbOfNtries', String(entries.length)),
      this.leaf('Sum', plainAmount(size, currency)),
    );
    const balance = (kind: string, minor: bigint) =>
      this.group(
        'Bal',
        this.group('Tp', this.group('CdOrPrtry', this.leaf('Cd', kind))),
        this.amount('Amt', minor < 0n ? -minor : minor, currency),
        this.leaf('CdtDbtInd', minor < 0n ? 'DBIT' : 'CRDT'),
      );
    const opening = 12_345n;
    const closing = booked.reduce((all, sum) => all + sum, opening);
    const isStatement = this.style.message === 'camt.053';
    const balances = isStatement ? [balance('OPBD', opening), balance('PRCD', 1n), balance('CLBD', closing)] : [];
    return [...balances, this.group('TxsSummry', total)];
  }

  private entry(entry: WrittenEntry, currency: string): string {
    const { version, hasTimes, hasMore } = this.style;
    const sum = sumOfEntry(entry);
    const [only, ...others] = entry.payments;
    // What one payment says of a return may stand on the entry; of several it stands on each.
    const isReversal = only !== undefined && others.length === 0 && only.takesBack && only.returnReason === null;
    const date = hasTimes ? this.leaf('DtTm', `${entry.bookedOn}T23:59:59.999+08:00`) : this.leaf('Dt', entry.bookedOn);
    return this.group(
      'Ntry',
      this.amount('Amt', sum < 0n ? -sum : sum, currency),
      this.leaf('CdtDbtInd', sum < 0n ? 'DBIT' : 'CRDT'),
      isReversal ? this.leaf('RvslInd', 'true') : hasMore ? this.leaf('RvslInd', 'false') : '',
      version === '02' ? this.leaf('Sts', entry.status) : this.group('Sts', this.leaf('Cd', entry.status)),
      this.group('BookgDt', date),
      hasMore ? this.group('ValDt', this.leaf('Dt', '2026-01-01')) : '',
      entry.reference === null ? '' : this.leaf('AcctSvcrRef', entry.reference),
      this.group('BkTxCd', this.group('Prtry', this.leaf('Cd', 'NTRF'))),
      this.group(
        'NtryDtls',
        hasMore ? this.group('Btch', this.leaf('NbOfTxs', String(entry.payments.length))) : '',
        ...entry.payments.map((payment) => this.payment(payment, currency, isReversal)),
      ),
    );
  }

  private payment(payment: WrittenPayment, currency: string, isReversal: boolean): string {
    const { version, hasMore } = this.style;
    const { direction, takesBack, returnReason, counterparty, creditorReferences, text } = payment;
    const amount = this.amount('Amt', payment.minor, currency);
    const isPayer = (direction === 'in') !== takesBack;
    const named = (name: string) => {
      const leaf = this.leaf('Nm', name);
      return this.group(isPayer ? 'Dbtr' : 'Cdtr', version === '02' ? leaf : this.group('Pty', leaf));
    };
    const refs = [
      payment.reference === null ? '' : this.leaf('AcctSvcrRef', payment.reference),
      payment.endToEnd === null && !hasMore ? '' : this.leaf('EndToEndId', payment.endToEnd ?? 'NOTPROVIDED'),
      payment.mandate === null ? '' : this.leaf('MndtId', payment.mandate),
    ].filter((part) => part !== '');
    const strd = creditorReferences.map((ref) => this.group('Strd', this.group('CdtrRefInf', this.leaf('Ref', ref))));
    const remittance = [...text.map((part) => this.leaf('Ustrd', part)), ...strd];
    const reason = returnReason === null ? '' : this.group('Rsn', this.leaf('Cd', returnReason));
    return this.group(
      'TxDtls',
      refs.length === 0 ? '' : this.group('Refs', ...refs),
      version === '02' ? this.group('AmtDtls', this.group('TxAmt', amount)) : amount,
      // Version 02 knows no direction of a transaction; banks that need it write it all the same.
      this.leaf('CdtDbtInd', direction === 'in' ? 'CRDT' : 'DBIT'),
      counterparty === null ? '' : this.group('RltdPties', named(counterparty)),
      remittance.length === 0 ? '' : this.element('RmtInf', '', remittance.join('')),
      takesBack && !isReversal ? this.group('RtrInf', reason) : '',
    );
  }

  private amount(name: string, minor: bigint, currency: string): string {
    return this.element(name, ` Ccy="${currency}"`, plainAmount(minor, currency));
  }

  private leaf(name: string, text: string): string {
    return this.element(name, '', this.style.hasCdata && !text.includes(']]>') ? `<![CDATA[${text}]]>` : escaped(text));
  }

  /** Repeated elements keep their order: it is a part of what they say. */
  private group(name: string, ...parts: readonly string[]): string {
    const { isReversed, hasMore, prefix } = this.style;
    const keepsOrder = ['BkToCstmrStmt', 'BkToCstmrDbtCdtNtfctn', 'NtryDtls'].includes(name);
    const inner = isReversed && !keepsOrder ? [...parts].reverse() : parts;
    const own = prefix === '' ? '' : ' xmlns="urn:other"';
    const more = hasMore ? `\n<!-- Amt --><Foreign xmlns="urn:other"><Amt${own} Ccy="EUR">1</Amt></Foreign>\t` : '';
    return this.element(name, '', more + inner.join(''));
  }

  private element(name: string, attributes: string, content: string): string {
    const tag = this.style.prefix === '' ? name : `${this.style.prefix}:${name}`;
    return `<${tag}${attributes}>${content}</${tag}>`;
  }
}
