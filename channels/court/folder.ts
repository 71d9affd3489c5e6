/**
 * Builds the folder of a court case: statement of account, contact history, letters as sent, checklist, and an index.
 * Pure.
 */
import type { Channel, Purpose, WrittenChannel } from '../../domain/channels.ts';
import type { Position } from '../../domain/money/position.ts';
import { type CalendarDate, type Instant, localDate, localMinute, type Zone } from '../../domain/time.ts';
import { sha256 } from '../../platform/sha256.ts';
import type { OutFile } from '../channel.ts';
import { writeCsv } from '../csv.ts';
import { type StatementHead, statementCsv, statementOf, statementText } from './statement.ts';

/** One contact in the contact history. */
export interface CaseContact {
  at: Instant;
  channel: Channel;
  purpose: Purpose;
  /** Plain words: `delivered`, `bounced`, `right party: promise`. */
  outcome: string;
}
/** A letter as it was sent. */
interface CaseLetter {
  at: Instant;
  channel: WrittenChannel;
  /** Stage and step, such as `reminder-day-4`; becomes part of the file name. */
  what: string;
  to: string;
  subject: string | null;
  body: string;
}
/** One requirement of the checklist. */
interface CaseCheck {
  name: string;
  passed: boolean;
  words: string;
}
/** Everything a case folder is built from. Amounts are minor units. */
export interface CourtCaseFolder {
  caseId: string;
  creditor: string;
  creditorName: string;
  account: string;
  currency: string;
  zone: Zone;
  contractDate: CalendarDate;
  /** Business date of the folder. */
  on: CalendarDate;
  position: Position;
  contacts: readonly CaseContact[];
  letters: readonly CaseLetter[];
  checklist: readonly CaseCheck[];
  /** Who approved it. */
  approvedBy: string;
}

const text = (name: string, content: string): OutFile => ({ name, content: Buffer.from(content, 'utf8') });

function localTime(at: Instant, zone: Zone): string {
  const minute = localMinute(at, zone);
  const clock = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0'));
  return `${localDate(at, zone)} ${clock.join(':')}`;
}

/** Header of the contact history. */
export const CONTACT_COLUMNS = ['at', 'channel', 'purpose', 'outcome'] as const;

function contactHistory(folder: CourtCaseFolder): OutFile {
  const rows = [...folder.contacts]
    .sort((a, b) => a.at - b.at)
    .map(({ at, channel, purpose, outcome }) => ({ at: localTime(at, folder.zone), channel, purpose, outcome }));
  return text('contact-history.csv', writeCsv(CONTACT_COLUMNS, rows));
}

function letterFiles(folder: CourtCaseFolder): OutFile[] {
  return [...folder.letters]
    .sort((a, b) => a.at - b.at)
    .map((letter, index) => {
      const what = letter.what.replace(/[^a-z0-9-]+/gi, '-').replace(/^-+|-+$/g, '');
      const number = String(index + 1).padStart(3, '0');
      const name = `${number}-${localDate(letter.at, folder.zone)}-${letter.channel}-${what || 'letter'}.txt`;
      const subject = letter.subject === null ? [] : [`Subject: ${letter.subject}`];
      const head = [`Sent: ${localTime(letter.at, folder.zone)} (${folder.zone})`, `To: ${letter.to}`, ...subject];
      return text(`letters/${name}`, `${head.join('\n')}\n\n${letter.body}\n`);
    });
}

function checklistFiles(folder: CourtCaseFolder): OutFile[] {
  const { caseId, account, on, approvedBy, checklist } = folder;
  const lines = checklist.map((check) => `[${check.passed ? 'x' : ' '}] ${check.words}`);
  return [
    text(
      'checklist.json',
      `${JSON.stringify({ v: 1, case: caseId, account, on, approvedBy, checks: checklist }, null, 2)}\n`,
    ),
    text(
      'checklist.txt',
      `Checklist of case ${caseId}, account ${account}, ${on}\n\n${lines.join('\n')}\n\nApproved by ${approvedBy}\n`,
    ),
  ];
}

function statementFiles(folder: CourtCaseFolder): OutFile[] {
  const lines = statementOf(folder.position, folder.on);
  const head: StatementHead = {
    creditorName: folder.creditorName,
    account: folder.account,
    currency: folder.currency,
    contractDate: folder.contractDate,
    on: folder.on,
    balance: folder.position.balance,
  };
  return [
    text('statement.csv', statementCsv(lines, folder.currency)),
    text('statement.txt', statementText(head, lines)),
  ];
}

/**
 * Folder of a case below `outbox/court/`. Account numbers hold only characters that folder names allow; leading dots
 * become `_`.
 */
const caseFolderName = ({ creditor, account, on }: Pick<CourtCaseFolder, 'creditor' | 'account' | 'on'>): string =>
  `${creditor}/${account.replace(/^\.+/, '_')}/${on}`;

/** All files of the folder. The index comes last: a folder without an index is unfinished. */
export function writeCaseFolder(item: CourtCaseFolder): OutFile[] {
  const files = [...statementFiles(item), contactHistory(item), ...letterFiles(item), ...checklistFiles(item)];
  const listed = files.map(({ name, content }) => ({ name, bytes: content.length, sha256: sha256(content) }));
  const index = {
    v: 1,
    kind: 'case-folder',
    case: item.caseId,
    creditor: item.creditor,
    account: item.account,
    date: item.on,
    files: listed,
  };
  const folder = caseFolderName(item);
  return [...files, text('index.json', `${JSON.stringify(index, null, 2)}\n`)].map((file) => ({
    ...file,
    name: `${folder}/${file.name}`,
  }));
}

/** Marks a case as withdrawn before filing, after its folder was sent. */
export function writeWithdrawal(
  item: Pick<CourtCaseFolder, 'caseId' | 'creditor' | 'account'> & {
    on: CalendarDate;
    madeOn: CalendarDate;
    reason: string;
  },
): OutFile[] {
  const body = {
    v: 1,
    kind: 'withdrawal',
    case: item.caseId,
    creditor: item.creditor,
    account: item.account,
    date: item.on,
    reason: item.reason,
  };
  return [text(`${caseFolderName({ ...item, on: item.madeOn })}/withdrawn.json`, `${JSON.stringify(body, null, 2)}\n`)];
}
