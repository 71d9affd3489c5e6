/**
 * Races: two sides whose steps are put in the orders that a seeded scheduler draws, with or without a head start, over real connections, so that locks decide where both are under way.
 * Whoever wins, no permit saw what forbids it, nothing left twice, and every invariant holds; and each race was won by either side at least once.
 * Persons cannot be merged yet, so there is no race about that.
 */
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sql } from 'kysely';
import { lookAt } from '../../activities/look.ts';
import { acceptFact } from '../../db/queries/accept-fact.ts';
import { checkInvariants } from '../../db/queries/check-invariants.ts';
import { recordReceipt } from '../../db/queries/record-receipts.ts';
import type { WireKind } from '../../domain/contracts/event.ts';
import type { Ladder } from '../../domain/stage.ts';
import { LADDER } from '../../stages/index.ts';
import { carryOut, settle } from '../../workers/carry-out.ts';
import { claim } from '../../workers/claim.ts';
import { outgoingFor } from '../../workers/reporting.ts';
import { Ground } from '../support/ground.ts';
import { HonestProvider } from '../support/honest-provider.ts';
import { World } from '../support/story-world.ts';

const RUNS = 24;
/** Wall milliseconds: long enough for the other side's step to be over. */
const HEAD_START_MS = 30;

let ground: Ground;
beforeAll(async () => {
  ground = await Ground.open(12);
});
afterAll(() => ground.close());

/** Waits for its turn; each side passes one between two of its steps. */
type Gate = () => Promise<unknown>;
interface Racer {
  id: string;
  account: string;
  effect: string;
  provider: HonestProvider;
  /** The provider has taken it. */
  taken: Promise<void>;
  take(): void;
}

let racers = 0;
/** A fresh account whose first e-mail is due. */
async function racer(): Promise<Racer> {
  racers += 1;
  // After some calls without an answer the lane rests.
  await sql`update lane set paused_until = null`.execute(ground.db);
  const account = `R-${racers}`;
  const [id = ''] = await ground.book([
    { account, person: `R-${racers}`, email: `r${racers}@example.com`, phone: `+886 9${10_000_000 + racers}` },
  ]);
  await ground.look([id]);
  const { rows } = await sql<{ id: string }>`select id from effect where account_id = ${id}::uuid and step = 'email-1'`.execute(ground.db);
  let take = () => {};
  const taken = new Promise<void>((resolve) => {
    take = resolve;
  });
  return { id, account: `harbour/${account}`, effect: rows[0]?.id ?? '', provider: new HonestProvider(), taken, take };
}

/** Claims, calls and records, with a gate before each. */
async function send({ effect, provider, take }: Racer, gate: Gate, options: { ladder?: Ladder; noAnswer?: boolean } = {}): Promise<void> {
  await gate();
  const { ladder = LADDER } = options;
  const claims = await claim({ db: ground.db, ladder, now: ground.clock, leaseSeconds: 60, governed: true }, [effect]);
  for (const claimed of claims) {
    await gate();
    const lane = provider.lane('email', undefined);
    const sending: typeof lane.send = async (...given) => {
      const result = await lane.send(...given);
      take();
      await gate();
      return options.noAnswer ? { kind: 'unknown', reason: 'no answer' } : result;
    };
    const deps = { db: ground.db, now: ground.clock, nudge: async () => {} };
    await carryOut(
      {
        ...deps,
        channels: { ...ground.channels, email: { ...lane, send: sending } },
        settle: (one) => settle(deps, [one]),
        outgoing: (one) => outgoingFor(ground.db, one, ground.now),
        warn: () => {},
      },
      claimed,
    );
  }
}

async function tell({ account }: Racer, kind: WireKind, data: unknown, gate: Gate): Promise<void> {
  await gate();
  await acceptFact(ground.db, { subject: account, kind, data, source: 'test', by: 'ann' }, { now: ground.now });
  await gate();
}

/** Runs the sides in many orders. Returns how often each outcome was seen. */
async function race(sides: (racer: Racer) => ((gate: Gate) => Promise<void>)[], outcomeOf: (racer: Racer) => Promise<string> | string) {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.infiniteStream(fc.constantFrom(0, HEAD_START_MS)), async (scheduler, pauses) => {
      const one = await racer();
      const gate: Gate = () => scheduler.schedule(Promise.resolve()).then(() => setTimeout(pauses.next().value));
      await scheduler.waitFor(Promise.all(sides(one).map((side) => side(gate))));
      expect(one.provider.twice()).toEqual([]);
      const outcome = await outcomeOf(one);
      seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
    }),
    { numRuns: RUNS, endOnFailure: true, seed: 4 },
  );
  return seen;
}
const clean = async () => expect((await checkInvariants(ground.db, ground.now)).violations).toEqual([]);
const left = ({ provider }: Racer): string => (provider.accepted.length > 0 ? 'left' : 'stopped');
const stateOf = async ({ effect }: Racer): Promise<string> => {
  const { rows } = await sql<{ state: string }>`select state from effect where id = ${effect}::uuid`.execute(ground.db);
  return rows[0]?.state ?? '';
};

describe('a fact against a send', () => {
  test.each([
    ['payment', { amount: { currency: 'TWD', minor: '143400' } }],
    ['stop', { channel: 'email' }],
    ['dispute', { about: 'amount' }],
    ['hold', { until: '2026-03-20', reason: 'asked' }],
    ['hardship', {}],
  ] as const)('%s', async (kind, data) => {
    const seen = await race((one) => [(gate) => send(one, gate), (gate) => tell(one, kind, data, gate)], left);
    expect([...seen.keys()].sort()).toEqual(['left', 'stopped']);
    await clean();
  });
});

describe('a send against a send', () => {
  test('the same effect by three jobs', async () => {
    const seen = await race((one) => [1, 2, 3].map(() => (gate: Gate) => send(one, gate)), left);
    expect([...seen.keys()]).toEqual(['left']);
    await clean();
  });
});

describe('a receipt against our own record', () => {
  const receive = async ({ provider, account, taken }: Racer, gate: Gate): Promise<void> => {
    await taken;
    await gate();
    const message = provider.accepted[0]?.key ?? '';
    const receipt = { kind: 'delivered' as const, message, source: 'provider', externalId: account, at: ground.now };
    await ground.db.transaction().execute((trx) => recordReceipt(trx, receipt, { now: ground.now }));
    await gate();
  };
  test('of no answer: sent, whichever comes first', async () => {
    const first: string[] = [];
    const seen = await race(
      (one) => [
        (gate) => send(one, gate, { noAnswer: true }).then(() => void first.push('record')),
        (gate) => receive(one, gate).then(() => void first.push('receipt')),
      ],
      stateOf,
    );
    expect([...seen.keys()]).toEqual(['sent']);
    expect(new Set(first.filter((_, at) => at % 2 === 0))).toEqual(new Set(['record', 'receipt']));
    await clean();
  });
});

describe('a new ladder against a send by the old one', () => {
  /** The first e-mail has gone from it. */
  const newer: Ladder = LADDER.map((stage) =>
    stage.name === 'reminder' ? { ...stage, steps: stage.steps.filter((step) => step.name !== 'email-1') } : stage,
  );
  test('looking and claiming at the same time', async () => {
    const deps = { db: ground.db, ladder: newer, now: ground.clock, wallWait: () => null, enqueueDue: async () => {} };
    const deploy = async (one: Racer, gate: Gate) => {
      await gate();
      await lookAt(deps, [{ id: one.id }]);
      await send(one, gate, { ladder: newer });
    };
    const seen = await race(
      (one) => [(gate) => send(one, gate), (gate) => deploy(one, gate)],
      async (one) => `${left(one)} ${await stateOf(one)}`,
    );
    expect([...seen.keys()].sort()).toEqual(['left sent', 'stopped superseded']);
    await clean();
  });
});

describe('what people do against files', () => {
  const ACCOUNTS = Array.from({ length: 12 }, (_, index) => `H-${index + 1}`);
  let world: World;
  beforeAll(async () => {
    world = await World.open();
    await world.lender('harbour');
    await world.importRows(
      ACCOUNTS.map((account, index) => ({
        account,
        person: account,
        email: `h${index}@example.com`,
        phone: `+886 92${1_000_000 + index}`,
        dues: '2026-03-01=1434.00',
        as_of: '2026-03-02',
        bureau_consent: 'no',
      })),
    );
  }, 30_000);
  afterAll(() => world.close());

  /** Runs the clock to the moment at which these are due, and not further. */
  async function toDue(step: string): Promise<string[]> {
    for (let tries = 0; tries < 200; tries += 1) {
      const { rows } = await sql<{ id: string; due_at: number }>`
        select id, due_at from effect where step = ${step} and state in ('planned', 'deferred') order by due_at, id`.execute(world.db);
      const first = rows[0]?.due_at;
      if (rows.length === ACCOUNTS.length && first !== undefined && first - world.now <= 86_400_000) {
        const last = rows.at(-1)?.due_at ?? first;
        if (first > world.now) await world.runTo(first - 1);
        world.now = last;
        return rows.map((row) => row.id);
      }
      await world.runTo(world.now + 86_400_000 / 2);
    }
    throw new Error(`${step} never became due`);
  }
  const deps = () => ({ db: world.db, now: async () => world.now, nudge: async () => {} });
  const claimAndSend = async (ids: readonly string[]) => {
    const claims = await claim({ ...deps(), ladder: LADDER, leaseSeconds: 60, governed: true }, ids);
    const provider = new HonestProvider();
    const channels = { agency: provider.lane('agency', undefined), court: provider.lane('court', undefined) };
    for (const one of claims)
      await carryOut(
        {
          ...deps(),
          channels,
          settle: (each) => settle(deps(), [each]),
          outgoing: (each) => outgoingFor(world.db, each, world.now),
          warn: () => {},
        },
        one,
      );
  };
  const soon = (index: number) => setTimeout(index * 3);
  const checked = async () => {
    const { violations } = await checkInvariants(world.db, world.now);
    expect(violations.filter((one) => one.invariant !== 'workflow-for-each-due-account')).toEqual([]);
  };

  test('a dispute against the handover to an agency', async () => {
    const ids = await toDue('handover');
    // The last four are nobody's dispute.
    const disputes = ACCOUNTS.slice(0, 8).map(async (account, index) => {
      await soon(index);
      await acceptFact(
        world.db,
        { subject: `harbour/${account}`, kind: 'dispute', data: { about: 'amount' }, source: 'test', by: 'ann' },
        { now: world.now },
      );
    });
    // Two claims at once, while the disputes come in.
    await Promise.all(disputes.slice(0, 3));
    await Promise.all([...disputes, claimAndSend(ids.slice(0, 6)), claimAndSend(ids.slice(6))]);
    const { rows } = await sql<{ state: string }>`select distinct state from effect where step = 'handover'`.execute(world.db);
    expect(new Set(rows.map((row) => row.state))).toEqual(new Set(['sent', 'suppressed']));
    const { rows: placed } = await sql<{ n: number }>`
      select count(*)::int as n from placement p join effect e on e.id = p.effect_id where e.state <> 'sent'`.execute(world.db);
    expect(placed[0]?.n).toBe(0);
    await checked();
  }, 60_000);
});
