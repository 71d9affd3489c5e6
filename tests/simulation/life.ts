/** The people of a seed: debtors, the lender, agencies and the bureau. Everything they do is drawn from the seed. */
import { COMPLAINT_CAUSES } from '../../domain/complaint-facts.ts';
import { isWhole, openDisputes, splitBy } from '../../domain/disputes.ts';
import type { AccountFactBodies, PersonFactBodies } from '../../domain/facts.ts';
import { standingOf } from '../../domain/standing.ts';
import { addDays, DAY_MS, HOUR_MS, localDate } from '../../domain/time.ts';
import type { AccountRow } from '../../simulation/maps/book.ts';
import { readStanding } from '../../simulation/maps/read.ts';
import type { SimulatedApi } from './api.ts';
import type { SimulatedEngine } from './engine.ts';
import { instruct } from './instructions.ts';
import { ledgerOf } from './lender.ts';
import { proposePlan } from './plans.ts';

const DEEDS = {
  nothing: 30,
  pay: 14,
  part: 14,
  announce: 5,
  doubt: 3,
  promise: 10,
  dispute: 5,
  hold: 3,
  release: 3,
  stop: 3,
  start: 4,
  hardship: 2,
  'hardship-ended': 4,
  'care-hold': 2,
  'care-hold-lifted': 4,
  reverse: 6,
  'wrong-number': 1,
  address: 2,
  'charge-off': 0.6,
  close: 0.4,
  death: 0.15,
  bankruptcy: 0.15,
  represented: 0.5,
  'represented-ended': 2,
  cease: 0.5,
  'cease-ended': 2,
  complaint: 1,
  instruct: 2,
  plan: 5,
  skip: 1,
} as const;

/** Starts the life of an account, until a moment. */
export function live(engine: SimulatedEngine, api: SimulatedApi, account: AccountRow, until: number): void {
  const silent = engine.random.chance(0.25);
  const again = () => {
    if (engine.now >= until) return;
    act(engine, api, account, silent);
    next();
  };
  const next = () => engine.after(engine.random.whole(DAY_MS, (silent ? 40 : 14) * DAY_MS), again);
  next();
  statements(engine, api, account, until);
}

/** The lender's book, every few weeks; a card has a new due each month. */
function statements(engine: SimulatedEngine, api: SimulatedApi, account: AccountRow, until: number): void {
  const { random } = engine;
  const next = () => engine.after(random.whole(6, 40) * DAY_MS, book);
  const book = () => {
    if (engine.now >= until || account.closed) return;
    api.bookUpdate(account);
    next();
  };
  const month = () => {
    if (engine.now >= until || account.closed) return;
    if (random.chance(0.6)) ledgerOf(account, random).charge(BigInt(random.whole(300, 6000)) * 100n, engine.now);
    engine.after(30 * DAY_MS, month);
  };
  next();
  if (account.product === 'card') engine.after(random.whole(10, 30) * DAY_MS, month);
}

function act(engine: SimulatedEngine, api: SimulatedApi, account: AccountRow, silent: boolean): void {
  const { random, now } = engine;
  if (account.closed && random.chance(0.9)) return;
  const standing = standingOf(readStanding(account), now);
  const today = localDate(now, account.creditor.zone);
  const owed = standing.asked;
  const deed = random.weighted(silent ? { ...DEEDS, nothing: 120 } : DEEDS);
  engine.book.count(`deed:${deed}`);
  switch (deed) {
    case 'pay': {
      owed > 0n ? pay(api, account, owed) : undefined;
      return;
    }
    case 'part': {
      owed > 2n ? pay(api, account, (owed * BigInt(random.whole(10, 80))) / 100n + 1n) : undefined;
      return;
    }
    case 'announce': {
      owed > 0n ? api.account(account, { kind: 'payment-announced', body: {} }) : undefined;
      return;
    }
    case 'doubt': {
      owed > 2n ? payInDoubt(engine, api, account, owed) : undefined;
      return;
    }
    case 'promise': {
      owed > 0n ? promise(engine, api, account, owed) : undefined;
      return;
    }
    case 'dispute': {
      if (standing.disputed === null || random.chance(0.3)) dispute(engine, api, account);
      return;
    }
    case 'hold': {
      api.account(account, { kind: 'hold', body: { until: addDays(today, random.whole(1, 25)), reason: 'asked' } });
      return;
    }
    case 'release': {
      standing.heldUntil === null
        ? undefined
        : api.account(account, { kind: 'hold-released', body: { reason: 'asked' } });
      return;
    }
    case 'reverse': {
      api.reversal(account);
      return;
    }
    case 'charge-off': {
      account.balance > 0n && standing.dpd > 60
        ? api.account(account, { kind: 'charge-off', body: { on: today, minor: account.balance } })
        : undefined;
      return;
    }
    case 'close': {
      account.closed
        ? undefined
        : api.account(account, {
            kind: 'closed',
            body: { how: random.pick(['paid', 'settled', 'sold', 'withdrawn'] as const) },
          });
      return;
    }
    case 'instruct': {
      owed > 10n ? instruct(engine, api, account, owed) : undefined;
      return;
    }
    case 'plan': {
      proposePlan(engine, api, account);
      return;
    }
    case 'skip': {
      const planned = account.effects.find(
        (effect) => effect.purpose !== 'review' && (effect.state === 'planned' || effect.state === 'deferred'),
      );
      if (planned === undefined) return;
      const { stage, step, occurrence } = planned;
      api.account(account, { kind: 'step-skipped', body: { stage, step, occurrence, by: 'ann', reason: 'asked' } });
      return;
    }
    case 'nothing':
      return;
    default: {
      actAsPerson(engine, api, account, deed);
      return;
    }
  }
}

function actAsPerson(engine: SimulatedEngine, api: SimulatedApi, { person }: AccountRow, deed: string): void {
  const { random } = engine;
  const channel = random.pick(['email', 'sms', 'call'] as const);
  const phone = person.points.find((point) => point.valid);
  if (deed === 'stop' || deed === 'start') api.person(person, { kind: deed, body: { channel } });
  else if (deed === 'hardship') api.person(person, { kind: 'hardship', body: {} });
  else if (deed === 'hardship-ended') api.person(person, { kind: 'hardship-ended', body: { reason: 'over' } });
  else if (deed === 'care-hold') api.person(person, { kind: 'care-hold', body: careHold(engine) });
  else if (deed === 'care-hold-lifted')
    api.person(person, { kind: 'care-hold-lifted', body: { type: random.pick(HELD), reason: 'over' } });
  else if (deed === 'death') api.person(person, { kind: 'death', body: { reported: 'family' } });
  else if (deed === 'bankruptcy') api.person(person, { kind: 'bankruptcy', body: {} });
  else if (deed === 'represented')
    api.person(person, { kind: 'represented', body: { by: random.pick(['attorney', 'debt-adviser'] as const) } });
  else if (deed === 'cease') api.person(person, { kind: 'cease', body: { written: random.chance(0.5) } });
  else if (deed === 'represented-ended' || deed === 'cease-ended')
    api.person(person, { kind: deed, body: { reason: 'over' } });
  else if (deed === 'complaint') api.person(person, { kind: 'complaint', body: complaint(engine) });
  else if (deed === 'wrong-number' && phone) api.person(person, { kind: 'wrong-number', body: { point: phone.id } });
  else if (deed === 'address') api.address(person, random.pick(['email', 'sms'] as const));
}

/** Types of hold that people tell of, beside those with facts of their own. */
const HELD = ['illness', 'vulnerable'] as const;

/** One without end, or with a last day some days ahead. */
function careHold({ random, now }: SimulatedEngine): PersonFactBodies['care-hold'] {
  const hold = { type: random.pick(HELD), reported: 'person' as const };
  return random.chance(0.5) ? hold : { ...hold, until: addDays(localDate(now, 'UTC'), random.whole(2, 40)) };
}

/** About the lender or an agency, of any cause. */
function complaint({ random }: SimulatedEngine): PersonFactBodies['complaint'] {
  const told = { cause: random.pick(COMPLAINT_CAUSES), channel: 'call', reported: 'person' } as const;
  return random.chance(0.5) ? told : { ...told, agency: 'north' };
}

export function pay(api: SimulatedApi, account: AccountRow, minor: bigint, via: 'lender' | 'agency' = 'lender'): void {
  api.payment(account, minor, via);
}

/**
 * Money that may be for the account waits in suspense for up to three days: part of what is asked, all of it, or more.
 * Sometimes it is the account's.
 */
function payInDoubt(engine: SimulatedEngine, api: SimulatedApi, account: AccountRow, owed: bigint): void {
  const { random } = engine;
  const line = `line-${engine.book.no()}`;
  const minor = random.pick([owed / 2n, owed, owed * 2n] as const);
  engine.book.count(`suspense:${minor < owed ? 'part' : 'all'}`);
  api.account(account, { kind: 'suspense', body: { line, minor } }, 'bank');
  engine.after(random.whole(HOUR_MS, 3 * DAY_MS), () => {
    if (random.chance(0.6)) pay(api, account, minor);
    api.account(account, { kind: 'suspense-ended', body: { line } }, 'bank');
  });
}

/** A promise of one or two parts; it is kept, kept in part, or broken. */
export function promise(
  engine: SimulatedEngine,
  api: SimulatedApi,
  account: AccountRow,
  owed: bigint,
  by: 'debtor' | 'agency' | 'caller' = 'debtor',
): void {
  const { random } = engine;
  const parts = partsOf(engine, account, owed);
  api.account(account, { kind: 'promise', body: { parts, by } });
  honourPromise(
    engine,
    api,
    account,
    parts.map((part) => part.minor),
  );
  if (random.chance(0.1)) engine.book.count('promise twice');
}
export function partsOf(engine: SimulatedEngine, account: AccountRow, owed: bigint): { on: string; minor: bigint }[] {
  const today = localDate(engine.now, account.creditor.zone);
  const on = addDays(today, engine.random.whole(1, 14));
  if (engine.random.chance(0.7)) return [{ on, minor: owed }];
  const half = owed / 2n + 1n;
  return [
    { on, minor: half },
    { on: addDays(on, 14), minor: half },
  ];
}
export function honourPromise(
  engine: SimulatedEngine,
  api: SimulatedApi,
  account: AccountRow,
  parts: readonly bigint[],
): void {
  for (const [index, minor] of parts.entries())
    if (engine.random.chance(0.55))
      engine.after((index * 14 + engine.random.whole(0, 12)) * DAY_MS + HOUR_MS, () => pay(api, account, minor));
}

function dispute(engine: SimulatedEngine, api: SimulatedApi, account: AccountRow): void {
  const { random } = engine;
  const about = random.pick(['amount', 'service', 'already-paid'] as const);
  api.account(account, { kind: 'dispute', body: { about, ...disputedPart(engine, account) } });
  if (random.chance(0.1)) return;
  engine.after(random.whole(2, 40) * DAY_MS, () =>
    closeDispute(engine, api, account, random.pick(['upheld', 'part', 'rejected', 'rejected'] as const)),
  );
}

/** What of the debt is disputed: some of its dues, a sum, or all of it. */
export function disputedPart(
  { random, now, book }: SimulatedEngine,
  account: AccountRow,
): Pick<AccountFactBodies['dispute'], 'dues' | 'minor'> {
  const { position, balance } = standingOf(readStanding(account), now);
  const part = random.weighted({ whole: 4, dues: 4, sum: 2 });
  const known = position.dues.map(({ on }) => on);
  book.count(`disputed:${part}`);
  if (part === 'dues' && known.length > 0) {
    const from = random.whole(0, known.length - 1);
    return { dues: known.slice(from, from + random.whole(1, 2)) };
  }
  return part === 'sum' && balance > 0n ? { minor: (balance * BigInt(random.whole(1, 100))) / 100n + 1n } : {};
}

/** Closes one of the open disputes, named as the product names it. */
export function closeDispute(
  { random, now }: SimulatedEngine,
  api: SimulatedApi,
  account: AccountRow,
  outcome: AccountFactBodies['dispute-closed']['outcome'],
): void {
  const open = openDisputes(account.facts);
  if (open.length === 0) return;
  const closed = random.pick(open);
  const { position, asked } = standingOf(readStanding(account), now);
  const disputed = splitBy([closed], position)?.minor ?? asked;
  const reduceBy = outcome === 'upheld' ? disputed : outcome === 'part' ? disputed / 3n : 0n;
  const of = open.every(isWhole) && random.chance(0.3) ? {} : { of: closed.id };
  api.account(account, { kind: 'dispute-closed', body: { outcome, ...of, ...(reduceBy > 0n ? { reduceBy } : {}) } });
}
