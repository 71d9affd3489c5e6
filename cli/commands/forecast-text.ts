/** What comes next for an account, as it is read. */
import type { AheadView } from '../../domain/contracts/ahead.ts';
import { paint, plain, showTime, wrap } from '../print.ts';

const INDENT = ' '.repeat(24);

/** Times with their weekday, in the creditor's zone. */
export function forecastText({ until, assumes, items, stage, why, openTasks }: AheadView, zone: string): string {
  const at = (iso: string) => `${weekdayOf(iso, zone)} ${showTime(iso, zone)}`;
  const lines = items.map((item) => itemText(item, at(item.at)));
  const waiting = openTasks.map(({ what, since }) => `  a task waits for its outcome since ${at(since)}: ${what}`);
  return [
    paint('bold', plain(`Ahead until ${at(until)} (${zone}), if nothing new occurs`)),
    wrap(assumptionWords(assumes), '  '),
    ...(lines.length === 0 ? ['  nothing comes'] : lines),
    paint('bold', plain(`Then it stands at ${stage}`)),
    ...why.map((reason) => `  ${plain(reason)}`),
    ...waiting.map(plain),
  ].join('\n');
}

function itemText({ what, of, because, cancelledBy, together }: AheadView['items'][number], at: string): string {
  const shared = together.length === 0 ? '' : ` (one message with ${together.join(', ')})`;
  const notes = [
    ...(because.length === 0 ? [] : [`not sooner: ${because.join('; ')}`]),
    ...(cancelledBy.length === 0 ? [] : [`cancelled or put off by ${cancelledBy.join(', ')}`]),
  ];
  const head = `  ${at}  ${of === 'task' ? 'task: ' : ''}${what}${shared}`;
  return [plain(head), ...notes.map((line) => wrap(plain(line), INDENT))].join('\n');
}

function assumptionWords({ receipts, calls }: AheadView['assumes']): string {
  const delivery =
    receipts === 'none'
      ? 'no receipt comes: a notice is served only at an address that took a message before'
      : 'each message is delivered a minute after it left';
  const outcomes = calls === 'open' ? 'no task has an outcome' : 'nobody answers a call; other tasks have no outcome';
  return `Nobody pays, promises, disputes or decides; ${outcomes}; ${delivery}.`;
}

const weekdayOf = (iso: string, zone: string): string =>
  new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: zone }).format(new Date(iso));
