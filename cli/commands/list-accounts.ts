/** `arrears list`: accounts and where they stand. */
import type { AccountView } from '../../domain/contracts/views.ts';
import { LADDER } from '../../stages/index.ts';
import { findAccount } from '../account.ts';
import { type ApiClient, openApiClient } from '../api-client.ts';
import { UsageFault } from '../fault.ts';
import { readChoice } from '../input.ts';
import { answer, type Column, count, note, type OutputOptions, showMoney, table } from '../print.ts';
import { readTimes, type TimeOf } from '../times.ts';

interface ListOptions extends OutputOptions {
  creditor?: string;
  stage?: string;
  health?: string;
  person?: string;
  open?: boolean;
  closed?: boolean;
  after?: string;
  limit: number;
}

/** Stages that an account may be in, other than those of the ladder. */
const OUTSIDE = ['new', 'clear', 'closed'];
const STAGES = [...LADDER.filter((stage) => stage.kind !== 'duties').map((stage) => stage.name), ...OUTSIDE];
const HEALTH = ['waiting', 'ok', 'blocked', 'held', 'done'] as const;
const PAGE = 1000;

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
  { title: 'held', of: (listed) => heldText(listed, timeOf) },
];

/** What the next step waits for, and until when. */
function heldText({ held, account }: AccountView, timeOf: TimeOf): string {
  if (held === null) return '';
  return held.until === null ? held.because : `until ${timeOf(held.until, account)}: ${held.because}`;
}

export async function listAccounts(options: ListOptions): Promise<void> {
  const { creditor, person, stage, health, open, closed } = options;
  if (open && closed) throw new UsageFault('--open and --closed exclude each other.', 'Leave one of them out.');
  if (stage !== undefined) readChoice(stage, STAGES, 'The stage');
  if (health !== undefined) readChoice(health, HEALTH, 'The health');
  const api = openApiClient();
  const after = options.after === undefined ? undefined : (await findAccount(api, options.after)).name;
  const filter = { creditor, person, stage, health, open: open ? true : closed ? false : undefined };
  const rows = await pages(api, filter, after, options.limit);
  const timeOf = await readTimes(api);
  answer(options, rows, () => (rows.length === 0 ? 'No account fits.' : table(columns(timeOf), rows)));
  if (rows.length === options.limit)
    note(`${count(rows.length, 'account')} shown; there may be more: --after ${rows.at(-1)?.account} or --limit`);
}

async function pages(
  api: ApiClient,
  filter: Record<string, string | boolean | undefined>,
  after: string | undefined,
  limit: number,
): Promise<AccountView[]> {
  const rows: AccountView[] = [];
  while (rows.length < limit) {
    const size = Math.min(PAGE, limit - rows.length);
    const page = await api.get<AccountView[]>('/v1/accounts', {
      ...filter,
      after: rows.at(-1)?.account ?? after,
      limit: size,
    });
    rows.push(...page);
    if (page.length < size) break;
  }
  return rows;
}
