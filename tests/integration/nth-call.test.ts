/**
 * The n-th-call loop: the life of two accounts of one person is lived once and its calls to the outside are counted;
 * then it is lived three times for each call, in which that call fails before it is made, fails after it was made, or
 * is made twice. Each time it must come to the same end, with nothing sent twice, nothing lost, and every invariant. On
 * a real database; the provider keeps its own log.
 */

import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { inspectBook } from '../../channels/book/reader.ts';
import type { ChannelAdapter } from '../../channels/channel.ts';
import { bySystem } from '../../domain/act.ts';
import { Problem } from '../../domain/problems.ts';
import { stageNames } from '../../domain/rules.ts';
import { DAY_MS } from '../../domain/time.ts';
import { claim } from '../../engine/effects/claim.ts';
import { enqueueDue } from '../../engine/effects/fill-queue.ts';
import { recordReceipt } from '../../engine/effects/record-receipts.ts';
import { sendClaimed, settle } from '../../engine/effects/send.ts';
import { askUnknown, ensureTasks, freeExpired, nudgeStale, type SweepDeps } from '../../engine/effects/sweep.ts';
import { evaluateAccounts } from '../../engine/evaluate/evaluate.ts';
import { acceptFact } from '../../engine/facts/accept-fact.ts';
import { outgoingFor } from '../../engine/files/build-files.ts';
import { importBook } from '../../engine/import/import-book.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { bookFile } from '../support/book-file.ts';
import { CallFailed, FAULTS, type Fault, FaultyCalls } from '../support/faulty-calls.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { HonestProvider } from '../support/honest-provider.ts';
import { TEST_SCORER } from '../support/scorer.ts';
import { effectsOf, markWith, unhurried, wideRoom } from '../support/sending.ts';
import { START } from '../support/test-engine.ts';
import { violationsOf } from '../support/violations.ts';

const engine = useTestEngine('all tests', 4);
beforeAll(async () => {
  await sql`update cycle set next_evaluation_at = '2100-01-01', started_at = now()`.execute(engine.db);
});

/** So many rounds of sweep, looks and jobs bring any fault to rest. */
const MAX_ROUNDS = 12;

/** False for a refusal that is over soon. */
function notAllowedNow(error: unknown): false {
  if (error instanceof Problem && error.code === 'not-allowed-now') return false;
  throw error;
}

interface LifeOptions {
  /** The provider cannot be asked what it took, and tells nothing by itself. */
  unasked?: true;
  /** It tells nothing by itself. */
  silent?: true;
  /** A planted fault of ours: a call without an answer counts as a proved non-send. */
  believesErrors?: true;
}

class Life {
  readonly provider = new HonestProvider();
  now = START;
  private readonly nudged = new Set<string>();
  private readonly jobs: string[] = [];
  private readonly names: readonly [string, string];
  private readonly faulty: ReturnType<FaultyCalls['database']>;

  constructor(
    readonly calls: FaultyCalls,
    readonly no: number,
    private readonly options: LifeOptions,
  ) {
    this.names = [`N-${no}-1`, `N-${no}-2`];
    this.faulty = calls.database(engine.database.pool);
  }

  /** Two accounts, three days with a letter each, a payment of the first, four days more. */
  async live(): Promise<void> {
    await this.come(() => this.importBook());
    await this.rest();
    for (const days of [3, 3]) await this.after(days);
    await this.come(() => this.pay());
    await this.rest();
    for (const days of [1, 3]) await this.after(days);
  }

  /**
   * What comes from outside is sent again until it is taken; the server may not know yet that the connection before is
   * gone, with its locks.
   */
  private async come(act: () => Promise<void>): Promise<void> {
    for (let tries = 0; tries < 20; tries += 1) {
      if (await this.attempt(act).catch(notAllowedNow)) return;
      await setTimeout(tries * 10);
    }
    throw new Error('it was never taken');
  }

  /** A step of a process: what fails is left to others; what is to happen twice does. True when it went through. */
  private async attempt(step: () => Promise<unknown>): Promise<boolean> {
    try {
      await step();
      if (this.calls.repeatStep) {
        this.calls.repeatStep = false;
        await step();
      }
      return true;
    } catch (error) {
      if (error instanceof CallFailed) return false;
      throw error;
    }
  }

  private async importBook(): Promise<void> {
    const rows = this.names.map((account) => ({
      account,
      person: `N-${this.no}`,
      email: `n${this.no}@example.com`,
      phone: `+886 9${String(10_000_000 + this.no)}`,
      dues: '2026-03-01=1434.00',
      as_of: '2026-03-02',
    }));
    const inspection = await inspectBook(() => Readable.from([Buffer.from(bookFile(rows))]));
    if (!('source' in inspection)) throw new Error('the file was refused');
    await importBook(this.faulty.pool, inspection.source, {
      now: this.now,
      stages: stageNames(RULEBOOK),
      sender: 'test',
    });
  }

  private async pay(): Promise<void> {
    const { nudge } = await acceptFact(
      this.faulty.db,
      {
        subject: `harbour/${this.names[0]}`,
        kind: 'payment',
        data: { amount: { currency: 'TWD', minor: '143400' } },
        source: 'bank',
        externalId: `payment-${this.no}`,
      },
      bySystem('test', this.now),
    );
    for (const id of nudge) this.nudged.add(id);
  }

  private async after(days: number): Promise<void> {
    this.now += days * DAY_MS;
    await this.rest();
  }

  /** Sweeps, looks and works until nothing is due. */
  private async rest(): Promise<void> {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      await this.passTime();
      const deps = this.sweepDeps();
      for (const step of [freeExpired, askUnknown, ensureTasks, nudgeStale, enqueueDue])
        await this.attempt(() => step(deps));
      for (const id of [...this.nudged]) if (await this.attempt(() => this.look(id))) this.nudged.delete(id);
      for (const id of this.jobs.splice(0)) await this.attempt(() => this.work(id));
      if (await this.isAtRest()) return;
    }
    throw new Error('it never comes to rest');
  }

  /** Whoever held a lease or a job is gone, and every pause is over. */
  private async passTime(): Promise<void> {
    const mine = sql`account_id in (select id from account where number = any(${[...this.names]}))`;
    await sql`
      update effect set lease_until = case state when 'claimed' then clock_timestamp() - interval '1 second' end, queued_at = null,
        query_at = case when query_at is not null then clock_timestamp() - interval '1 second' end where ${mine}`.execute(
      engine.db,
    );
    await sql`update lane set paused_until = null`.execute(engine.db);
    await sql`update account set nudged_at = null, stale_since = stale_since - interval '1 hour' where number = any(${[...this.names]})`.execute(
      engine.db,
    );
  }

  private async isAtRest(): Promise<boolean> {
    const { rows } = await sql<{ open: boolean }>`
      select exists (select from effect e join account a on a.id = e.account_id where a.number = any(${[...this.names]})
          and (e.state = 'claimed' or (e.state in ('planned', 'deferred') and e.due_at <= ${new Date(this.now)}) or (e.state = 'unknown' and e.query_at is not null)))
        or exists (select from account where number = any(${[...this.names]}) and (evaluated_version < facts_version or next_evaluation_at <= ${new Date(this.now)})) as open`.execute(
      engine.db,
    );
    return rows[0]?.open === false && this.nudged.size === 0 && this.jobs.length === 0;
  }

  private sweepDeps(): SweepDeps {
    return {
      db: this.faulty.db,
      rulebook: RULEBOOK,
      now: async () => this.now,
      channels: this.channels(),
      simulated: true,
      enqueue: (jobs) =>
        this.calls.make('job', async () => {
          this.jobs.push(...effectsOf(jobs));
          return [];
        }),
      room: wideRoom,
      evaluate: (ids) => this.calls.make('nudge', async () => this.wake(ids)),
      wake: (ids) => this.calls.make('nudge', async () => this.wake(ids)),
      findMissing: async () => [],
      settle: (settlement) => settle(this.settleDeps(), [settlement]),
      nudgeCycles: async () => {},
      startsASweep: 100,
      scorer: TEST_SCORER,
      checksASweep: 100,
    };
  }
  private channels() {
    const lane = (name: string) => this.trusting(this.calls.channel(this.provider.lane(name, this.options.unasked)));
    return { ...engine.channels, email: lane('email'), sms: lane('sms') };
  }
  private trusting(adapter: ChannelAdapter): ChannelAdapter {
    if (!this.options.believesErrors) return adapter;
    const failed = { kind: 'not-sent', reason: 'it failed' } as const;
    return { ...adapter, send: (permit, outgoing) => adapter.send(permit, outgoing).catch(() => failed) };
  }
  private settleDeps() {
    return {
      db: this.faulty.db,
      rulebook: RULEBOOK,
      now: async () => this.now,
      nudge: async (ids: readonly string[]) => this.wake(ids),
    };
  }
  private wake(ids: readonly string[]): void {
    for (const id of ids) this.nudged.add(id);
  }

  private async look(id: string): Promise<void> {
    await evaluateAccounts(
      {
        db: this.faulty.db,
        rulebook: RULEBOOK,
        now: async () => this.now,
        wallWait: () => null,
        enqueueDue: async (ids) => void (await enqueueDue(this.sweepDeps(), ids)),
      },
      [{ id }],
    );
  }

  private async work(id: string): Promise<void> {
    const deps = {
      db: this.faulty.db,
      rulebook: RULEBOOK,
      now: async () => this.now,
      leaseSeconds: 60,
      simulated: true,
    };
    for (const claimed of unhurried(await claim(deps, [id]))) {
      await sendClaimed(
        {
          ...this.settleDeps(),
          channels: this.channels(),
          settle: (settlement) => settle(this.settleDeps(), [settlement]),
          markCalling: markWith(this.faulty.db),
          outgoing: (claimed) => outgoingFor(this.faulty.db, RULEBOOK, claimed),
          warn: () => {},
        },
        claimed,
      );
      await this.receipt(claimed.key);
    }
  }

  /** The provider says of what it took that it was delivered, as often as it takes. */
  private async receipt(key: string): Promise<void> {
    if (this.options.unasked || this.options.silent) return;
    if (!this.provider.accepted.some((acceptance) => acceptance.key === key)) return;
    const receipt = {
      kind: 'delivered' as const,
      message: key,
      source: 'provider',
      externalId: `receipt-${key}`,
      at: this.now,
    };
    await this.come(async () => {
      const woken = await this.faulty.db
        .transaction()
        .execute((trx) => recordReceipt(trx, receipt, bySystem('test', this.now)));
      this.wake(woken);
    });
  }

  /** `account step state`, without what makes the accounts of this life its own. */
  async ending(): Promise<string[]> {
    const { rows } = await sql<{ line: string }>`
      select right(a.number, 1) || ' ' || e.stage || '/' || e.step || ' ' || e.state as line from effect e join account a on a.id = e.account_id
      where a.number = any(${[...this.names]}) order by 1`.execute(engine.db);
    return rows.map((row) => row.line);
  }

  /** Sends to the account that paid, on facts that knew of the payment. */
  async afterPayment(): Promise<number> {
    const { rows } = await sql<{ effect: string; version: bigint }>`
      select e.id as effect, ep.cured_version as version from effect e join episode ep on ep.account_id = e.account_id and ep.no = e.episode
      join account a on a.id = e.account_id where a.number = ${this.names[0]} and ep.cured_version is not null and e.purpose <> 'receipt'`.execute(
      engine.db,
    );
    const cured = new Map(rows.map((row) => [row.effect, row.version]));
    return this.provider.accepted.filter(
      (acceptance) => acceptance.factsVersion >= (cured.get(acceptance.effect) ?? acceptance.factsVersion + 1n),
    ).length;
  }
}

let lives = 0;
async function live(armed?: { call: number; fault: Fault }, options: LifeOptions = {}): Promise<Life> {
  lives += 1;
  const life = new Life(new FaultyCalls(armed), lives, options);
  await life.live();
  return life;
}

describe('the n-th-call loop', () => {
  test('whichever call fails before, fails after or is made twice: the same end, nothing twice, every invariant', async () => {
    const plain = await live();
    const ending = await plain.ending();
    expect(ending).toEqual(
      expect.arrayContaining(['1 receipt/thanks sent', '2 reminder/email-1 sent', '2 reminder/email-8 sent']),
    );
    const { calls } = plain.calls;
    expect(new Set(calls)).toEqual(new Set(['commit', 'statement', 'job', 'nudge', 'send']));
    expect(calls.length).toBeGreaterThan(60);
    const wrong: string[] = [];
    const wheres = new Map([[`N-${plain.no}`, 'nothing failed']]);
    for (let call = 1; call <= calls.length; call += 1) {
      for (const fault of FAULTS) {
        const where = `call ${call} of ${calls.length} (${calls[call - 1]}) ${fault}`;
        wheres.set(`N-${lives + 1}`, where);
        const life = await live({ call, fault }).catch((error: unknown) => `${error}`);
        if (typeof life === 'string') {
          wrong.push(`${where}: ${life}`);
          continue;
        }
        const faults = life.provider.twice().map((key) => `${key} left twice`);
        if ((await life.afterPayment()) > 0) faults.push('a contact after the payment');
        const end = await life.ending();
        if (end.join() !== ending.join())
          faults.push(`ends as ${end.filter((line) => !ending.includes(line)).join(', ')}`);
        wrong.push(...faults.map((words) => `${where}: ${words}`));
      }
    }
    // All lives ended at the same moment.
    for (const { invariant, account, evidence } of await violationsOf(engine.db, RULEBOOK, plain.now))
      wrong.push(`${wheres.get(/N-\d+/.exec(account)?.[0] ?? '') ?? account}: ${invariant}: ${evidence}`);
    expect(wrong).toEqual([]);
  }, 900_000);

  const sendOf = (life: Life): number => life.calls.calls.indexOf('send') + 1;

  test('where nobody can be asked a lost answer leaves it unknown, and it is not sent again', async () => {
    const call = sendOf(await live(undefined, { unasked: true }));
    const life = await live({ call, fault: 'after' }, { unasked: true });
    expect(life.provider.twice()).toEqual([]);
    expect(await life.ending()).toEqual(
      expect.arrayContaining(['1 reminder/email-1 unknown', '2 reminder/email-1 unknown']),
    );
  });

  test('would find a fault of ours: a lost answer that is taken for a non-send', async () => {
    const call = sendOf(await live(undefined, { silent: true }));
    const life = await live({ call, fault: 'after' }, { believesErrors: true, silent: true });
    expect(life.provider.twice()).not.toEqual([]);
  });
});
