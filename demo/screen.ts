/** The screen of a run as text lines. Pure. Amounts are minor units of the lender's currency. */
import { daysBetween, localMoment } from './calendar.ts';

export interface Event {
  /** RFC 3339. */
  at: string;
  what: string;
  outcome?: string;
}
/** The story of the account shown at the moment. */
export interface ShownStory {
  account: string;
  dpd: number;
  /** Today in the lender's zone. */
  today: string;
  zone: string;
  done: readonly Event[];
  next: { at: string; what: string; cancelledBy: readonly string[] } | null;
}
export interface View {
  seed: number;
  accounts: number;
  /** `law of Taiwan`. */
  law: string;
  /** Before an amount. */
  sign: string;
  /** At the start of the run. */
  balance: bigint;
  overdue: bigint;
  day: number;
  days: number;
  /** `Tue 14:00`. */
  clock: string;
  parts: { temporal: string; database: string; queue: string; workers: number };
  stages: Readonly<Record<string, number>>;
  cured: number;
  held: number;
  received: bigint;
  promises: { kept: number; broken: number };
  sentByChannel: Readonly<Record<string, number>>;
  heldBack: Readonly<Record<string, number>>;
  contactsAfterPayment: number;
  paymentRaces: number;
  story: ShownStory | null;
  /** Recent events of the machine, newest last. */
  news: readonly string[];
}

const SHOWN_STAGES = ['reminder', 'sms', 'call', 'agency', 'bureau', 'legal'] as const;
const BAR = 16;
const FILES = ['agency', 'bureau', 'court'] as const;
/** Names of policies and of the lender's own rules on the screen; a rule of law has its id. */
const HELD: Readonly<Record<string, string>> = {
  'HOUSE-TIME-01': 'night',
  'running-promise': 'promise',
  'quiet-after-payment': 'just paid',
  'after-breathing-space': 'breathing space ended',
  'HOUSE-FREQ-01': 'cap of a day',
  'HOUSE-FREQ-02': 'cap of a week',
  'announced-payment': 'payment announced',
  'gentle-after-reversal': 'payment returned',
  dispute: 'dispute',
  hold: 'hold',
  placement: 'placed',
  stop: 'STOP',
};
const SHOWN_HELD = 6;
const INDENT = '   ';

/** "88,410": whole units. */
export function whole(minor: bigint): string {
  const units = (minor < 0n ? -minor : minor) / 100n;
  return `${minor < 0n ? '-' : ''}${units.toString().replace(/\B(?=(\d{3})+$)/g, ',')}`;
}
/** "5.9 m", or "940 k" below a million. */
export function rounded(minor: bigint): string {
  const units = Number(minor / 100n);
  return units >= 1_000_000 ? `${(units / 1_000_000).toFixed(1)} m` : `${Math.round(units / 1000)} k`;
}
export const many = (count: number, noun: string, more = `${noun}s`): string => `${count} ${count === 1 ? noun : more}`;

function bar(day: number, days: number): string {
  const full = Math.round((BAR * day) / Math.max(days, 1));
  return `${'#'.repeat(full)}${'-'.repeat(BAR - full)}`;
}

export function headerLine({
  accounts,
  balance,
  overdue,
  seed,
  law,
  sign,
}: Pick<View, 'accounts' | 'balance' | 'overdue' | 'seed' | 'law' | 'sign'>): string {
  const money = `${sign}${rounded(balance)} balance, ${sign}${rounded(overdue)} overdue`;
  return `Arrears demo  ${many(accounts, 'card')}, ${money}, seed ${seed}   ${law}   UCI data, persons invented`;
}

function dayLine({ day, days, clock, parts }: View): string {
  const { temporal, database, queue, workers } = parts;
  const machine = `Temporal ${temporal}  Postgres ${database}  queue ${queue}  workers ${workers}`;
  return `Day ${day}/${days}  ${clock}   ${bar(day, days)}   ${machine}`;
}
function stageLine({ stages, cured, held }: View): string {
  return `${SHOWN_STAGES.map((name) => `${name} ${stages[name] ?? 0}`).join('  ')}  | cured ${cured}  held ${held}`;
}

/** What was sent to people and organisations. Tasks for the lender's own desk do not count. */
export function sentWords(sent: Readonly<Record<string, number>>): string {
  const count = (name: string): number => sent[name] ?? 0;
  const files = FILES.reduce((sum, name) => sum + count(name), 0);
  const total = count('email') + count('sms') + count('call') + files;
  return `Sent ${total} (e-mail ${count('email')} sms ${count('sms')} calls ${count('call')} files ${files})`;
}
function moneyLine({ received, sign, promises, sentByChannel }: View): string {
  const kept = `Promises kept ${promises.kept} broken ${promises.broken}`;
  return `Money in ${sign}${whole(received)}    ${kept}    ${sentWords(sentByChannel)}`;
}

export function heldLine(heldBack: Readonly<Record<string, number>>): string {
  const known = Object.entries(heldBack)
    .filter(([policy]) => policy !== 'decide')
    .sort(([, a], [, b]) => b - a);
  const total = known.reduce((sum, [, count]) => sum + count, 0);
  const shown = known.slice(0, SHOWN_HELD).map(([policy, count]) => `${HELD[policy] ?? policy} ${count}`);
  return `Held back ${total}${shown.length === 0 ? '' : `: ${shown.join(', ')}`}`;
}
export function raceLine({
  contactsAfterPayment,
  paymentRaces,
}: Pick<View, 'contactsAfterPayment' | 'paymentRaces'>): string {
  const messages = many(paymentRaces, 'message was', 'messages were');
  const stopped = `${messages} already planned or queued when money came: all stopped`;
  return `Contacts after payment ${contactsAfterPayment}   (${stopped})`;
}

const HIDDEN_OUTCOMES = ['sent', 'delivered', 'recorded', 'booked', 'done'];

/** "d16 called: promises 1,434 for d21"; the number is days late at that time. */
function eventWords({ at, what, outcome }: Event, story: ShownStory): string {
  const late = story.dpd - daysBetween(localMoment(at, story.zone).slice(0, 10), story.today);
  const more = outcome === undefined || HIDDEN_OUTCOMES.includes(outcome) ? '' : `: ${outcome}`;
  return `d${late} ${what}${more}`;
}

/** The last events that fit the width, oldest first. */
function lastEvents(story: ShownStory, width: number): string {
  let line = '';
  for (const event of [...story.done].reverse()) {
    const words = eventWords(event, story);
    const longer = line === '' ? words : `${words}   ${line}`;
    if (longer.length > width && line !== '') break;
    line = longer;
  }
  return line;
}

export function storyLines(story: ShownStory, width: number): string[] {
  const head = `-- ${story.account}, ${story.dpd === 0 ? 'nothing overdue' : `${many(story.dpd, 'day')} late`} `;
  const { next } = story;
  const cancelled =
    next && next.cancelledBy.length > 0 ? `; cancelled by ${next.cancelledBy.slice(0, 4).join(', ')}` : '';
  const coming =
    next === null ? 'nothing is planned' : `next ${eventWords({ at: next.at, what: next.what }, story)}${cancelled}`;
  return [head.padEnd(Math.min(width, 66), '-'), lastEvents(story, width), coming];
}

/** Wraps a long sentence and indents the further lines. */
export function wrap(text: string, width: number): string[] {
  if (text.length <= width) return [text];
  const at = text.lastIndexOf(' ', width);
  const cut = at > INDENT.length ? at : width;
  return [text.slice(0, cut), ...wrap(`${INDENT}${text.slice(cut).trimStart()}`, width)];
}

/** All lines, none longer than `width`. */
export function screenLines(view: View, width: number): string[] {
  const lines = [
    headerLine(view),
    dayLine(view),
    stageLine(view),
    moneyLine(view),
    heldLine(view.heldBack),
    raceLine(view),
    ...(view.story === null ? [] : storyLines(view.story, width)),
    ...view.news.flatMap((news) => wrap(`** ${news}`, width)),
  ];
  return lines.map((line) => (line.length > width ? `${line.slice(0, width - 1)}~` : line));
}

/** One line per week, for output that cannot be redrawn. */
export function weekLine(view: View): string {
  const { day, days, stages, cured, received, sign, sentByChannel, contactsAfterPayment } = view;
  const counts = SHOWN_STAGES.map((name) => `${name} ${stages[name] ?? 0}`).join(' ');
  const sent = sentWords(sentByChannel).split(' (')[0];
  const results = `cured ${cured}  in ${sign}${whole(received)}  ${sent}  after payment ${contactsAfterPayment}`;
  return `day ${String(day).padStart(3)}/${days}  ${counts} | ${results}`;
}

const [CURSOR_UP, CLEAR_BELOW] = ['\u001b[', '\u001b[J'];
/** Control characters that erase the last `count` lines. */
export function rewind(count: number): string {
  return count === 0 ? '' : `${CURSOR_UP}${count}A\r${CLEAR_BELOW}`;
}
