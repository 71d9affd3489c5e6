/** Reads a statement or advice of a bank, whatever its format. */
import type { BankMapping } from '../../domain/contracts/bank-mapping.ts';
import type { BankStatementFile } from '../../domain/money/bank-line.ts';
import { looksUtf16 } from '../utf16.ts';
import { readCamt } from './camt.ts';
import { readBankCsv } from './csv.ts';
import { type BankFault, type BankFaultCode, bankFault } from './faults.ts';

/** Bytes at the start of a file that are looked at. */
const LOOKED_AT = 512;
/** What a file begins with that is packed, a spreadsheet, a PDF. */
const PACKED = ['PK\u0003\u0004', '\u001f\u008b', '%PDF', '\u00d0\u00cf\u0011\u00e0', '7z\u00bc\u00af', 'BZh'];
const MT940 = /^\s*(\{1:F|:20:|:25:|:940:)/;

/**
 * Reads a file as XML if it is XML, else as CSV by the mapping. Answers its movements, or every fault with its place,
 * reason and remedy; then nothing of the file is taken. Null: there is no mapping.
 */
export function readStatement(
  bytes: Uint8Array,
  mapping: BankMapping | null,
): BankStatementFile | { faults: BankFault[] } {
  if (looksUtf16(bytes)) return refused('utf-16');
  const start = Buffer.from(bytes.subarray(0, LOOKED_AT)).toString('latin1').replace('\u00ef\u00bb\u00bf', '');
  if (PACKED.some((mark) => start.startsWith(mark))) return refused('packed');
  if (bytes.length <= LOOKED_AT && start.trim() === '') return refused('empty-file');
  if (start.trimStart().startsWith('<')) return readCamt(bytes);
  if (MT940.test(start)) return refused('mt940');
  return mapping === null ? refused('mapping-missing') : readBankCsv(bytes, mapping);
}

const refused = (code: BankFaultCode) => ({ faults: [bankFault(code)] });
