/** Repayment plans as agreements: quiet while they run, broken by their own dates, settled with a certificate. */
import { expect, test } from '@jest/globals';
import { byPerson } from '../../domain/act.ts';
import type { AgreementState } from '../../domain/agreements/agreements.ts';
import type { AgreementView, ProposalWire } from '../../domain/contracts/agreement.ts';
import type { InstructionKind } from '../../domain/instruction-facts.ts';
import { acceptPlan, declinePlan, endPlan } from '../../engine/agreements/answer-plan.ts';
import { showPlans } from '../../engine/agreements/list-plans.ts';
import { type DonePlan, proposePlan } from '../../engine/agreements/propose-plan.ts';
import { recordApproval } from '../../engine/tasks/record-outcome.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { on, Story } from '../support/story.ts';
import type { StoryWorld } from '../support/story-world.ts';

const ACCOUNT = 'harbour/A-1';

/** A story with what may happen to plans. */
class PlanStory extends Story {
  private does(words: string, act: (world: StoryWorld) => Promise<DonePlan>): this {
    return this.also(words, async (world) => {
      await act(world);
      await world.settle();
    });
  }
  proposes(terms: Record<string, unknown>, more: Partial<ProposalWire> & { by?: string } = {}): this {
    const { by = 'ann', ...rest } = more;
    return this.does('a plan is proposed', (world) =>
      proposePlan(deps(world), ACCOUNT, { terms, from: 'lender', ...rest }, byPerson(by, world.now)),
    );
  }
  accepts(plan = 1): this {
    return this.does(`plan ${plan} is accepted`, async (world) => {
      const { digest } = (await plansOf(world))[plan - 1] as AgreementView;
      const said = { how: 'call', proof: 'recording 7', digest } as const;
      return acceptPlan(deps(world), { account: ACCOUNT, plan }, said, byPerson('ann', world.now));
    });
  }
  declines(plan = 1): this {
    return this.does(`plan ${plan} is declined`, (world) =>
      declinePlan(deps(world), { account: ACCOUNT, plan }, undefined, byPerson('ann', world.now)),
    );
  }
  ends(plan = 1): this {
    return this.does(`plan ${plan} is ended`, (world) =>
      endPlan(deps(world), { account: ACCOUNT, plan }, { why: 'by-person', reason: 'x' }, byPerson('ann', world.now)),
    );
  }
  /** A second person answers the task. */
  approvesPlan(by: string): this {
    return this.also(`${by} approves`, async (world) => {
      const [no] = await world.openTasks('approve-plan');
      if (no === undefined) throw new Error('nobody asks for approval');
      await expect(recordApproval(world.db, no, { approve: true }, byPerson('ann', world.now))).rejects.toMatchObject({
        code: 'own-approval',
      });
      await recordApproval(world.db, no, { approve: true }, byPerson(by, world.now));
      await world.settle();
    });
  }
  waiverIs(state: string): this {
    return this.also(`the waiver is ${state}`, async (world) => {
      const rows = await world.db.selectFrom('book_instruction').select('state').where('kind', '=', 'waiver').execute();
      expect(rows).toEqual([{ state }]);
    });
  }
  closedAs(how: string): this {
    return this.also(`closed ${how}`, async (world) => {
      const row = await world.db.selectFrom('account').select(['closed_reason', 'balance']).executeTakeFirstOrThrow();
      expect(row).toEqual({ closed_reason: how, balance: 0n });
    });
  }
  /** Expects the states of the plans, in their order. */
  plans(...states: AgreementState[]): this {
    return this.also(`plans ${states.join(', ')}`, async (world) =>
      expect((await plansOf(world)).map(({ state }) => state)).toEqual(states),
    );
  }
  /** The book answers the last instruction of a kind. */
  bookSays(kind: InstructionKind, answer: 'book-confirmed' | 'book-rejected'): this {
    return this.also(`${answer} ${kind}`, async (world) => {
      const { id } = await world.db
        .selectFrom('book_instruction')
        .select('id')
        .where('kind', '=', kind)
        .where('state', '=', 'open')
        .executeTakeFirstOrThrow();
      const data = { instruction: id, ...(answer === 'book-rejected' ? { reason: 'no room' } : {}) };
      await world.record({ subject: ACCOUNT, kind: answer, data, source: 'core' });
    });
  }
  /** Expects the kinds of the instructions that were given, in their order. */
  instructed(...kinds: string[]): this {
    return this.also(`instructed ${kinds.join(', ')}`, async (world) => {
      const rows = await world.db.selectFrom('book_instruction').select('kind').orderBy('no').execute();
      expect(rows.map(({ kind }) => kind)).toEqual(kinds);
    });
  }
}

const deps = (world: StoryWorld) => ({ db: world.db, rulebook: RULEBOOK });
const plansOf = (world: StoryWorld) => showPlans(world.db, ACCOUNT, world.now);
const story = (title: string) => new PlanStory(title);
const THREE = { schedule: { kind: 'equal', number: 3 }, every: 'fortnight' };

test('a plan: nothing is demanded while it runs; a missed part gets a friendly word, then it is over and told', () =>
  story('missed')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .skip()
    .proposes({ ...THREE, first: on(12) })
    .plans('proposed')
    .accepts()
    .plans('booking')
    .instructed('plan')
    .heldBy('being-booked', 'plan')
    .bookSays('plan', 'book-confirmed')
    .plans('running')
    .heldBy('plan')
    .left('d2 email plan/copy')
    .reads('email', /You pay NT\$ 1,434 in 3 fortnightly instalments of NT\$ 478/)
    .day(7, 20)
    .left('d7 email plan/coming')
    .day(10)
    .pays('478.00')
    .day(25)
    .left('d21 email plan/coming')
    .pays('100.00')
    .day(26)
    .plans('running')
    .day(27)
    .plans('late')
    .money({ dpd: 27 })
    .day(33)
    .left('d28 email plan/missed')
    .plans('late')
    .day(34)
    .left('d34 email plan/broken')
    .plans('broken')
    .money({ overdue: '856.00', dpd: 34 })
    .instructed('plan', 'plan-cancelled')
    .day(39)
    .left()
    .day(41)
    .skip()
    .stands('call')
    .end());

test('after a break the person is told, some days pass, and the ladder goes on by the true age', () =>
  story('ladder')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .proposes({ schedule: { kind: 'equal', number: 1 }, first: on(12) })
    .accepts()
    .bookSays('plan', 'book-confirmed')
    .day(19)
    .skip()
    .plans('late')
    .day(20)
    .left('d20 email plan/broken')
    .money({ dpd: 20 })
    .heldBy('plan')
    .day(25)
    .left()
    .day(27)
    .left('d26 sms sms/sms-10', 'd27 call call/attempt')
    .end());

test('a settlement: the sum is paid, the book waives the rest, a certificate leaves and the account is closed', () =>
  story('settled')
    .day(0)
    .overdue('1434.00', { balance: '1434.00' })
    .day(2)
    .proposes(
      {
        settlement: { percent: '60' },
        schedule: { kind: 'equal', number: 2 },
        first: on(12),
        every: 'fortnight',
        lastDay: on(30),
      },
      { by: 'ann' },
    )
    .plans('needs-approval')
    .approvesPlan('bo')
    .plans('proposed')
    .accepts()
    .bookSays('plan', 'book-confirmed')
    .day(12)
    .pays('430.20')
    .day(26)
    .skip()
    .pays('430.20')
    .plans('kept')
    .instructed('plan', 'waiver')
    .day(28)
    .bookSays('waiver', 'book-confirmed')
    .money({ cured: true })
    .day(36)
    .left('d36 email plan/certificate')
    .reads('email', /settled in part: the agreed sum was paid/)
    .stands('closed')
    .day(60)
    .left()
    .tasks('after-closing', 0)
    .closedAs('settled')
    .end());

test('a settlement of which a part is missing waives nothing', () =>
  story('not settled')
    .day(0)
    .overdue('1434.00', { balance: '1434.00' })
    .day(2)
    .proposes({
      settlement: { percent: '60' },
      schedule: { kind: 'equal', number: 1 },
      first: on(12),
      lastDay: on(14),
    })
    .approvesPlan('bo')
    .accepts()
    .day(12)
    .pays('860.00')
    .day(14)
    .plans('late')
    .day(15)
    .plans('broken')
    .money({ overdue: '574.00', dpd: 15 })
    .instructed('plan', 'plan-cancelled')
    .end());

test('money that comes back after a settlement was paid breaks it before the certificate leaves', () =>
  story('came back')
    .day(0)
    .overdue('1434.00', { balance: '1434.00' })
    .day(2)
    .proposes({
      settlement: { percent: '60' },
      schedule: { kind: 'equal', number: 1 },
      first: on(12),
      lastDay: on(14),
    })
    .approvesPlan('bo')
    .accepts()
    .day(12)
    .pays('860.40')
    .plans('kept')
    .day(14)
    .paymentReturned('860.40')
    .plans('late')
    .waiverIs('withdrawn')
    .day(30)
    .plans('broken')
    .money({ overdue: '1434.00', dpd: 30 })
    .instructed('plan', 'waiver', 'plan-cancelled')
    .end());

test('the book rejects a plan: the quiet ends once a person had days to look', () =>
  story('not booked')
    .day(0)
    .overdue('1434.00')
    .day(1)
    .proposes({ ...THREE, first: on(12) })
    .accepts()
    .bookSays('plan', 'book-rejected')
    .plans('not-booked')
    .tasks('book-rejected-instruction', 1)
    .heldBy('being-booked')
    .end());

test('a counter-proposal replaces the open one; an accepted plan replaces the one that runs', () =>
  story('changed')
    .day(0)
    .overdue('1434.00')
    .day(1)
    .proposes({ ...THREE, first: on(12) })
    .proposes({ schedule: { kind: 'equal', number: 6 }, every: 'week', first: on(9) }, { from: 'person' })
    .plans('replaced', 'proposed')
    .declines(2)
    .plans('replaced', 'declined')
    .proposes({ ...THREE, first: on(12) })
    .accepts(3)
    .bookSays('plan', 'book-confirmed')
    .day(4)
    .proposes({ ...THREE, first: on(20) })
    .plans('replaced', 'declined', 'running', 'proposed')
    .accepts(4)
    .plans('replaced', 'declined', 'replaced', 'booking')
    .instructed('plan', 'plan', 'plan-cancelled')
    .ends(4)
    .plans('replaced', 'declined', 'replaced', 'ended')
    .end());

test('the book is late: the certificate leaves in time, and the account ends once the waiver is booked', () =>
  story('booked late')
    .day(0)
    .overdue('1434.00', { balance: '1434.00' })
    .day(2)
    .proposes({
      settlement: { percent: '60' },
      schedule: { kind: 'equal', number: 1 },
      first: on(12),
      lastDay: on(14),
    })
    .approvesPlan('bo')
    .accepts()
    .bookSays('plan', 'book-confirmed')
    .day(12)
    .pays('860.40')
    .day(40)
    .plans('kept')
    .left(
      'd1 email reminder/email-1',
      'd2 desk plan/approve',
      'd2 email plan/copy',
      'd7 email plan/coming',
      'd18 email plan/certificate',
    )
    .bookSays('waiver', 'book-confirmed')
    .day(41)
    .closedAs('settled')
    .stands('closed')
    .tasks('overpaid', 0)
    .end());
