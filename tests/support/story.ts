/**
 * Stories read aloud: what happens and what must have been sent, day by day after the due date.
 *
 *   await story('a part payment buys three quiet days')
 *     .day(0).overdue('1434.00')
 *     .day(2).left('d1 email reminder/email-1')
 *     .pays('500.00')
 *     .end();
 *
 * `day(n)` is noon in Taipei, n days after the due date: the account is n days late. Messages are sent in the morning,
 * calls at 10:30 and 16:30, files at 18:00.
 */

import { expect } from '@jest/globals';
import { sql } from 'kysely';
import { loadFacts } from '../../db/load-facts.ts';
import { byPerson } from '../../domain/act.ts';
import type { WrittenChannel } from '../../domain/channels.ts';
import type { WireKind } from '../../domain/contracts/event.ts';
import { type Decision, decide } from '../../domain/decide.ts';
import { parseAmount, plainAmount } from '../../domain/money.ts';
import { standingOf } from '../../domain/standing.ts';
import { addDays, type CalendarDate, DAY_MS, HOUR_MS, type Instant, instantAt } from '../../domain/time.ts';
import type { CallOutcome } from '../../engine/tasks/call-outcome.ts';
import { type RecordedOutcome, recordApproval, recordOutcome } from '../../engine/tasks/record-outcome.ts';
import { RULEBOOK, RULES } from '../../stages/rules.ts';
import type { BookCellsByName } from './book-file.ts';
import { StoryWorld, type WorldOptions } from './story-world.ts';
import { violationsOf } from './violations.ts';

export const DUE_ON = '2026-03-02';
const ZONE = 'Asia/Taipei';
const START = instantAt(DUE_ON, 12 * 60, ZONE);
/** Date of a day of the story. */
export const on = (day: number): CalendarDate => addDays(DUE_ON, day);

// A story of months takes a second; a busy machine may need longer.

interface Act {
  words: string;
  run(world: StoryWorld): Promise<void>;
}
interface Sent {
  id: string;
  at: number;
  channel: string;
  steps: string;
  accounts: string;
}

export const twd = (amount: string) => ({ currency: 'TWD', minor: minorOf(amount).toString() });
function minorOf(amount: string): bigint {
  const minor = parseAmount(amount, 'TWD');
  if (typeof minor !== 'bigint') throw new Error(`${amount} is no amount`);
  return minor;
}

export class Story {
  private readonly acts: Act[] = [];
  private readonly told = new Set<string>();
  private today = 0;
  private several = false;

  constructor(
    readonly title: string,
    private readonly options: WorldOptions = {},
  ) {}

  /** Anything else that happens. */
  also(words: string, run: (world: StoryWorld) => Promise<void>): this {
    const day = this.today;
    this.acts.push({ words: `day ${day}, ${words}`, run });
    return this;
  }

  day(day: number, hour = 12): this {
    this.today = day;
    return this.also('time passes', async (world) => {
      const at = START + day * DAY_MS + (hour - 12) * HOUR_MS;
      if (world.now !== 0) await world.runTo(at);
    });
  }

  /** Imports the account from the lender's book as of this day, with one due on day 0. */
  overdue(amount: string, cells: BookCellsByName = {}): this {
    return this.book({ dues: `${DUE_ON}=${amount}`, ...cells });
  }
  /** Imports rows of the lender's book as of this day. */
  book(...rows: BookCellsByName[]): this {
    const as_of = on(this.today);
    this.several ||= rows.length > 1;
    return this.also('the book comes in', async (world) => {
      for (const code of new Set(rows.map((row) => row['creditor'] ?? 'harbour'))) await world.lender(code);
      await world.importRows(rows.map((row) => ({ as_of, ...row })));
    });
  }

  /** `on`: the day on which it happened, when it is told later. */
  fact(
    kind: WireKind,
    data: object,
    more: {
      subject?: string;
      by?: string;
      source?: string;
      externalId?: string;
      on?: number;
      occurredAt?: Instant;
    } = {},
  ): this {
    const { subject = 'harbour/A-1', on: day, ...rest } = more;
    const moment = day === undefined ? {} : { occurredAt: START + day * DAY_MS };
    return this.also(kind, (world) => world.record({ subject, kind, data, ...moment, ...rest }));
  }
  /** A fact that must be refused. */
  refused(kind: WireKind, data: object, code: string): this {
    return this.also(`${kind} is refused`, async (world) => {
      await expect(world.record({ subject: 'harbour/A-1', kind, data })).rejects.toMatchObject({ code });
    });
  }
  pays(amount: string, account = 'A-1'): this {
    return this.fact('payment', { amount: twd(amount) }, { subject: `harbour/${account}` });
  }
  paymentReturned(amount: string): this {
    return this.fact('reversal', { amount: twd(amount) });
  }
  promises(...parts: [day: number, amount: string][]): this {
    return this.fact('promise', { parts: parts.map(([day, amount]) => ({ on: on(day), amount: twd(amount) })) });
  }
  ofPerson(kind: WireKind, data: object, by?: string): this {
    return this.fact(kind, data, { subject: 'harbour/person:P-1', ...(by ? { by } : {}) });
  }

  /** Outcomes of the next calls. */
  callers(...outcomes: CallOutcome[]): this {
    return this.also('callers', async (world) => void world.calls.push(...outcomes));
  }
  bounces(channel: WrittenChannel): this {
    return this.also(`${channel} bounces`, async (world) => void world.bouncing.add(channel));
  }
  approval(by: string, answer: { approve: true } | { approve: false; reason: string } = { approve: true }): this {
    return this.also(`approval by ${by}`, async (world) => {
      const [no] = await world.openTasks('approve-court');
      if (no === undefined) throw new Error('nobody asks for approval');
      await recordApproval(world.db, no, answer, byPerson(by, world.now));
      await world.settle();
    });
  }
  answers(kind: string, outcome: RecordedOutcome): this {
    return this.also(`task ${kind}`, async (world) => {
      const [no] = await world.openTasks(kind);
      if (no === undefined) throw new Error(`no task ${kind} is open`);
      await recordOutcome(world.db, no, outcome, byPerson('ann', world.now));
      await world.settle();
    });
  }

  /**
   * Expects everything sent since the last `left` or `skip`: `d<day> <channel> <stage>/<step>`, plus the accounts if
   * there are several.
   */
  left(...expected: string[]): this {
    return this.also('left', async (world) => expect(await this.leftSince(world)).toEqual(expected));
  }
  /** Ignores what has been sent so far. */
  skip(): this {
    return this.also('so far', async (world) => void (await this.leftSince(world)));
  }
  tasks(kind: string, count: number): this {
    return this.also(`tasks ${kind}`, async (world) => expect(await world.openTasks(kind)).toHaveLength(count));
  }
  /** Expects the stored stage and the parallel stages. */
  stands(stage: string, ...parallel: string[]): this {
    return this.also(`stands at ${stage}`, async (world) => {
      const { decision, stored } = await decided(world, this.options);
      expect([stored, ...decision.parallel]).toEqual([stage, ...parallel]);
    });
  }
  /** Expects the policies that hold planned effects back. */
  heldBy(...policies: string[]): this {
    return this.also('held', async (world) => {
      const { decision } = await decided(world, this.options);
      expect(
        [...new Set(decision.planned.flatMap((planned) => planned.held.map((held) => held.policy)))].sort(),
      ).toEqual([...policies].sort());
    });
  }
  why(code: string): this {
    return this.also(`because ${code}`, async (world) => {
      const { decision } = await decided(world, this.options);
      expect(decision.why.map((reason) => reason.code)).toContain(code);
    });
  }
  /** Expects the unpaid dues, as the book writes them. */
  unpaid(dues: string): this {
    return this.also('unpaid', async (world) => {
      const { standing } = await decided(world, this.options);
      expect(standing.open.map(({ on, minor }) => `${on}=${plainAmount(minor, 'TWD')}`).join(';')).toBe(dues);
    });
  }
  money(expected: { overdue?: string; dpd?: number; cured?: boolean; asked?: string }): this {
    return this.also('money', async (world) => {
      const { standing } = await decided(world, this.options);
      const { overdue, asked, ...rest } = expected;
      const amounts = {
        ...(overdue ? { overdue: minorOf(overdue) } : {}),
        ...(asked ? { asked: minorOf(asked) } : {}),
      };
      expect(standing).toMatchObject({ ...rest, ...amounts });
    });
  }
  /** Expects a text sent on a channel. */
  reads(channel: string, pattern: RegExp): this {
    return this.also(`reads ${channel}`, async (world) => {
      if (!pattern.test(plain(world.outbox(channel))))
        throw new Error(`nothing that left by ${channel} reads ${pattern}`);
    });
  }

  /** Runs the story. At its end every invariant must hold. */
  async end(): Promise<void> {
    const world = await StoryWorld.open(this.options);
    try {
      for (const act of this.acts) {
        try {
          await act.run(world);
        } catch (error) {
          if (error instanceof Error) error.message = `${this.title}: ${act.words}\n${error.message}`;
          throw error;
        }
      }
      expect(await violationsOf(world.db, RULEBOOK, world.now)).toEqual([]);
    } finally {
      await world.close();
    }
  }

  private async leftSince(world: StoryWorld): Promise<string[]> {
    const { rows } = await sql<Sent>`
      select
        coalesce(e.dispatch_id, e.id) as id,
        (extract(epoch from min(e.sent_at)) * 1000)::float8 as at,
        e.channel,
        string_agg(
          distinct e.stage || '/' || e.step
            || case when e.occurrence between 2 and 9999 then '#' || e.occurrence else '' end,
          ' + ') as steps,
        string_agg(distinct a.number, '+' order by a.number) as accounts
      from effect e join account a on a.id = e.account_id
      where e.state = 'sent'
      group by coalesce(e.dispatch_id, e.id), e.channel
      order by at, e.channel, accounts`.execute(world.db);
    const fresh = rows.filter((row) => !this.told.has(row.id));
    for (const row of fresh) this.told.add(row.id);
    return fresh.map(({ at, channel, steps, accounts }) => {
      const day = Math.floor((at - (START - 12 * HOUR_MS)) / DAY_MS);
      return `d${day} ${channel} ${steps}${this.several ? ` ${accounts}` : ''}`;
    });
  }
}

/** Decodes quoted-printable or base64 mail. */
function plain(text: string): string {
  const decoded = text.replace(/(?:^[A-Za-z0-9+/]{60,76}\r?\n)+[A-Za-z0-9+/]*={0,2}/gm, (block) =>
    Buffer.from(block, 'base64').toString('utf8'),
  );
  return decoded
    .replace(/=\r?\n/g, '')
    .replace(/((?:=[0-9A-F]{2})+)/g, (run) => Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'));
}

async function decided(
  world: StoryWorld,
  options: WorldOptions,
): Promise<{ decision: Decision; stored: string; standing: ReturnType<typeof standingOf> }> {
  const row = await world.db
    .selectFrom('account')
    .select(['id', 'stage'])
    .where('number', '=', 'A-1')
    .executeTakeFirstOrThrow();
  const facts = (await loadFacts(world.db, [row.id], world.now, RULEBOOK)).get(row.id);
  if (!facts) throw new Error('there is no account A-1');
  const decision = decide(options.rules ?? RULES, facts, world.now);
  return { decision, stored: row.stage, standing: standingOf(facts, world.now) };
}

export const story = (title: string, options: WorldOptions = {}): Story => new Story(title, options);
