/**
 * The engine step by step: the test decides when to import, evaluate, claim, send and record. Database and outbox are
 * its own.
 */

import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { inspectBook } from '../../channels/book/reader.ts';
import type { ChannelAdapter, Outgoing, SendResult } from '../../channels/channel.ts';
import { openChannels } from '../../channels/index.ts';
import { byPerson } from '../../domain/act.ts';
import type { Channel } from '../../domain/channels.ts';
import type { WireKind } from '../../domain/contracts/event.ts';
import type { EffectState } from '../../domain/effects.ts';
import type { Permit } from '../../domain/permit.ts';
import { type Rulebook, type Rules, sameForAll, stageNames } from '../../domain/rules.ts';
import { type Instant, instantAt } from '../../domain/time.ts';
import type { Violation } from '../../engine/checks/check-invariants.ts';
import { type ClaimDeps, claim, type HeldClaim } from '../../engine/effects/claim.ts';
import { sendClaimed, settle } from '../../engine/effects/send.ts';
import type { Settlement } from '../../engine/effects/settle.ts';
import type { SweepDeps } from '../../engine/effects/sweep.ts';
import { evaluateAccounts } from '../../engine/evaluate/evaluate.ts';
import { acceptFact } from '../../engine/facts/accept-fact.ts';
import { outgoingFor } from '../../engine/files/build-files.ts';
import { upsertCreditors } from '../../engine/import/creditors.ts';
import { importBook } from '../../engine/import/import-book.ts';
import { RULES } from '../../stages/rules.ts';
import { type BookCellsByName, bookFile } from './book-file.ts';
import { TEST_CREDITOR } from './creditor.ts';
import { createDatabase, type TestDatabase } from './database.ts';
import { TEST_SCORER } from './scorer.ts';
import { markWith, unhurried, wideRoom } from './sending.ts';
import { violationsOf } from './violations.ts';
import { until } from './wire.ts';

export const ZONE = 'Asia/Taipei';
/** Noon of the first day on which the accounts of `book` are late. */
export const START = instantAt('2026-03-02', 12 * 60, ZONE);

/** A provider that answers as told and records what it was asked to send. */
export class ScriptedProvider implements ChannelAdapter {
  readonly id = 'provider';
  readonly policy = 'at-most-once';
  slowestCallMs = 0;
  readonly sent: { key: string; effect: string }[] = [];
  answer: SendResult | Error = { kind: 'sent', reference: 'ok' };
  asked: 'sent' | 'not-sent' | 'cannot-tell' | Error = 'cannot-tell';
  readonly unasked?: true;
  constructor(unasked?: true) {
    if (unasked) this.unasked = true;
  }
  async send(permit: Permit, { key }: Outgoing): Promise<SendResult> {
    this.sent.push({ key, effect: permit.effectId });
    if (this.answer instanceof Error) throw this.answer;
    return this.answer;
  }
  async ask(): Promise<'sent' | 'not-sent' | 'cannot-tell'> {
    if (this.asked instanceof Error) throw this.asked;
    return this.asked;
  }
}

export interface EffectRow {
  id: string;
  account: string;
  step: string;
  channel: Channel;
  state: EffectState;
  attempt: number;
  due_at: Instant;
  reason: string | null;
  blocked_since: Instant | null;
  lease_token: string | null;
  dispatch_id: string | null;
}

export class TestEngine {
  now: Instant = START;
  rules: Rules = RULES;
  /** Takes the place of the same `rules` for every account. */
  chosen: Rulebook | null = null;
  leaseSeconds = 60;
  channels: Partial<Record<Channel, ChannelAdapter>>;
  /** Accounts to evaluate in place. */
  readonly nudged: string[] = [];
  /** Accounts whose loops were woken. */
  readonly woken: string[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly home: string,
  ) {
    this.channels = openChannels({ home });
  }

  static async open(size = 10): Promise<TestEngine> {
    const engine = new TestEngine(await createDatabase(size), mkdtempSync(join(tmpdir(), 'arrears-engine-')));
    await upsertCreditors(engine.db, [TEST_CREDITOR, { ...TEST_CREDITOR, code: 'lantern', name: 'Lantern Bank' }]);
    return engine;
  }
  async close(): Promise<void> {
    await this.database.close();
    rmSync(this.home, { recursive: true, force: true });
  }
  get db() {
    return this.database.db;
  }
  readonly clock = async (): Promise<Instant> => this.now;

  /** Imports accounts that are one day late at START. Returns their ids in row order. */
  async book(rows: readonly BookCellsByName[]): Promise<string[]> {
    const full: BookCellsByName[] = rows.map((row) => ({ dues: '2026-03-01=1434.00', as_of: '2026-03-02', ...row }));
    const inspection = await inspectBook(() => Readable.from([Buffer.from(bookFile(full))]));
    if (!('source' in inspection)) throw new Error('the file was refused');
    const { added } = await importBook(this.database.pool, inspection.source, {
      now: this.now,
      stages: stageNames(this.rulebook),
      sender: 'test',
    });
    if (added !== rows.length) throw new Error(`${added} of ${rows.length} rows were taken`);
    const ids: string[] = [];
    for (const row of full) ids.push(await this.idOf(`${row['creditor'] ?? 'harbour'}/${row['account'] ?? 'A-1'}`));
    return ids;
  }

  async idOf(name: string): Promise<string> {
    const { rows } = await sql<{ id: string }>`
      select a.id
      from account a join creditor c on c.id = a.creditor_id
      where c.code || '/' || a.number = ${name}`.execute(this.db);
    return rows[0]?.id ?? '';
  }

  async look(ids: readonly string[]): Promise<void> {
    await evaluateAccounts(
      {
        db: this.db,
        rulebook: this.rulebook,
        now: this.clock,
        wallWait: () => null,
        enqueueDue: async () => {},
      },
      ids.map((id) => ({ id })),
    );
  }
  get rulebook(): Rulebook {
    return this.chosen ?? sameForAll(this.rules);
  }

  claimDeps(): ClaimDeps {
    return {
      db: this.db,
      rulebook: this.rulebook,
      now: this.clock,
      leaseSeconds: this.leaseSeconds,
      simulated: true,
      slowestCallMs: (channel) => this.channels[channel]?.slowestCallMs ?? 0,
    };
  }
  async claim(ids: readonly string[]): Promise<HeldClaim[]> {
    return unhurried(await claim(this.claimDeps(), ids));
  }
  async sendClaimed(claims: readonly HeldClaim[]): Promise<void> {
    for (const claimed of claims)
      await sendClaimed(
        {
          db: this.db,
          channels: this.channels,
          now: this.clock,
          nudge: async (ids) => void this.nudged.push(...ids),
          settle: (settlement) => this.settle(settlement),
          markCalling: markWith(this.db),
          outgoing: (claimed) => outgoingFor(this.db, this.rulebook, claimed),
          warn: () => {},
        },
        claimed,
      );
  }
  settle(settlement: Settlement): Promise<void> {
    return settle(
      { db: this.db, rulebook: this.rulebook, now: this.clock, nudge: async (ids) => void this.nudged.push(...ids) },
      [settlement],
    );
  }
  /** Claims and carries out everything due. */
  async sendDue(): Promise<void> {
    const { rows } = await sql<{ id: string }>`
      select id
      from effect
      where state in ('planned', 'deferred') and due_at <= ${new Date(this.now)}
      order by id`.execute(this.db);
    if (rows.length > 0) await this.sendClaimed(await this.claim(rows.map((row) => row.id)));
  }

  sweepDeps(): SweepDeps {
    return {
      db: this.db,
      rulebook: this.rulebook,
      now: this.clock,
      channels: this.channels,
      simulated: true,
      enqueue: async () => [],
      room: wideRoom,
      evaluate: async (ids) => void this.nudged.push(...ids),
      wake: async (ids) => void this.woken.push(...ids),
      findMissing: async () => [],
      settle: (settlement) => this.settle(settlement),
      nudgeCycles: async () => {},
      startsASweep: 100,
      scorer: TEST_SCORER,
      checksASweep: 100,
    };
  }
  /** Ends the lease of everything claimed. */
  async expire(): Promise<void> {
    await sql`update effect set lease_until = clock_timestamp() - interval '1 second' where state = 'claimed'`.execute(
      this.db,
    );
  }

  /** Imports one account and evaluates it, so that its first e-mail is due. Returns the id of the effect. */
  async dueEmail(): Promise<string> {
    await this.look(await this.book([{}]));
    return (await this.effect('email-1')).id;
  }
  /** Makes e-mails go to a scripted provider. */
  provide(unasked?: true): ScriptedProvider {
    const provider = new ScriptedProvider(unasked);
    this.channels = { ...this.channels, email: provider };
    return provider;
  }
  /** Files of the e-mails sent by the outbox. */
  letters(): string[] {
    const root = join(this.home, 'outbox', 'email');
    const names = existsSync(root) ? readdirSync(root, { recursive: true }).map(String) : [];
    return names.filter((name) => name.endsWith('.eml'));
  }
  record(kind: WireKind, data: unknown, subject = 'harbour/A-1') {
    return acceptFact(this.db, { subject, kind, data, source: 'test' }, byPerson('ann', this.now));
  }
  violations(): Promise<Violation[]> {
    return violationsOf(this.db, this.rulebook, this.now);
  }

  async effects(step?: string): Promise<EffectRow[]> {
    const ofStep = step === undefined ? sql`true` : sql`e.step = ${step}`;
    const { rows } = await sql<EffectRow>`
      select
        e.id, a.number as account, e.step, e.channel, e.state, e.attempt, e.due_at, e.reason,
        e.blocked_since, e.lease_token, e.dispatch_id
      from effect e join account a on a.id = e.account_id
      where ${ofStep}
      order by a.number, e.id`.execute(this.db);
    return rows;
  }
  async effect(step = 'email-1'): Promise<EffectRow> {
    const [first] = await this.effects(step);
    if (!first) throw new Error(`no effect ${step}`);
    return first;
  }
}

/** Waits until `count` connections of the database wait for a lock. */
export async function waitForLocks(engine: TestEngine, count: number): Promise<void> {
  await until(`the wait of ${count} for a lock`, async () => {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n
      from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(engine.db);
    return (rows[0]?.n ?? 0) >= count;
  });
}
