/** `arrears list`: accounts and where they stand. */
import {
  BELOW_FLOOR,
  SELF_CURE,
  UNREACHABLE,
  WAITS_FOR_ALLOCATION,
  WAITS_FOR_DISPUTE,
} from '../../domain/attention.ts';
import type { AccountView } from '../../domain/contracts/views.ts';
import { SCORE_CLASSES } from '../../domain/strategy/score/axes.ts';
import { LADDER } from '../../stages/index.ts';
import { findAccount } from '../account.ts';
import { openApiClient } from '../api-client.ts';
import { UsageFault } from '../fault.ts';
import { readChoice } from '../input.ts';
import { answer, type Column, count, note, type OutputOptions, showMoney, table } from '../print.ts';
import { limitOf, readPages } from '../read-pages.ts';
import { readTimes, type TimeOf } from '../times.ts';

interface ListOptions extends OutputOptions {
  creditor?: string;
  stage?: string;
  health?: string;
  person?: string;
  ability?: string;
  willingness?: string;
  strategy?: string;
  segment?: string;
  open?: boolean;
  closed?: boolean;
  after?: string;
  limit?: number;
}

/** Stages that an account may be in, other than those of the ladder. */
const WAITING = [BELOW_FLOOR, UNREACHABLE, WAITS_FOR_DISPUTE, WAITS_FOR_ALLOCATION];
const OUTSIDE = ['new', 'clear', 'closed', SELF_CURE, ...WAITING];
const STAGES = [...LADDER.filter((stage) => stage.kind !== 'duties').map((stage) => stage.name), ...OUTSIDE];
const HEALTH = ['waiting', 'ok', 'blocked', 'held', 'done'] as const;
/** Accounts of one screen. */
const SCREEN = 100;

const columns = (timeOf: TimeOf): Column<AccountView>[] => [
  { title: 'account', of: (listed) => listed.account },
  { title: 'stage', of: (listed) => listed.stage },
  { title: 'health', of: (listed) => listed.health },
  { title: 'dpd', of: (listed) => String(listed.dpd), right: true },
  { title: 'overdue', of: (listed) => showMoney(listed.overdue), right: true },
  { title: 'balance', of: (listed) => showMoney(listed.balance), right: true },
  { title: 'placed', of: (listed) => listed.placedWith ?? '' },
  { title: 'next evaluation', of: (listed) => listed.closed ?? timeOf(listed.nextEvaluationAt, listed.account) },
  { title: 'person', of: (listed) => listed.person },
  { title: 'ability', of: (listed) => listed.ability ?? '' },
  { title: 'willingness', of: (listed) => listed.willingness ?? '' },
  { title: 'strategy', of: ({ strategy, segment }) => [strategy, segment].filter((name) => name !== null).join(' ') },
  { title: 'held', of: (listed) => heldText(listed, timeOf) },
];

/** What the next step waits for, and until when. */
function heldText({ held, account }: AccountView, timeOf: TimeOf): string {
  if (held === null) return '';
  return held.until === null ? held.because : `until ${timeOf(held.until, account)}: ${held.because}`;
}

export async function listAccounts(options: ListOptions): Promise<void> {
  const { creditor, person, stage, health, ability, willingness, strategy, segment, open, closed } = options;
  if (open && closed) throw new UsageFault('--open and --closed exclude each other.', 'Leave one of them out.');
  if (stage !== undefined) readChoice(stage, STAGES, 'The stage');
  if (health !== undefined) readChoice(health, HEALTH, 'The health');
  if (ability !== undefined) readChoice(ability, SCORE_CLASSES, '--ability');
  if (willingness !== undefined) readChoice(willingness, SCORE_CLASSES, '--willingness');
  const api = openApiClient();
  const after = options.after === undefined ? undefined : (await findAccount(api, options.after)).name;
  const filter = {
    creditor,
    person,
    stage,
    health,
    ability,
    willingness,
    strategy,
    segment,
    open: open ? true : closed ? false : undefined,
  };
  const limit = limitOf(options, SCREEN);
  const list = { path: '/v1/accounts', filter, after, keyOf: (listed: AccountView) => listed.account };
  const rows = await readPages(api, list, limit);
  const timeOf = await readTimes(api);
  answer(options, rows, () => (rows.length === 0 ? 'No account fits.' : table(columns(timeOf), rows)));
  if (rows.length === limit)
    note(`${count(rows.length, 'account')} shown; there may be more: --after ${rows.at(-1)?.account} or --limit`);
}
