/**
 * A world without faults: people live for some months, then nothing new occurs. Its engine has processes, jobs and
 * sweeps of its own; what it does in the silence is compared with the forecast of each account.
 */
import type { Assumptions } from '../../domain/contracts/ahead.ts';
import { keyOf } from '../../domain/effect-key.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../domain/time.ts';
import { Agenda } from '../../simulation/agenda.ts';
import { type Forecast, forecast, NOTHING_NEW } from '../../simulation/forecast.ts';
import type { AccountRow, EffectRow, TaskRow } from '../../simulation/maps/book.ts';
import type { StoredAccount } from '../../simulation/maps/from-facts.ts';
import { readFacts } from '../../simulation/maps/read.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { SimulatedApi } from './api.ts';
import { SimulatedEngine } from './engine.ts';
import { Faults } from './faults.ts';
import { FullBook } from './full-book.ts';
import { live } from './life.ts';
import { Oracle } from './oracle.ts';
import { type Acceptance, SimulatedProvider } from './provider.ts';
import { Random } from './random.ts';
import { run } from './run-seed.ts';
import { work } from './staff.ts';
import { peopleBook, START } from './world.ts';

/** What calls, jobs and sweeps take at most, without faults. */
const PROCESSES_MS = MINUTE_MS;
/** Settles what is under way before the silence. */
const SETTLING_MS = 5 * MINUTE_MS;

export interface Comparison {
  account: string;
  /** What the account was like when the forecast was made. */
  state: string;
  /** Number of effects and tasks foreseen. */
  foreseen: number;
  /** Lines `at key`, one a difference. */
  missing: string[];
  surplus: string[];
}

export interface ComparisonOptions {
  accounts?: number;
  days?: number;
  /** How the world behaves in the silence ... */
  assumptions?: Assumptions;
  /** ... and what the forecasts assume of it; the same where it is left out. */
  foreseenAs?: Assumptions;
}

/** Lives until `days` after the silence begins, and compares each account with its forecast. */
export function compareSeed(
  seed: number,
  { accounts = 20, days = 90, assumptions = NOTHING_NEW, foreseenAs = assumptions }: ComparisonOptions = {},
): Comparison[] {
  const random = new Random(seed);
  const book = new FullBook(RULEBOOK);
  const faults = new Faults(random, () => book);
  faults.on = false;
  let api: SimulatedApi | null = null;
  const provider = new SimulatedProvider((acceptance) => {
    if (api?.isSilent && assumptions.receipts === 'delivered') deliver(engine, acceptance);
    else api?.emit(acceptance);
  });
  const engine: SimulatedEngine = new SimulatedEngine(
    book,
    new Agenda(),
    random,
    faults,
    provider,
    new Oracle(),
    {},
    {
      trace: () => {},
      journal: () => {},
    },
  );
  engine.now = START;
  peopleBook(book, random, accounts, 18);
  api = new SimulatedApi(engine);
  const silent = START + random.whole(40, 300) * DAY_MS + random.whole(0, DAY_MS);
  api.silentFrom = silent;
  for (const account of book.accounts.values()) live(engine, api, account, silent);
  work(engine, api);
  const now = silent + SETTLING_MS;
  run(engine, now);
  if (assumptions.calls === 'unanswered') {
    book.opened = (task) => answerCall(engine, task);
    for (const task of book.openTasks) answerCall(engine, task);
  }
  const forecasts = [...book.accounts.values()].map((account) => ({
    account,
    state: stateOf(account),
    coming: forecast(RULEBOOK, storedOf(book, account, now), now, {
      days,
      assumptions: foreseenAs,
      asksWhatCancels: false,
    }),
  }));
  run(engine, now + days * DAY_MS + PROCESSES_MS);
  return forecasts.map(({ account, state, coming }) => compare(account, state, coming, now));
}

/** The message arrives a minute later. */
function deliver(engine: SimulatedEngine, { channel, key }: Acceptance): void {
  if (channel !== 'email' && channel !== 'sms') return;
  engine.after(MINUTE_MS, () => engine.nudge(engine.store.receive({ key, kind: 'delivered' }) ?? []));
}
/** Nobody answers the call, an hour later. */
function answerCall(engine: SimulatedEngine, { kind, account, effect }: TaskRow): void {
  if (kind !== 'call' || account === null || effect === null) return;
  const fact = { kind: 'call-outcome' as const, body: { effect: effect.id, contact: 'no-answer' as const } };
  engine.after(HOUR_MS, () => {
    if (effect.doneAt === null) engine.nudge(engine.store.record({ account, fact, occurredAt: engine.now }));
  });
}

/** The facts of the account, then those of the others of its person, as they are read for an evaluation. */
function storedOf(book: FullBook, account: AccountRow, now: Instant): [StoredAccount, ...StoredAccount[]] {
  const others = account.person.accounts.filter((other) => other !== account);
  // Rows change in place while the world lives on.
  const read = (row: AccountRow): StoredAccount => ({
    facts: structuredClone({ ...readFacts(book, row, now), effects: row.effects.map(known) }),
    nextEvaluationAt: row.evaluatedVersion < row.version ? now : row.nextEvaluationAt,
  });
  return [read(account), ...others.map(read)];
}
function known({ id, episode, stage, step, occurrence, channel, purpose, state, attempt, dueAt, ...rest }: EffectRow) {
  const { recipient, sentAt, deliveredAt, bouncedAt, doneAt } = rest;
  return {
    ...{ id, episode, stage, step, occurrence, channel, purpose, state, attempt, dueAt },
    ...{ recipient, sentAt, deliveredAt, bouncedAt, doneAt },
  };
}

const minuteOf = (at: Instant): string => new Date(at).toISOString().slice(0, 16);

function compare(account: AccountRow, state: string, { items, until }: Forecast, now: Instant): Comparison {
  const happened = new Map(
    account.effects.flatMap((effect) =>
      effect.state === 'sent' && effect.sentAt !== null && effect.sentAt > now
        ? [[keyOf(effect), { ...effect, at: Math.max(effect.dueAt, now), sentAt: effect.sentAt }] as const]
        : [],
    ),
  );
  const foreseen = new Map(items.flatMap(({ key, at }) => (key === null ? [] : [[key, at] as const])));
  const isSame = (key: string, at: Instant): boolean => {
    const real = happened.get(key);
    return real !== undefined && real.sentAt >= at && real.sentAt <= at + PROCESSES_MS;
  };
  return {
    account: account.number,
    state,
    foreseen: foreseen.size,
    missing: [...foreseen].flatMap(([key, at]) => (isSame(key, at) ? [] : [`${minuteOf(at)} ${key}`])),
    surplus: [...happened].flatMap(([key, { sentAt }]) =>
      foreseen.has(key) || sentAt > until ? [] : [`${minuteOf(sentAt)} ${key}`],
    ),
  };
}

/** The kinds of state that the comparison must meet, by what the account is in. */
function stateOf({ stage, health, placements, facts, person, closed }: AccountRow): string {
  const kinds = new Set([...facts, ...person.facts].map(({ kind }) => kind));
  const marks = [
    placements.some(({ state }) => state !== 'ended') ? 'placed' : '',
    kinds.has('promise') ? 'promised' : '',
    kinds.has('dispute') ? 'disputed' : '',
    kinds.has('hardship') || kinds.has('care-hold') ? 'care' : '',
    kinds.has('complaint') ? 'complained' : '',
    person.accounts.length > 1 ? 'several' : '',
    closed ? 'closed' : '',
    `law:${person.country ?? 'unknown'}`,
  ];
  return [stage, health, ...marks].filter((mark) => mark !== '').join(' ');
}
