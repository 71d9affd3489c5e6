/** `arrears book`: the lender's book is instructed, and what it answers is taken in. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { InstructionShown, InstructionView } from '../../domain/contracts/instruction-view.ts';
import { changesAsked, INSTRUCTION_KINDS, INSTRUCTION_WORDS } from '../../domain/instruction-facts.ts';
import type { WireMoney } from '../../domain/money.ts';
import { findAccount, namedCreditor } from '../account.ts';
import { openApiClient } from '../api-client.ts';
import { asOrdered, type BookOptions, instructionBody } from '../book-orders.ts';
import { UsageFault } from '../fault.ts';
import { needed, readChoice, readDate, readName } from '../input.ts';
import { answer, type Column, count, note, type OutputOptions, paint, pairs, showMoney, table } from '../print.ts';
import { limitOf, readPages } from '../read-pages.ts';

interface ListOptions extends OutputOptions {
  state?: InstructionShown;
  creditor?: string;
  account?: string;
  limit?: number;
}

const PATH = '/v1/instructions';
const WHOSE = 'It is not said whose book it is.';
/** Lines of one screen. */
const SCREEN = 200;

type Given = InstructionView & { repeated: boolean };

export async function instructBook(typed: string, kindTyped: string, options: BookOptions): Promise<void> {
  const as = readName(options.as);
  const kind = readChoice(kindTyped, INSTRUCTION_KINDS, 'The kind of instruction');
  const api = openApiClient();
  const account = await findAccount(api, typed);
  const order = {
    ...{ account: account.name, kind, body: instructionBody(kind, options, account.currency), as },
    ...(options.effective === undefined ? {} : { effectiveOn: readDate(options.effective, '--effective') }),
    ...(options.key === undefined ? {} : { key: options.key }),
  };
  const given = await api.post<Given>(PATH, order).catch((error: unknown) => Promise.reject(asOrdered(error)));
  answer(options, given, () => givenText(given));
}

function givenText({ no, kind, account, effectiveOn, deadline, repeated }: Given): string {
  const what = `Instruction ${no}: ${INSTRUCTION_WORDS[kind]} for ${account}, effective ${effectiveOn}`;
  if (repeated) return `${what}, was given before; nothing was done. Another decision of today: --key NAME.`;
  const quiet = changesAsked(kind) ? ' Until then nothing is demanded of the account.' : '';
  return `${what}. The book answers by ${deadline}.${quiet}`;
}

export async function instructAgain(no: string, { as, effective, ...options }: BookOptions): Promise<void> {
  const body = {
    as: readName(as),
    ...(effective === undefined ? {} : { effectiveOn: readDate(effective, '--effective') }),
  };
  const given = await openApiClient().post<Given>(`${PATH}/${readNo(no)}/again`, body);
  answer(options, given, () => givenText(given));
}

export async function withdraw(no: string, { as, reason, ...options }: BookOptions): Promise<void> {
  const body = { reason: needed(reason, '--reason WORDS', 'why it is withdrawn'), as: readName(as) };
  const shown = await openApiClient().post<InstructionView>(`${PATH}/${readNo(no)}/withdraw`, body);
  answer(options, shown, () => `Instruction ${shown.no} is withdrawn: ${shown.reason}.`);
}

const COLUMNS: Column<InstructionView>[] = [
  { title: 'no', of: ({ no }) => String(no), right: true },
  { title: 'account', of: ({ account }) => account },
  { title: 'kind', of: ({ kind }) => kind },
  { title: 'about', of: (instruction) => briefText(instruction) },
  { title: 'effective', of: ({ effectiveOn }) => effectiveOn },
  { title: 'answer by', of: ({ deadline }) => deadline },
  { title: 'state', of: ({ state }) => state },
  { title: 'reason', of: ({ reason }) => reason ?? '' },
];

const isMoney = (value: unknown): value is WireMoney =>
  typeof value === 'object' && value !== null && 'currency' in value && 'minor' in value;

/** The values of a body in a line: amounts as money, dates and names as they are. */
function aboutText(value: unknown): string {
  if (isMoney(value)) return showMoney(value);
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.values(value).map(aboutText).join(', ');
}

/** What an instruction is about, for a list: of a plan the parts are counted. */
function briefText({ kind, body }: InstructionView): string {
  const { agreement: _, parts, ...rest } = body;
  if (kind !== 'plan' || !Array.isArray(parts)) return aboutText(rest);
  const last: { on?: string } | undefined = parts.at(-1);
  return `${count(parts.length, 'part')} until ${last?.on ?? ''}`;
}

export async function listInstructions(options: ListOptions): Promise<void> {
  const { creditor, state, account } = options;
  const list = { path: PATH, filter: { creditor, state, account }, keyOf: ({ no }: InstructionView) => String(no) };
  const limit = limitOf(options, SCREEN);
  const found = await readPages(openApiClient(), list, limit);
  answer(options, found, () => (found.length === 0 ? noneText(state) : table(COLUMNS, found)));
  if (found.length === limit) note(`${count(limit, 'instruction')} shown; there may be more: --limit`);
}

const noneText = (state: InstructionShown | undefined): string =>
  state === undefined ? 'No instruction waits for the book or a person.' : `No instruction is ${state}.`;

export async function showInstruction(no: string, options: OutputOptions): Promise<void> {
  const shown = await openApiClient().get<InstructionView>(`${PATH}/${readNo(no)}`);
  answer(options, shown, () => shownText(shown));
}

function shownText(shown: InstructionView): string {
  const { no, account, kind, body, state } = shown;
  return [
    paint('bold', `Instruction ${no}: ${INSTRUCTION_WORDS[kind]} for ${account}, ${state}`),
    pairs([
      ['id', shown.instruction],
      ...Object.entries(body).map(([name, value]): [string, string] => [name, aboutText(value)]),
      ['effective', shown.effectiveOn],
      ['instructed', `${shown.instructedOn}${shown.instructedBy === null ? '' : ` by ${shown.instructedBy}`}`],
      ['key', shown.key],
      ['answer by', shown.deadline],
      ['left in', shown.file ?? (shown.filedOn === null ? null : `the file of ${shown.filedOn}, not gone yet`)],
      ['booked as of', shown.bookedOn],
      ['answered', shown.answeredOn],
      ['reason', shown.reason],
    ]),
  ].join('\n');
}

interface Taken {
  rows: number;
  confirmed: number;
  rejected: number;
  repeated: number;
}

export async function confirmFile(path: string, options: ListOptions): Promise<void> {
  const bytes = new Uint8Array(readFileSync(path));
  const api = openApiClient();
  const query = { creditor: await namedCreditor(api, options.creditor, WHOSE), file: basename(path).slice(0, 200) };
  const taken = await api.send<Taken>('/v1/book-answers', query, bytes);
  answer(options, taken, () => takenText(taken));
}

function takenText({ rows, confirmed, rejected, repeated }: Taken): string {
  const known = repeated === 0 ? '' : `, ${repeated} told before`;
  const next =
    rejected === 0 ? '' : '\nA person looks at what was rejected: npx arrears book instructions --state rejected';
  return `${count(rows, 'answer')}: ${confirmed} confirmed, ${rejected} rejected${known}.${next}`;
}

export async function resendFile(date: string, { as, creditor, ...options }: BookOptions): Promise<void> {
  const on = readDate(date, 'The day of the file');
  const name = readName(as);
  const api = openApiClient();
  const body = { creditor: await namedCreditor(api, creditor, WHOSE), on, as: name };
  const sent = await api.post<{ sequence: number; instructions: number }>('/v1/book-files/resend', body);
  answer(
    options,
    sent,
    () => `The file of ${on} leaves again as number ${sent.sequence}, with ${count(sent.instructions, 'line')}.`,
  );
}

function readNo(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new UsageFault(`"${text}" is not the number of an instruction.`, 'npx arrears book instructions lists them.');
}
