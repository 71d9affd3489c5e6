/**
 * Reads statements (camt.053) and advices (camt.054) of ISO 20022 in versions 02 and 08. A file is read as a whole or
 * refused as a whole.
 */

import type { BankLine, BankStatementFile } from '../../domain/money/bank-line.ts';
import { isCurrency } from '../../domain/money.ts';
import { ENTRY, type Entry, readEntry } from './camt-entry.ts';
import { BALANCE, checkBalances, checkSummary, SUMMARY } from './camt-sums.ts';
import { type BankFault, type BankFaultCode, FaultList } from './faults.ts';
import { LineKeys, type Movement } from './line-keys.ts';
import { accountNumber } from './words.ts';
import { allBelow, below, type Kept, readXml, textBelow, type XmlElement, type XmlReader } from './xml.ts';

const STATEMENT: Kept = {
  Acct: { Id: { IBAN: {}, Othr: { Id: {} } }, Ccy: {} },
  Bal: BALANCE,
  TxsSummry: SUMMARY,
  Ntry: ENTRY,
};
/** What is kept of a document, by message. */
const MESSAGES: Readonly<Partial<Record<string, Kept>>> = {
  'camt.053': { BkToCstmrStmt: { Stmt: STATEMENT } },
  'camt.054': { BkToCstmrDbtCdtNtfctn: { Ntfctn: STATEMENT } },
};
const VERSIONS: ReadonlySet<string> = new Set(['02', '08']);
const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:((\w{4}\.\d{3})\.001\.(\d\d))$/;

/** The movements of a file, or the faults that refuse it. */
export function readCamt(bytes: Uint8Array): BankStatementFile | { faults: BankFault[] } {
  const reading = new CamtReading();
  const broken = readXml(bytes, reading);
  if (broken) return { faults: [...reading.found.faults, broken] };
  return reading.finish();
}

class CamtReading implements XmlReader {
  readonly found = new FaultList();
  private format = '';
  private readonly keys = new LineKeys();
  private readonly lines: BankLine[] = [];
  private told = 0;
  private unbooked = 0;
  private statements = 0;
  /** Entries of all statements before the one that is read. */
  private entriesBefore = 0;
  /** Entries of the statement that is read; null where one has faults. */
  private entries: (Entry | null)[] = [];

  begin(namespace: string, name: string): Kept | BankFaultCode {
    const [, format, message = '', version = ''] = NAMESPACE.exec(namespace) ?? [];
    if (format === undefined || name !== 'Document') return 'other-document';
    const kept = Object.hasOwn(MESSAGES, message) ? MESSAGES[message] : undefined;
    if (!kept) return 'other-message';
    if (!VERSIONS.has(version)) return 'other-version';
    this.format = format;
    return kept;
  }

  end(element: XmlElement): boolean {
    if (element.name === 'Ntry') {
      const place = `statement ${this.statements + 1}, entry ${this.entries.length + 1}`;
      const entry = readEntry(element, (code, inner) => this.found.add(code, inner ? `${place}, ${inner}` : place));
      this.entries.push(entry);
      return true;
    }
    if (element.name !== 'Stmt' && element.name !== 'Ntfctn') return false;
    this.statements += 1;
    this.endStatement(element, `statement ${this.statements}`);
    this.entriesBefore += this.entries.length;
    this.entries = [];
    return true;
  }

  private endStatement(element: XmlElement, place: string): void {
    const { found, entries } = this;
    const fail = (code: BankFaultCode, inner?: string) => found.add(code, inner ? `${place}, ${inner}` : place);
    if (element.flaw) {
      fail(element.flaw);
      return;
    }
    const account = below(element, 'Acct', 'Id');
    const number = accountNumber(account ? textBelow(account, 'IBAN') || textBelow(account, 'Othr', 'Id') : '');
    if (number === '') fail('element-missing', 'Acct/Id');
    const currency = this.currencyOf(element);
    if (currency !== null && !isCurrency(currency)) {
      fail('unknown-currency', 'Acct/Ccy');
      return;
    }
    for (const [at, entry] of entries.entries())
      if (entry && entry.currency !== currency) fail('other-currency', `entry ${at + 1}, Amt`);
    const sound = entries.filter((entry) => entry !== null && entry.currency === currency) as Entry[];
    // Sums of entries that could not be read would only say so again.
    if (sound.length < entries.length) return;
    checkSummary(element, sound, currency, fail);
    if (currency !== null) checkBalances(element, sound, currency, fail);
    this.take(sound, number);
  }

  /** The currency of the account; where it is left out, that of the first amount. */
  private currencyOf(element: XmlElement): string | null {
    const balance = allBelow(element, 'Bal').flatMap((part) => below(part, 'Amt')?.currency ?? []);
    return textBelow(element, 'Acct', 'Ccy') || balance[0] || (this.entries.find((entry) => entry)?.currency ?? null);
  }

  private take(entries: readonly Entry[], bankAccount: string): void {
    const bookings = entries.map(({ currency, booked, ...booking }, at): Movement[] => {
      if (booked === null) return [];
      const place = { row: this.entriesBefore + at + 1, bankAccount, currency, bookedOn: booked.on, booking };
      return booked.payments.map((payment) => ({ ...payment, ...place }));
    });
    this.unbooked += entries.filter(({ booked }) => booked === null).length;
    this.told += bookings.reduce((all, movements) => all + movements.length, 0);
    for (const line of this.keys.name(bookings)) this.lines.push(line);
  }

  /** The file, once its last element has ended. */
  finish(): BankStatementFile | { faults: BankFault[] } {
    if (this.statements === 0) this.found.add('no-statement', 'file');
    if (this.found.faults.length > 0) return { faults: this.found.faults };
    const { format, lines, unbooked, told } = this;
    return { format, lines, unbooked, repeated: told - lines.length };
  }
}
