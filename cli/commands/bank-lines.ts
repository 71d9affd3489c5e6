/** `arrears bank`: statements of banks are taken, and what is doubtful in them is decided. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { BankLineView, BankStatementView, ShownBankLineView } from '../../domain/contracts/bank-line.ts';
import { BankMapping } from '../../domain/contracts/bank-mapping.ts';
import { findAccount, namedCreditor } from '../account.ts';
import { openApiClient } from '../api-client.ts';
import { asTyped } from '../facts.ts';
import { UsageFault } from '../fault.ts';
import { needed, readMoney, readName } from '../input.ts';
import { faultsIn, fieldOf, readJson, refuseFile } from '../json-file.ts';
import {
  answer,
  type Column,
  count,
  note,
  type OutputOptions,
  paint,
  pairs,
  plain,
  showMoney,
  table,
} from '../print.ts';
import { limitOf, readPages } from '../read-pages.ts';

interface BankOptions extends OutputOptions {
  creditor?: string;
  mapping?: string;
  state?: BankLineView['state'];
  limit?: number;
  reason?: string;
  as?: string;
}

const PATH = '/v1/bank-lines';
/** Lines of one screen. */
const SCREEN = 200;

export async function takeStatement(path: string | undefined, options: BankOptions): Promise<void> {
  if (path === undefined)
    throw new UsageFault(
      'No statement is named.',
      'npx arrears bank FILE takes one; npx arrears bank list shows what waits.',
    );
  const bytes = new Uint8Array(readFileSync(path));
  const mapping = options.mapping === undefined ? undefined : readMapping(options.mapping);
  const api = openApiClient();
  const taken = await api.send<BankStatementView>(
    '/v1/bank-statements',
    {
      creditor: await namedCreditor(api, options.creditor, 'It is not said whose bank account it is.'),
      file: basename(path).slice(0, 200),
      mapping: mapping === undefined ? undefined : JSON.stringify(mapping),
    },
    bytes,
  );
  answer(options, taken, () => takenText(taken));
}

const MAPPING_REMEDY = 'docs/bank-statements.md describes a mapping; docs/examples/bank-mapping.json is one.';

function readMapping(path: string): unknown {
  const mapping = readJson(path, 'The mapping', MAPPING_REMEDY);
  const faults = faultsIn(BankMapping, mapping);
  if (faults.length > 0) refuseFile(faults, fieldOf, MAPPING_REMEDY);
  return mapping;
}

function takenText(taken: BankStatementView): string {
  const { before, lines, repeated, unbooked, matched, review, returned, outgoing, waiting } = taken;
  const parts = [
    `${matched} matched`,
    `${review} to review`,
    ...(returned > 0 ? [`${returned} returned`] : []),
    ...(outgoing > 0 ? [`${outgoing} outgoing`] : []),
    ...(repeated > 0 ? [`${repeated} told before`] : []),
    ...(unbooked > 0 ? [`${unbooked} not booked yet`] : []),
    ...(waiting > 0 ? [`${waiting} being matched`] : []),
  ];
  return [
    ...(before ? ['This very file was taken before; nothing of it was taken twice.'] : []),
    `${count(lines, 'line')}: ${parts.join(', ')}.`,
    ...(review > 0 ? ['Decide about the doubtful: npx arrears bank list'] : []),
  ].join('\n');
}

const COLUMNS: Column<BankLineView>[] = [
  { title: 'line', of: ({ line }) => String(line), right: true },
  { title: 'booked', of: ({ bookedOn }) => bookedOn },
  {
    title: 'amount',
    of: ({ direction, amount }) => `${direction === 'out' ? '-' : ''}${showMoney(amount)}`,
    right: true,
  },
  { title: 'creditor', of: ({ creditor }) => creditor },
  { title: 'state', of: ({ state }) => state },
  { title: 'why', of: ({ why }) => why ?? '' },
  {
    title: 'accounts',
    of: ({ allocated, candidates }) => [...allocated.map(({ account }) => account), ...candidates].join(' '),
  },
];

export async function listLines(options: BankOptions): Promise<void> {
  const { creditor, state } = options;
  const list = { path: PATH, filter: { creditor, state }, keyOf: ({ line }: BankLineView) => String(line) };
  const limit = limitOf(options, SCREEN);
  const lines = await readPages(openApiClient(), list, limit);
  answer(options, lines, () => (lines.length === 0 ? noLine(state) : table(COLUMNS, lines)));
  if (lines.length === limit) note(`${count(limit, 'line')} shown; there may be more: --limit`);
}

const noLine = (state: BankLineView['state'] | undefined): string =>
  state === undefined || state === 'review' ? 'No bank line waits for a person.' : `No bank line is in state ${state}.`;

export async function showLine(line: string, options: BankOptions): Promise<void> {
  const shown = await openApiClient().get<ShownBankLineView>(`${PATH}/${readLine(line)}`);
  answer(options, shown, () => lineText(shown));
}

function lineText(shown: ShownBankLineView): string {
  const { line, direction, amount, bookedOn, state, about } = shown;
  const decided = shown.decidedBy === null ? null : `by ${shown.decidedBy}`;
  return [
    paint(
      'bold',
      `Bank line ${line}: ${showMoney(amount)} ${direction === 'in' ? 'came in' : 'went out'} on ${bookedOn}, ${state}`,
    ),
    pairs([
      ['bank account', shown.bankAccount],
      ['why', shown.why],
      ['from', direction === 'in' ? written(shown.counterparty) : null],
      ['to', direction === 'out' ? written(shown.counterparty) : null],
      ['references', written(shown.references.join(', '))],
      ['text', written(shown.text)],
      ['return reason', written(shown.returnReason)],
      ['allocated', shown.allocated.map((part) => `${showMoney(part.amount)} to ${part.account}`).join(', ') || null],
      ['decided', decided],
      ['reason', written(shown.reason)],
    ]),
    ...(about.length === 0 ? [] : [paint('bold', 'May be for'), table(ABOUT, about)]),
    ...(state === 'review' && direction === 'in'
      ? [`Give it to an account: npx arrears bank allocate ${line} ${about[0]?.account ?? 'ACCOUNT'} --as NAME`]
      : []),
  ].join('\n');
}

/** What somebody else wrote, as a terminal may show it; null where there is nothing. */
const written = (text: string | null): string | null => (text === null || text === '' ? null : plain(text));

const ABOUT: Column<ShownBankLineView['about'][number]>[] = [
  { title: 'account', of: ({ account }) => account },
  { title: 'person', of: ({ person }) => person },
  { title: 'asked', of: ({ asked }) => showMoney(asked), right: true },
  { title: 'balance', of: ({ balance }) => showMoney(balance), right: true },
  { title: 'closed', of: ({ closed }) => closed ?? '' },
  { title: 'because', of: ({ because }) => because.join(', ') },
];

export async function allocateLine(
  line: string,
  typed: readonly string[],
  { as, ...options }: BankOptions,
): Promise<void> {
  const name = readName(as);
  const api = openApiClient();
  const parts = [];
  for (const part of typed) {
    const [account = '', amount] = part.split('=');
    const found = await findAccount(api, account);
    if (amount === undefined && typed.length > 1)
      throw new UsageFault(`It is not said how much ${account} gets.`, 'Write each part as ACCOUNT=AMOUNT.');
    parts.push({ account: found.name, ...(amount === undefined ? {} : { amount: readMoney(amount, found.currency) }) });
  }
  await decide(line, 'allocate', { parts, as: name }, options, ({ allocated }) =>
    allocated
      .map(({ account, amount }) => `${showMoney(amount)} of bank line ${line} is paid on ${account}.`)
      .join('\n'),
  );
}

export async function setAside(line: string, { reason, as, ...options }: BankOptions): Promise<void> {
  const body = { reason: needed(reason, '--reason WORDS', 'why it is no payment of a debtor'), as: readName(as) };
  await decide(line, 'set-aside', body, options, () => `Bank line ${line} is set aside.`);
}

export async function takeBack(line: string, { reason, as, ...options }: BankOptions): Promise<void> {
  const body = { reason: needed(reason, '--reason WORDS', 'why the allocation was wrong'), as: readName(as) };
  const words = `The allocation of bank line ${line} never counted. Give it to the right account: npx arrears bank allocate ${line} ACCOUNT --as NAME`;
  await decide(line, 'take-back', body, options, () => words);
}

async function decide(
  line: string,
  act: string,
  body: object,
  options: OutputOptions,
  text: (shown: BankLineView) => string,
): Promise<void> {
  const shown = await openApiClient()
    .post<BankLineView>(`${PATH}/${readLine(line)}/${act}`, body)
    .catch((error: unknown) => Promise.reject(asTyped(error)));
  answer(options, shown, () => text(shown));
}

function readLine(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new UsageFault(`"${text}" is not the number of a bank line.`, 'npx arrears bank list shows those that wait.');
}
