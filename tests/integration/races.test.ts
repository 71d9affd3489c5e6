/**
 * Races: two sides whose steps are put in the orders that a seeded scheduler draws, with or without a head start, over real connections, so that locks decide where both are under way.
 * Whoever wins, no permit saw what forbids it, nothing left twice, and every invariant holds; and each race was won by either side at least once.
 * Persons cannot be merged yet, so there is no race about that.
 */

import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { byPerson, bySystem } from '../../domain/act.ts';
import type { Channel } from '../../domain/channels.ts';
import type { WireKind } from '../../domain/contracts/event.ts';
import { sameForAll } from '../../domain/rules.ts';
import type { Ladder } from '../../domain/stage.ts';
import { instantAt } from '../../domain/time.ts';
import { claim } from '../../engine/effects/claim.ts';
import { recordReceipt } from '../../engine/effects/record-receipts.ts';
import { sendClaimed, settle } from '../../engine/effects/send.ts';
import { evaluateAccounts } from '../../engine/evaluate/evaluate.ts';
import { acceptFact } from '../../engine/facts/accept-fact.ts';
import { outgoingFor } from '../../engine/files/build-files.ts';
import { agency } from '../../stages/agency/stage.ts';
import { RULEBOOK, RULES } from '../../stages/rules.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { HonestProvider } from '../support/honest-provider.ts';
import fc from '../support/property.ts';
import { markWith, unhurried } from '../support/sending.ts';
import { START, ZONE } from '../support/test-engine.ts';
import { violationsOf } from '../support/violations.ts';

const RUNS = 24;
/** Wall milliseconds: long enough for the other side's step to be over. */
const HEAD_START_MS = 30;

const engine = useTestEngine('all tests', 12);

/** Waits for its turn; each side passes one between two of its steps. */
type Gate = () => Promise<unknown>;
interface Racer {
  id: string;
  account: string;
  effect: string;
  lane?: Channel;
  provider: HonestProvider;
  /** The provider has taken it. */
  ingested: Promise<void>;
  ingest(): void;
}

let racers = 0;
/** A fresh account whose first e-mail is due. */
async function racer(): Promise<Racer> {
  racers += 1;
  // After some calls without an answer the lane rests.
  await sql`update lane set paused_until = null`.execute(engine.db);
  const account = `R-${racers}`;
  const [id = ''] = await engine.book([
    { account, person: `R-${racers}`, email: `r${racers}@example.com`, phone: `+886 9${10_000_000 + racers}` },
  ]);
  await engine.look([id]);
  const { rows } = await sql<{
    id: string;
  }>`select id from effect where account_id = ${id}::uuid and step = 'email-1'`.execute(engine.db);
  let ingest = () => {};
  const ingested = new Promise<void>((resolve) => {
    ingest = resolve;
  });
  return {
    id,
    account: `harbour/${account}`,
    effect: rows[0]?.id ?? '',
    provider: new HonestProvider(),
    ingested,
    ingest,
  };
}

/** Claims, calls and records, with a gate before each. */
async function send(
  { effect, lane: name = 'email', provider, ingest }: Racer,
  gate: Gate,
  options: { ladder?: Ladder; noAnswer?: boolean } = {},
): Promise<void> {
  await gate();
  const { ladder = RULES.ladder } = options;
  const rulebook = sameForAll({ ...RULES, ladder });
  const claims = await claim({ db: engine.db, rulebook, now: engine.clock, leaseSeconds: 60, simulated: true }, [
    effect,
  ]);
  for (const claimed of unhurried(claims)) {
    await gate();
    const lane = provider.lane(name, undefined);
    const sending: typeof lane.send = async (...given) => {
      const result = await lane.send(...given);
      ingest();
      await gate();
      return options.noAnswer ? { kind: 'unknown', reason: 'no answer' } : result;
    };
    const deps = { db: engine.db, rulebook, now: engine.clock, nudge: async () => {} };
    await sendClaimed(
      {
        ...deps,
        channels: { ...engine.channels, [name]: { ...lane, send: sending } },
        settle: (settlement) => settle(deps, [settlement]),
        markCalling: markWith(engine.db),
        outgoing: (claimed) => outgoingFor(engine.db, rulebook, claimed),
        warn: () => {},
      },
      claimed,
    );
  }
}

async function tell({ account }: Racer, kind: WireKind, data: unknown, gate: Gate): Promise<void> {
  await gate();
  await acceptFact(engine.db, { subject: account, kind, data, source: 'test' }, byPerson('ann', engine.now));
  await gate();
}

/** Runs the sides in many orders. Returns how often each outcome was seen. */
async function race(
  sides: (racer: Racer) => ((gate: Gate) => Promise<void>)[],
  outcomeOf: (racer: Racer) => Promise<string> | string,
) {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.infiniteStream(fc.constantFrom(0, HEAD_START_MS)),
      async (scheduler, pauses) => {
        const item = await racer();
        const gate: Gate = () => scheduler.schedule(Promise.resolve()).then(() => setTimeout(pauses.next().value));
        await scheduler.waitFor(Promise.all(sides(item).map((side) => side(gate))));
        expect(item.provider.twice()).toEqual([]);
        const outcome = await outcomeOf(item);
        seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
      },
    ),
    { numRuns: RUNS, endOnFailure: true, seed: 4 },
  );
  return seen;
}
const clean = async () => expect(await violationsOf(engine.db, RULEBOOK, engine.now)).toEqual([]);
const left = ({ provider }: Racer): string => (provider.accepted.length > 0 ? 'left' : 'stopped');
const stateOf = async ({ effect }: Racer): Promise<string> => {
  const { rows } = await sql<{ state: string }>`select state from effect where id = ${effect}::uuid`.execute(engine.db);
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
    const seen = await race((racer) => [(gate) => send(racer, gate), (gate) => tell(racer, kind, data, gate)], left);
    expect([...seen.keys()].sort()).toEqual(['left', 'stopped']);
    await clean();
  });
});

describe('a send against a send', () => {
  test('the same effect by three jobs', async () => {
    const seen = await race((racer) => [1, 2, 3].map(() => (gate: Gate) => send(racer, gate)), left);
    expect([...seen.keys()]).toEqual(['left']);
    await clean();
  });
});

describe('a receipt against our own record', () => {
  const receive = async ({ provider, account, ingested }: Racer, gate: Gate): Promise<void> => {
    await ingested;
    await gate();
    const message = provider.accepted[0]?.key ?? '';
    const receipt = { kind: 'delivered' as const, message, source: 'provider', externalId: account, at: engine.now };
    await engine.db.transaction().execute((trx) => recordReceipt(trx, receipt, bySystem('test', engine.now)));
    await gate();
  };
  test('of no answer: sent, whichever comes first', async () => {
    const first: string[] = [];
    const seen = await race(
      (racer) => [
        (gate) => send(racer, gate, { noAnswer: true }).then(() => void first.push('record')),
        (gate) => receive(racer, gate).then(() => void first.push('receipt')),
      ],
      stateOf,
    );
    expect([...seen.keys()]).toEqual(['sent']);
    expect(new Set(first.filter((_, at) => at % 2 === 0))).toEqual(new Set(['record', 'receipt']));
    await clean();
  });
});

describe('a handover against a message of the same account', () => {
  /** The agency comes first and beside the messages, so that both are due at once. */
  const handovers = agency.steps
    .filter((step) => step.name === 'handover')
    .map((step) => ({ ...step, occurrences: () => [{ occurrence: 1, on: '2026-03-02' }] }));
  const beside: Ladder = [
    { ...agency, opensAt: 1, parallel: true, opens: () => null, steps: handovers },
    ...RULES.ladder.filter((stage) => stage.name !== 'agency'),
  ];
  test('both due at once', async () => {
    const place = async (racer: Racer, gate: Gate) => {
      const { rows } = await sql<{
        id: string;
      }>`select id from effect where account_id = ${racer.id}::uuid and step = 'handover'`.execute(engine.db);
      await send({ ...racer, effect: rows[0]?.id ?? '', lane: 'agency' }, gate, { ladder: beside });
    };
    engine.rules = { ...RULES, ladder: beside };
    engine.now = instantAt('2026-03-02', 18 * 60, ZONE);
    const outcomeOf = async (racer: Racer) =>
      `${racer.provider.accepted
        .map(({ lane }) => lane)
        .sort()
        .join(' and ')}, ${await stateOf(racer)}`;
    const message = (racer: Racer) => (gate: Gate) => send(racer, gate, { ladder: beside });
    const seen = await race((racer) => [message(racer), (gate) => place(racer, gate)], outcomeOf);
    // Which wins by itself depends on the machine, so that each goes first once.
    const messageFirst = await race(
      (racer) => [message(racer), (gate) => racer.ingested.then(() => place(racer, gate))],
      outcomeOf,
    );
    const handoverFirst = await race(
      (racer) => [(gate) => place(racer, gate).then(() => message(racer)(gate))],
      outcomeOf,
    );
    engine.rules = RULES;
    engine.now = START;
    expect([...messageFirst.keys()]).toEqual(['agency and email, sent']);
    expect([...handoverFirst.keys()]).toEqual(['agency, suppressed']);
    expect(['agency and email, sent', 'agency, suppressed']).toEqual(expect.arrayContaining([...seen.keys()]));
    await clean();
  });
});

describe('a new ladder against a send by the old one', () => {
  /** The first e-mail has gone from it. */
  const newer: Ladder = RULES.ladder.map((stage) =>
    stage.name === 'reminder' ? { ...stage, steps: stage.steps.filter((step) => step.name !== 'email-1') } : stage,
  );
  test('looking and claiming at the same time', async () => {
    const rulebook = sameForAll({ ...RULES, ladder: newer });
    const deps = { db: engine.db, rulebook, now: engine.clock, wallWait: () => null, enqueueDue: async () => {} };
    const deploy = async (racer: Racer, gate: Gate) => {
      await gate();
      await evaluateAccounts(deps, [{ id: racer.id }]);
      await send(racer, gate, { ladder: newer });
    };
    const seen = await race(
      (racer) => [(gate) => send(racer, gate), (gate) => deploy(racer, gate)],
      async (racer) => `${left(racer)} ${await stateOf(racer)}`,
    );
    expect([...seen.keys()].sort()).toEqual(['left sent', 'stopped superseded']);
    await clean();
  });
});
