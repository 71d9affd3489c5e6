/** `arrears strategy move`, `moves` and `undo`: accounts move from one strategy to another. */
import type { KeptReason, MovePreviewView, MoveTime, StrategyMoveView } from '../../domain/contracts/strategy-move.ts';
import { strategyWords } from '../../domain/strategy/move.ts';
import { type ApiClient, openApiClient } from '../api-client.ts';
import { asTyped } from '../facts.ts';
import { UsageFault } from '../fault.ts';
import { needed, readName } from '../input.ts';
import { answer, type Column, count, type OutputOptions, paint, plain, showTime, table } from '../print.ts';

interface MoveOptions extends OutputOptions {
  creditor?: string;
  from?: string;
  to?: string;
  at: MoveTime;
  yes?: boolean;
  as?: string;
}
type Preview = Omit<MovePreviewView, 'next'>;

/** Accounts that are named of each kind. */
const MOST_EXAMPLES = 20;
const PATH = '/v1/strategy-moves';

export async function moveAccounts({ creditor, from, to, at, yes, as, ...options }: MoveOptions): Promise<void> {
  const terms = {
    creditor: needed(creditor, '--creditor CODE', 'whose accounts move'),
    from: from === undefined || from === 'none' ? null : from,
    to: readTarget(to),
  };
  if (terms.from === terms.to)
    throw new UsageFault('--from and --to name the same strategy.', 'Name another strategy with --to.');
  const by = yes ? { as: readName(as) } : null;
  const preview = await readParts(openApiClient(), terms);
  if (by === null) {
    answer(options, preview, () => `${previewText(preview)}\nNothing was moved; add --yes --as NAME to move them.`);
    return;
  }
  const move = await send<StrategyMoveView>(PATH, { ...terms, at, ...by });
  answer(options, { preview, move }, () => `${previewText(preview)}\n${beganText(move)}`);
}

function readTarget(to: string | undefined): string | null {
  const target = needed(
    to,
    '--to STRATEGY, or --to none for the ladder of the code',
    'what the accounts are to follow',
  );
  return target === 'none' ? null : target;
}

/** Asks part by part until the last account. */
async function readParts(api: ApiClient, terms: object): Promise<Preview> {
  const ask = (after: object) =>
    api
      .post<MovePreviewView>(`${PATH}/previews`, { ...terms, ...after })
      .catch((error: unknown) => Promise.reject(asTyped(error)));
  let { next, ...whole } = await ask({});
  while (next !== null) {
    const { next: following, ...part } = await ask({ after: next });
    whole = joined(whole, part);
    next = following;
  }
  return { ...whole, segments: [...whole.segments].sort((a, b) => b.accounts - a.accounts) };
}

function joined(whole: Preview, part: Preview): Preview {
  const segments = new Map(whole.segments.map(({ segment, accounts }) => [segment, accounts]));
  for (const { segment, accounts } of part.segments) segments.set(segment, (segments.get(segment) ?? 0) + accounts);
  return {
    ...whole,
    accounts: whole.accounts + part.accounts,
    unchanged: whole.unchanged + part.unchanged,
    failed: whole.failed + part.failed,
    // Each part names every kind, in the same order.
    kinds: whole.kinds.map(({ kind, accounts, examples }, at) => ({
      kind,
      accounts: accounts + (part.kinds[at]?.accounts ?? 0),
      examples: [...examples, ...(part.kinds[at]?.examples ?? [])].slice(0, MOST_EXAMPLES),
    })),
    segments: [...segments].map(([segment, accounts]) => ({ segment, accounts })),
  };
}

const KINDS: Readonly<Record<Preview['kinds'][number]['kind'], string>> = {
  contacted: 'contacted within a day who would not be',
  skipped: 'not contacted, or more than a day later',
  escalated: 'in a later stage, or a step towards agency, bureau or court more',
  relieved: 'in an earlier stage, or such a step less',
};

function previewText({ creditor, from, to, accounts, unchanged, failed, kinds, segments }: Preview): string {
  const who = `${count(accounts, 'open account')} of ${creditor}`;
  const felt = kinds.filter((kind) => kind.accounts > 0);
  return [
    paint('bold', plain(`${who} from ${strategyWords(from)} to ${strategyWords(to)}, if all switched now:`)),
    ...felt.map(({ kind, accounts: n, examples }) => plain(`  ${n} ${KINDS[kind]}, such as ${examples.join(', ')}`)),
    `  ${unchanged} unchanged`,
    ...(failed === 0 ? [] : [`${count(failed, 'account')} could not be decided; npx arrears stuck shows why.`]),
    ...(segments.length === 0
      ? []
      : [plain(`Segments: ${segments.map(({ segment, accounts: n }) => `${segment} ${n}`).join(', ')}`)]),
  ].join('\n');
}

function beganText({ move, at }: StrategyMoveView): string {
  const when = at === 'now' ? 'at its next evaluation' : 'when it would enter another stage';
  return [
    `Move ${move} has begun: each account switches ${when}. npx arrears strategy moves shows how far it is.`,
    `Take it back with: npx arrears strategy undo ${move} --as NAME`,
  ].join('\n');
}

export async function listMoves(options: OutputOptions): Promise<void> {
  const moves = await openApiClient().get<StrategyMoveView[]>(PATH);
  answer(options, moves, () =>
    moves.length === 0
      ? 'No account has moved between strategies.'
      : [table(COLUMNS, moves), ...notes(moves)].join('\n'),
  );
}

const COLUMNS: Column<StrategyMoveView>[] = [
  { title: 'move', of: ({ move }) => move },
  { title: 'creditor', of: ({ creditor }) => creditor },
  { title: 'from', of: ({ from }) => from ?? 'none' },
  { title: 'to', of: ({ to }) => to ?? 'none' },
  { title: 'at', of: ({ at }) => at },
  { title: 'state', of: ({ state }) => state },
  { title: 'told', of: ({ accounts }) => String(accounts.told), right: true },
  { title: 'switched', of: ({ accounts }) => String(accounts.switched), right: true },
  { title: 'waiting', of: ({ accounts }) => String(accounts.waiting), right: true },
  { title: 'undone', of: ({ accounts }) => String(accounts.undone), right: true },
  { title: 'begun by', of: ({ madeBy }) => madeBy },
  { title: 'begun', of: ({ madeAt }) => showTime(madeAt) },
];

const KEPT: Readonly<Record<KeptReason, string>> = {
  closed: 'closed',
  'moved-on': 'moved on since',
  'handed-over': 'with an agency, bureau or court since',
  contacted: 'contacted since',
  retired: 'the strategy before is retired',
};

/** Why accounts of undone moves stay. */
const notes = (moves: readonly StrategyMoveView[]): string[] =>
  moves.flatMap(({ move, kept }) =>
    kept.length === 0
      ? []
      : [`${move}: ${kept.map(({ reason, accounts }) => `${accounts} stay, ${KEPT[reason]}`).join('; ')}`],
  );

export async function undoMove(move: string, { as, ...options }: MoveOptions): Promise<void> {
  const name = readName(as);
  const undone = await send<StrategyMoveView>(`${PATH}/${readMove(move)}/undo`, { as: name });
  answer(options, undone, () => {
    const { told } = undone.accounts;
    return `Move ${move} is undone by ${name}: of ${count(told, 'account')} told, those go back to which nothing was sent since. npx arrears strategy moves shows how many.`;
  });
}

function readMove(text: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text;
  throw new UsageFault(`"${text}" is no id of a move.`, 'npx arrears strategy moves shows them.');
}

const send = <T>(path: string, body: object): Promise<T> =>
  openApiClient()
    .post<T>(path, body)
    .catch((error: unknown) => Promise.reject(asTyped(error)));
