/**
 * Two agencies. They read the files of the day, work the accounts within the law, and send a return file in the
 * evening.
 */
import { join } from 'node:path';
import type { WrittenChannel } from '../../domain/channels.ts';
import { type AgencyAct, answerAgency } from '../../simulation/behaviour/behaviour.ts';
import { drawBetween, drawn } from '../../simulation/behaviour/draw.ts';
import { addDays, dateOf, type Moment, momentOn } from '../calendar.ts';
import { bookPayment } from '../lender.ts';
import { CREDITOR } from '../portfolio.ts';
import { Refused } from './api-client.ts';
import { noteDispute } from './bank.ts';
import { type HandedOver, Inbox } from './outbox.ts';
import { addressOf, countRefusal, type DemoWorld, ledgerOf, type Resident, saveCopy, seenOf } from './world.ts';

interface Placement {
  id: string;
  account: string;
  resident: Resident;
  placedDay: number;
  /** Permitted channels: known, not wrong, not stopped. */
  ways: Set<string>;
  live: boolean;
}
export interface Agency {
  code: string;
  inbox: Inbox;
  placements: Map<string, Placement>;
  /** Rows for the next return file. */
  ready: Row[];
  /** True after the one planned mishap. */
  hadMishap: boolean;
  /** Days that had both an incoming file and a return. */
  days: { on: string; manifest: string; returned: string }[];
  /** Manifests read today. */
  manifests: string[];
}
interface Row {
  placement: string;
  event: string;
  at: string;
  minor?: bigint;
  to?: string;
  channel?: string;
  on?: string;
  detail?: string;
}
/** Unusual news about a day's file. */
export interface FileNews {
  agency: string;
  news: 'late' | 'refused';
  words: string;
}

/** From this day on, `north` once sends a wrong count, and `south` once sends a file a day late. */
const MISHAPS_FROM = 36;
const ROWS_FOR_A_MISHAP = 2;
/** The agency's own limit, well below the seven contacts in seven days that it shares with the lender. */
const [CONTACTS, CONTACT_DAYS] = [2, 7];
const SHARE_REJECTED = 0.02;
const COLUMNS = ['placement', 'event', 'at', 'minor', 'currency', 'to', 'channel', 'on', 'detail'] as const;

export function openAgency(outbox: string, code: string): Agency {
  return {
    code,
    inbox: new Inbox(join(outbox, 'agency', code)),
    placements: new Map(),
    ready: [],
    hadMishap: false,
    days: [],
    manifests: [],
  };
}

interface Point {
  channel: WrittenChannel;
  stopped: string[];
  wrong: boolean;
}
function waysOf(points: string): Set<string> {
  const open = (JSON.parse(points) as Point[]).filter((point) => !point.wrong);
  const ways = open.flatMap(({ channel, stopped }) =>
    (channel === 'sms' ? ['sms', 'call'] : ['email']).filter((way) => !stopped.includes(way)),
  );
  return new Set(ways);
}

/** An agency's evening: the day's work, then its return file. */
export async function workAgency(world: DemoWorld, moment: Moment, agency: Agency): Promise<FileNews | null> {
  const before = [...agency.placements.values()]
    .filter((placement) => placement.live)
    .sort((a, b) => (a.account < b.account ? -1 : 1));
  for (const placement of before) workAccount(world, moment, agency, placement);
  const files = agency.inbox.read([addDays(moment.date, -1), moment.date]);
  agency.manifests = files.map((file) => file.manifest);
  for (const file of files) receiveFile(world, moment, agency, file);
  return agency.ready.length === 0 ? null : sendReturn(world, moment, agency);
}

const at = ({ law }: DemoWorld, { day }: Moment, clock: string): string => momentOn(law.zone, day, clock).at;

function receiveFile(world: DemoWorld, moment: Moment, agency: Agency, { kind, rows }: HandedOver): void {
  for (const row of rows) {
    const [id = '', account = ''] = [row['placement'], row['account']];
    if (kind === 'recall') endPlacement(world, moment, agency, id);
    else if (kind === 'placement')
      receivePlacement(world, moment, agency, { id, account, ways: waysOf(row['contact_points'] ?? '[]') });
  }
}

function endPlacement(world: DemoWorld, moment: Moment, agency: Agency, id: string): void {
  const placement = agency.placements.get(id);
  if (placement) placement.live = false;
  world.placed.delete(placement?.account ?? '');
  agency.ready.push({ placement: id, event: 'recall-acknowledged', at: at(world, moment, '18:30:00') });
}

function receivePlacement(
  world: DemoWorld,
  moment: Moment,
  agency: Agency,
  { id, account, ways }: Pick<Placement, 'id' | 'account' | 'ways'>,
): void {
  const resident = world.residentOf.get(account);
  if (!resident) return;
  if (drawn(SHARE_REJECTED, world.seed, account, moment.day, 'agency rejects')) {
    agency.ready.push({
      placement: id,
      event: 'rejected',
      at: at(world, moment, '18:30:00'),
      detail: 'no capacity for this kind of account',
    });
    return;
  }
  agency.placements.set(id, { id, account, ways, resident, placedDay: moment.day, live: true });
  world.placed.add(account);
  agency.ready.push({ placement: id, event: 'accepted', at: at(world, moment, '18:30:00') });
}

/** Each account has its own minute from 10:00, where the person lives, to 17:59, so that no two rows are equal. */
function minuteOf(world: DemoWorld, moment: Moment, account: string): string {
  const minute = drawBetween(
    600 + world.law.behind * 60,
    1079,
    world.seed,
    account,
    moment.day,
    'minute of the agency',
  );
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

function workAccount(world: DemoWorld, moment: Moment, agency: Agency, placement: Placement): void {
  const { account, resident, placedDay, id } = placement;
  const seen = seenOf(world, account, moment.day);
  if (seen.overdueMinor === 0n) return;
  const acts = answerAgency(resident.debtor, { account: seen, day: moment.day, placedDay });
  const clock = minuteOf(world, moment, account);
  for (const [index, act] of acts.entries()) {
    if (act.event === 'contact' && !mayContact(placement, moment.day, act.channel)) return;
    remember(world, moment, placement, act);
    agency.ready.push({
      placement: id,
      at: at(world, moment, `${clock}:${String(index * 10).padStart(2, '0')}`),
      ...cellsOf(act),
    });
  }
}

/**
 * Whether the agency may contact the person: the law's limits, and the permitted channels of the handover file. Without
 * a contact the person says nothing today.
 */
function mayContact({ ways, resident }: Placement, day: number, channel: string): boolean {
  const recent = resident.agencyContacts.filter((agencyContact) => agencyContact > day - CONTACT_DAYS);
  return ways.has(channel) && recent.length < CONTACTS && !recent.includes(day);
}

function remember(world: DemoWorld, { day }: Moment, { account, resident, ways }: Placement, act: AgencyAct): void {
  if (act.event === 'contact') {
    resident.agencyContacts.push(day);
    resident.received.push({ day, channel: 'agency', account });
  }
  if (act.event === 'payment') bookPayment(ledgerOf(world, account), act.minor, day);
  if (act.event === 'promise') resident.promises.push({ account, parts: [{ day: act.promisedDay, minor: act.minor }] });
  if (act.event === 'dispute') noteDispute(world, day, account);
  if (act.event === 'stop') ways.delete(act.channel);
  if (act.event === 'address') world.addressees.set(addressOf(act.value), resident);
}

function cellsOf(act: AgencyAct): Omit<Row, 'placement' | 'at'> {
  switch (act.event) {
    case 'payment':
      return { event: act.event, minor: act.minor, to: act.to };
    case 'promise':
      return { event: act.event, minor: act.minor, on: dateOf(act.promisedDay) };
    case 'dispute':
      return { event: act.event, detail: act.about };
    case 'address':
      return { event: act.event, channel: act.channel, detail: act.value };
    case 'contact':
    case 'stop':
      return { event: act.event, channel: act.channel };
    case 'hardship':
      return { event: act.event };
  }
}

/** A return file as in docs/file-formats.md. `count` goes into the `#end` row. */
function returnFile({ law: { currency } }: DemoWorld, rows: readonly Row[], count: number): string {
  const cell = (value: string): string => {
    const safe = /^[=+\-@]/.test(value) ? `'${value}` : value;
    return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const sum = rows.reduce((all, row) => all + (row.minor ?? 0n), 0n);
  const lines = rows.map((row) => {
    const cells = { ...row, minor: row.minor?.toString() ?? '', currency: row.minor === undefined ? '' : currency };
    return COLUMNS.map((column) => cell(String(cells[column] ?? ''))).join(',');
  });
  const end = ['#end', String(count), '', sum.toString(), sum === 0n ? '' : currency, '', '', '', ''].join(',');
  return `${[COLUMNS.join(','), ...lines, end].join('\r\n')}\r\n`;
}

async function sendReturn(world: DemoWorld, moment: Moment, agency: Agency): Promise<FileNews | null> {
  const mishap = !agency.hadMishap && moment.day >= MISHAPS_FROM && agency.ready.length >= ROWS_FOR_A_MISHAP;
  if (mishap && agency.code !== 'north') {
    agency.hadMishap = true;
    return { agency: agency.code, news: 'late', words: `agency ${agency.code} sends today's file tomorrow` };
  }
  const rows = agency.ready;
  agency.ready = [];
  const name = `return-${agency.code}-${moment.date}.csv`;
  const path = `/v1/agency-returns/${agency.code}?creditor=${CREDITOR}&file=${name}`;
  const send = (count: number) => world.api.sendFile(path, returnFile(world, rows, count));
  const refused = mishap ? await refusalOf(() => send(rows.length + 1)) : null;
  if (mishap) agency.hadMishap = true;
  const again = await refusalOf(() => send(rows.length));
  if (again !== null) countRefusal(world, `return file ${again}`);
  const returned = saveCopy(world, agency.code, name, returnFile(world, rows, rows.length));
  for (const manifest of agency.manifests) agency.days.push({ on: moment.date, manifest, returned });
  return refused === null
    ? null
    : {
        agency: agency.code,
        news: 'refused',
        words: `the file of agency ${agency.code} with a wrong count was refused whole, then sent right`,
      };
}

/** Code of the refusal; null if the file was accepted. */
async function refusalOf(send: () => Promise<unknown>): Promise<string | null> {
  try {
    await send();
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
}
