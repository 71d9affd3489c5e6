/** Repayment plans as agreements: quiet while they run, broken by their own dates, settled with a certificate. */
import { expect, test } from '@jest/globals';
import { byPerson } from '../../domain/act.ts';
import type { AgreementState } from '../../domain/agreements/agreements.ts';
import type { AgreementView, ProposalWire } from '../../domain/contracts/agreement.ts';
import type { InstructionKind } from '../../domain/instruction-facts.ts';
import { acceptPlan, declinePlan, endPlan } from '../../engine/agreements/answer-plan.ts';
import { showPlans } from '../../engine/agreements/list-plans.ts';
import { type DonePlan, proposePlan } from '../../engine/agreements/propose-plan.ts';
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
    .stands('sms')
    .end());
