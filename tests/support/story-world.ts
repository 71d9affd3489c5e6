/**
 * The world of a story: a database, an outbox folder, and a clock that jumps from one due moment to the next.
 * Evaluations, claims, channels and facts are real. There is no Temporal and no queue, so this class does what they
 * would trigger.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { inspectBook } from '../../channels/book/reader.ts';
import type { ChannelAdapter } from '../../channels/channel.ts';
import { openChannels } from '../../channels/index.ts';
import { byPerson, bySystem } from '../../domain/act.ts';
import { type Channel, isWrittenChannel, type WrittenChannel } from '../../domain/channels.ts';
import { DETAIL_COLUMNS } from '../../domain/contracts/book-details.ts';
import { type Rulebook, type Rules, sameForAll, stageNames } from '../../domain/rules.ts';
import { type Instant, instantAt } from '../../domain/time.ts';
import { claim } from '../../engine/effects/claim.ts';
import { nextDue } from '../../engine/effects/next-due.ts';
import { recordReceipt } from '../../engine/effects/record-receipts.ts';
import { sendClaimed, settle } from '../../engine/effects/send.ts';
import { evaluateAccounts } from '../../engine/evaluate/evaluate.ts';
import { acceptFact, type WireFact } from '../../engine/facts/accept-fact.ts';
import { outgoingFor } from '../../engine/files/build-files.ts';
import { upsertCreditors } from '../../engine/import/creditors.ts';
import { importBook } from '../../engine/import/import-book.ts';
import type { CallOutcome } from '../../engine/tasks/call-outcome.ts';
import { recordOutcome } from '../../engine/tasks/record-outcome.ts';
import { RULES } from '../../stages/rules.ts';
import { BOOK_HEADER, type BookCellsByName, bookFile } from './book-file.ts';
import { createDatabase, type TestDatabase } from './database.ts';
import { markWith, unhurried } from './sending.ts';

export const TERMS = {
  v: 1 as const,
  phone: '+886 2 5550 0100',
  email: 'accounts@harbour.example.com',
  address: '1 Harbour Road, Taipei',
  payAt: 'https://pay.harbour.example.com',
  payTo: 'Harbour Bank 000-123',
  complaints: 'complaints@harbour.example.com',
  freeHelp: 'Free debt advice: 0800 000 000',
  agencies: [
    {
      code: 'north',
      name: 'North Agency',
      phone: '+886 2 5550 0111',
      share: 1,
      complaints: 'complaints@north.example.com',
    },
    {
      code: 'south',
      name: 'South Agency',
      phone: '+886 2 5550 0112',
      share: 1,
      complaints: 'complaints@south.example.com',
    },
  ],
  bureau: { code: 'example-bureau', name: 'Example Bureau' },
  floors: { placement: '100000', legal: '3000000', cost: '1000000' },
  limitationYears: 15,
  careReviewers: ['Dana Reed'],
};
const ZONE = 'Asia/Taipei';
/** Most rounds of evaluating and sending until a moment of a story must be settled. */
const MAX_ROUNDS = 40;

export interface WorldOptions {
  rules?: Rules;
  channels?: Partial<Record<Channel, ChannelAdapter>>;
}

export class StoryWorld {
  now: Instant = 0;
  /** Outcomes of the next call tasks. If empty, nobody answers the phone. */
  readonly calls: CallOutcome[] = [];
  /** True if callers record nothing. */
  callersAway = false;
  /** Channels on which messages bounce. */
  readonly bouncing = new Set<WrittenChannel>();
  receipts = true;
  private sequence = 0;

  private constructor(
    readonly database: TestDatabase,
    readonly home: string,
    readonly options: WorldOptions,
  ) {}

  static async open(options: WorldOptions = {}): Promise<StoryWorld> {
    return new StoryWorld(await createDatabase(4), mkdtempSync(join(tmpdir(), 'arrears-story-')), options);
  }
  async close(): Promise<void> {
    await this.database.close();
    rmSync(this.home, { recursive: true, force: true });
  }
  get db() {
    return this.database.db;
  }
  private readonly clock = async (): Promise<Instant> => this.now;
  private get rulebook(): Rulebook {
    return sameForAll(this.options.rules ?? RULES);
  }

  async lender(code: string): Promise<void> {
    await upsertCreditors(this.db, [{ code, name: `Bank ${code}`, zone: ZONE, currency: 'TWD', terms: TERMS }]);
  }

  /** Imports a file of the lender's book. The first file sets the clock to noon of its `as_of`. */
  async importRows(rows: readonly BookCellsByName[]): Promise<void> {
    if (this.now === 0) this.now = instantAt(rows[0]?.['as_of'] ?? '2026-03-02', 12 * 60, ZONE);
    const more = DETAIL_COLUMNS.filter((column) => rows.some((row) => row[column] !== undefined));
    const bytes = Buffer.from(bookFile(rows, [BOOK_HEADER, ...more].join(',')));
    const inspection = await inspectBook(() => Readable.from([bytes]));
    if (!('source' in inspection)) throw new Error('the file was refused');
    const refused: string[] = [];
    await importBook(this.database.pool, inspection.source, {
      now: this.now,
      stages: stageNames(this.rulebook),
      sender: 'story',
      onRefused: (found) => void refused.push(...found.map((refusal) => `${refusal.column} ${refusal.code}`)),
    });
    if (refused.length > 0) throw new Error(`rows were refused: ${refused.join(', ')}`);
    await this.settle();
  }

  /** Records a fact through the same function as the API, and settles. */
  async record({ by, ...fact }: Omit<WireFact, 'source'> & { source?: string; by?: string }): Promise<void> {
    const act = by === undefined ? bySystem('story', this.now) : byPerson(by, this.now);
    await acceptFact(this.db, { source: 'story', ...fact }, act);
    await this.settle();
  }

  /** Moves the clock from one due moment to the next and settles each. */
  async runTo(at: Instant): Promise<void> {
    if (at < this.now) throw new Error('a story does not go back');
    for (;;) {
      await this.settle();
      const next = await nextDue(this.db, this.now);
      if (next === null || next > at) break;
      this.now = next;
    }
    this.now = at;
    await this.settle();
  }

  /** Evaluates, claims and sends until nothing is due any more. */
  async settle(): Promise<void> {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const evaluated = await this.evaluateStale();
      const sent = await this.sendDue();
      if (!evaluated && !sent) return;
    }
    throw new Error('the story never comes to rest: something is asked again and again at one moment');
  }

  private async evaluateStale(): Promise<boolean> {
    const { rows } = await sql<{ id: string }>`
      select id
      from account
      where next_evaluation_at <= ${new Date(this.now)}
        or (evaluated_version < facts_version and evaluated_version > 0)
      order by number`.execute(this.db);
    if (rows.length === 0) return false;
    await evaluateAccounts(
      { db: this.db, rulebook: this.rulebook, now: this.clock, wallWait: () => null, enqueueDue: async () => {} },
      rows.map((row) => ({ id: row.id })),
    );
    return true;
  }

  private async sendDue(): Promise<boolean> {
    const { rows } = await sql<{ id: string }>`
      select id
      from effect
      where state in ('planned', 'deferred') and due_at <= ${new Date(this.now)}
      order by due_at, id`.execute(this.db);
    if (rows.length === 0) return false;
    const claimed = await claim(
      { db: this.db, rulebook: this.rulebook, now: this.clock, leaseSeconds: 60, simulated: true },
      rows.map((row) => row.id),
    );
    const channels = { ...openChannels({ home: this.home }), ...this.options.channels };
    for (const dispatch of unhurried(claimed)) {
      await sendClaimed(
        {
          db: this.db,
          channels,
          now: this.clock,
          nudge: async () => {},
          settle: (settlement) =>
            settle({ db: this.db, rulebook: this.rulebook, now: this.clock, nudge: async () => {} }, [settlement]),
          markCalling: markWith(this.db),
          outgoing: (claims) => outgoingFor(this.db, this.rulebook, claims),
          warn: () => {},
        },
        dispatch,
      );
      if (isWrittenChannel(dispatch.channel)) await this.receive(dispatch.key, dispatch.channel);
    }
    await this.answerCalls();
    return true;
  }

  /** Records the provider's receipt for a message: delivered or bounced. */
  private async receive(key: string, channel: WrittenChannel): Promise<void> {
    if (!this.receipts) return;
    const { rows } = await sql<{
      n: number;
    }>`select 1 as n from dispatch where key = ${key} and result = 'sent'`.execute(this.db);
    if (rows.length === 0) return;
    this.sequence += 1;
    const kind = this.bouncing.has(channel) ? ('bounced' as const) : ('delivered' as const);
    const receipt = { kind, message: key, source: 'provider', externalId: `receipt-${this.sequence}`, at: this.now };
    await this.db.transaction().execute((trx) => recordReceipt(trx, receipt, bySystem('test', this.now)));
  }

  /** Numbers of open tasks of a kind, oldest first. */
  async openTasks(kind: string): Promise<bigint[]> {
    const { rows } = await sql<{
      no: bigint;
    }>`select no from task where state = 'open' and kind = ${kind} order by no`.execute(this.db);
    return rows.map((row) => row.no);
  }

  private async answerCalls(): Promise<void> {
    if (this.callersAway) return;
    for (const no of await this.openTasks('call')) {
      const outcome = this.calls.shift() ?? { contact: 'no-answer' as const };
      await recordOutcome(this.db, no, { of: 'call', ...outcome }, byPerson('ann', this.now));
    }
  }

  /** All text sent on a channel. */
  outbox(channel: string): string {
    const root = join(this.home, 'outbox', channel);
    const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')).join('\n');
  }
}
