/**
 * Normal business under chaos. Books are imported, the clock runs from evening to evening, and people answer tasks.
 * Facts that stop effects (payment, STOP, dispute, hold) are sent exactly when effects of the account are due or on
 * their way.
 */
import { type Kysely, sql } from 'kysely';
import { readClock } from '../../db/clock.ts';
import type { Database } from '../../db/schema.ts';
import { addDays, type CalendarDate, type Instant, instantAt, localDate } from '../../domain/time.ts';
import { isSettled } from '../../engine/effects/next-due.ts';
import type { SentEvent } from './api-client.ts';
import { type BookAccount, makeBook } from './book.ts';
import { type Fate, factOf, followUp, openFates } from './fates.ts';
import { holdsWithin, insist, pause } from './patience.ts';
import { answerTasks, type PeopleParts } from './people.ts';
import { stride } from './strides.ts';
import { FIRST_DAY, ZONE } from './world.ts';

export interface WorkloadOptions extends PeopleParts {
  seed: number;
  /** Accounts per book; a book is imported every few days. */
  wave: number;
  /** True when the run should end. */
  enough(): boolean;
  report(words: string): void;
}
export interface Workload {
  /** Races so far, by fact and by state of the effect. */
  readonly races: Readonly<Record<string, number>>;
  /** Ids of facts that the API confirmed. */
  readonly recorded: ReadonlySet<string>;
  accounts(): number;
  day(): CalendarDate;
  /** Runs until `enough`. */
  live(): Promise<void>;
  /** After the faults: runs the clock to the next evening and answers the tasks found there. */
  oneDayMore(ms: number): Promise<boolean>;
  /** Sends all books and facts again, after an older database was restored. */
  resend(): Promise<void>;
  /** Waits until nothing due now is open. False if that takes longer than `ms`. */
  rests(ms: number): Promise<boolean>;
}

const WAVE_DAYS = 3;
const EVENING = 20 * 60;
const TICK_MS = 60;
/** Most facts in flight. */
const MOST_TOLD = 12;
/** Wall milliseconds that a day may take before people answer anyway. */
const DAY_MS = 30_000;

interface State {
  day: number;
  accounts: Map<string, BookAccount>;
  fates: Map<string, Fate>;
  races: Record<string, number>;
  recorded: Set<string>;
  firstSeen: Map<number, number>;
  telling: Set<Promise<void>>;
  books: string[];
  facts: SentEvent[];
}

export function openWorkload(options: WorkloadOptions): Workload {
  const state: State = {
    day: 0,
    accounts: new Map(),
    fates: new Map(),
    races: {},
    recorded: new Set(),
    firstSeen: new Map(),
    telling: new Set(),
    books: [],
    facts: [],
  };
  const eveningOf = (day: number): Instant => instantAt(addDays(FIRST_DAY, day), EVENING, ZONE);
  const oneDay = async (ms: number): Promise<boolean> => {
    const evening = eveningOf(state.day);
    const arrived = await holdsWithin(ms, () => stride(options.db, evening), 20);
    await answerTasks(options, state.firstSeen);
    await sendFollowUps(options, state);
    if (arrived) state.day += 1;
    return arrived;
  };
  return {
    races: state.races,
    recorded: state.recorded,
    accounts: () => state.accounts.size,
    day: () => addDays(FIRST_DAY, state.day),
    async live() {
      let [living, waves] = [true, 0];
      const racing = race(options, state, () => living);
      while (!options.enough()) {
        if (state.day >= waves * WAVE_DAYS) {
          await ingestBook(options, state);
          waves += 1;
        }
        await oneDay(DAY_MS);
      }
      living = false;
      await racing;
      await Promise.all(state.telling);
    },
    oneDayMore: oneDay,
    async resend() {
      for (const csv of state.books) await options.api.sendBook(csv).catch(() => undefined);
      for (const fact of [...state.facts]) await options.api.send(fact);
    },
    rests: (ms) => holdsWithin(ms, async () => isSettled(options.db, (await readClock(options.db)).now)),
  };
}

/** Imports one more book. A lost answer does not matter; the tables count. */
async function ingestBook(
  { db, api, dice, seed, wave, report }: WorkloadOptions,
  { accounts, fates, books }: State,
): Promise<void> {
  const today = localDate((await insist(() => readClock(db))).now, ZONE);
  const { csv, accounts: made } = makeBook(accounts.size, accounts.size + wave, today);
  books.push(csv);
  await api
    .sendBook(csv)
    .catch((error: unknown) => report(`a book: ${error instanceof Error ? error.message : 'error'}`));
  report(`a book of ${wave} accounts as of ${today}`);
  for (const item of made) {
    accounts.set(item.subject, item);
    fates.set(item.subject, openFates(seed, dice));
  }
}

/** Sends the fates of accounts that have effects due or on their way. */
async function race(options: WorkloadOptions, state: State, living: () => boolean): Promise<void> {
  for (; living(); await pause(TICK_MS)) {
    const { now, open } = await openNow(options.db).catch(() => ({ now: 0, open: [] }));
    for (const { subject, claimed } of open) {
      const fate = state.fates.get(subject);
      if (!fate || fate.told || state.telling.size >= MOST_TOLD || now === fate.seenAt) continue;
      fate.seenAt = now;
      fate.seen += 1;
      if (fate.kind === 'none' || fate.seen < fate.after) continue;
      fate.told = true;
      fate.toldAt = now;
      const name = `${fate.kind}|${claimed ? 'claimed' : 'due'}`;
      state.races[name] = (state.races[name] ?? 0) + 1;
      sendFact(options, state, factOf(fate, state.accounts.get(subject) as BookAccount, localDate(now, ZONE)));
    }
  }
}

async function openNow(db: Kysely<Database>): Promise<{ now: Instant; open: { subject: string; claimed: boolean }[] }> {
  const { now } = await readClock(db);
  const { rows } = await sql<{ subject: string; claimed: boolean }>`
    select c.code || '/' || a.number as subject, bool_or(e.state = 'claimed') as claimed
    from effect e
      join account a on a.id = e.account_id
      join creditor c on c.id = e.creditor_id
    where e.state = 'claimed' or (e.state in ('planned', 'deferred') and e.due_at <= ${new Date(now)})
    group by 1`.execute(db);
  return { now, open: rows };
}

function sendFact({ api }: WorkloadOptions, state: State, fact: ReturnType<typeof factOf>): void {
  state.facts.push(fact);
  const told = api.send(fact).then((outcome) => {
    if (outcome === 'recorded') state.recorded.add(fact.id);
  });
  state.telling.add(told);
  void told.finally(() => state.telling.delete(told));
}

/** Sends reversals of payments and closings of disputes. */
async function sendFollowUps(options: WorkloadOptions, state: State): Promise<void> {
  const today = addDays(FIRST_DAY, state.day);
  for (const [subject, fate] of state.fates) {
    const fact = followUp(fate, state.accounts.get(subject) as BookAccount, today);
    if (fact === null || options.enough()) continue;
    sendFact(options, state, fact);
  }
  await Promise.all(state.telling);
}

/** Number of effects that were or may have been sent. */
export async function countEffects(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from effect where state in ('sent', 'unknown')`.execute(db);
  return rows[0]?.n ?? 0;
}
