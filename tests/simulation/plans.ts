/** Plans and settlements of the people of a seed: proposed by staff, answered by persons, kept or broken by money. */
import { type Agreement, isInForce, PLAN_GRACE_DAYS } from '../../domain/agreements/agreements.ts';
import { authorityFor, DEFAULT_AUTHORITY } from '../../domain/agreements/authority.ts';
import { PlanTermsFile, planTermsOf } from '../../domain/contracts/plan-terms.ts';
import type { AccountFactBodies } from '../../domain/facts.ts';
import { answerDeadline } from '../../domain/instructions.ts';
import { calculatePlan, type Plan } from '../../domain/money/plan/plan.ts';
import { toWire } from '../../domain/money.ts';
import { type Standing, standingOf } from '../../domain/standing.ts';
import { addDays, type CalendarDate, DAY_MS, daysBetween, HOUR_MS, localDate } from '../../domain/time.ts';
import type { AccountRow } from '../../simulation/maps/book.ts';
import { readStanding } from '../../simulation/maps/read.ts';
import type { SimulatedApi } from './api.ts';
import type { SimulatedEngine } from './engine.ts';
import { answerByBook } from './instructions.ts';

const ANSWERS = { accept: 70, decline: 8, withdraw: 5, nothing: 15 } as const;
const PLANNED = 'plans';

const standingNow = ({ now }: SimulatedEngine, account: AccountRow): Standing => standingOf(readStanding(account), now);
const planNo = (engine: SimulatedEngine, account: AccountRow, no: number): Agreement | undefined =>
  standingNow(engine, account).agreements.find(({ said }) => said.no === no);

/** Whether anything is agreed about the account, as the engine asks. */
const isAgreeable = ({ closed, placements }: AccountRow, { disputed }: Standing): boolean =>
  !closed && disputed?.extent !== 'whole' && placements.every(({ state }) => state === 'ended');

/** A member of staff proposes a plan, or a settlement of all that is owed. */
export function proposePlan(engine: SimulatedEngine, api: SimulatedApi, account: AccountRow): void {
  const { random, now } = engine;
  const standing = standingNow(engine, account);
  if (standing.asked < 10_000n || standing.undisputed < standing.asked || !isAgreeable(account, standing)) return;
  const today = localDate(now, account.creditor.zone);
  const settles = random.chance(0.4);
  const first = addDays(today, random.whole(1, 20));
  const terms = PlanTermsFile.parse({
    ...{ today, first, every: random.pick(['week', 'fortnight', 'month'] as const) },
    amount: toWire({ currency: 'TWD', minor: settles ? standing.undisputed : standing.asked }),
    schedule: { kind: 'equal', number: random.whole(1, settles ? 2 : 4) },
    ...(settles ? { settlement: { percent: random.pick(['60', '85']) }, lastDay: addDays(first, 40) } : {}),
  });
  const said = proposalOf(terms, calculatePlan(planTermsOf(terms, today)), standing, today);
  api.account(account, { kind: 'plan-proposed', body: said }, PLANNED);
  engine.after(random.whole(HOUR_MS, 12 * DAY_MS), () => answerPlan(engine, api, account, said.no));
}

/** The body as engine/agreements/propose-plan.ts records it, but for its text. */
function proposalOf(
  terms: PlanTermsFile,
  plan: Plan,
  { agreements, dpd }: Standing,
  today: CalendarDate,
): AccountFactBodies['plan-proposed'] {
  const parts = plan.instalments.map(({ on, minor }) => ({ on, minor }));
  const [first = today, last = today] = [parts[0]?.on, parts.at(-1)?.on];
  const authority = authorityFor(DEFAULT_AUTHORITY, {
    ...{ by: 'ann', daysLate: dpd, debt: plan.debt, waived: plan.waived },
    ...{ payments: parts.length, days: daysBetween(today, last) },
  });
  const settlement = plan.terms.settlement !== null;
  return {
    ...{ no: agreements.length + 1, from: 'lender', by: 'ann', terms: JSON.stringify(terms), parts, settlement },
    lastDay: settlement ? (plan.terms.lastDay ?? last) : addDays(last, PLAN_GRACE_DAYS),
    debt: { minor: plan.debt },
    waived: { minor: plan.waived },
    ...{ language: 'en', text: 'You pay.', digest: `digest-${agreements.length + 1}` },
    validUntil: [first, addDays(today, 14)].sort()[0] ?? first,
    reviewOn: parts.length > 2 ? addDays(last, -1) : null,
    authority: 'role' in authority ? authority.role : null,
    exceeds: 'role' in authority ? [] : [...authority.exceeds],
    affordability: null,
  };
}

/** A second person answers a plan that exceeds the authority. */
export function approvePlan(engine: SimulatedEngine, api: SimulatedApi, account: AccountRow): void {
  const plan = standingNow(engine, account).agreements.find(({ state }) => state === 'needs-approval');
  if (plan === undefined) return;
  const of = { plan: plan.id, by: 'ben' };
  if (engine.random.chance(0.85)) api.account(account, { kind: 'plan-approved', body: of }, 'task');
  else api.account(account, { kind: 'plan-refused', body: { ...of, reason: 'too long' } }, 'task');
}

/** The person answers, or does not; what is accepted is paid, in part or not at all, and may come back. */
function answerPlan(engine: SimulatedEngine, api: SimulatedApi, account: AccountRow, no: number): void {
  const { random, now } = engine;
  const plan = planNo(engine, account, no);
  const answer = random.weighted(ANSWERS);
  if (plan?.state !== 'proposed' || answer === 'nothing' || !isAgreeable(account, standingNow(engine, account))) return;
  const of = { plan: plan.id, by: 'ann' };
  if (answer === 'decline') api.account(account, { kind: 'plan-declined', body: of }, PLANNED);
  if (answer === 'withdraw')
    api.account(account, { kind: 'plan-withdrawn', body: { ...of, reason: 'a mistake' } }, PLANNED);
  if (answer !== 'accept') return;
  const instruction = `i-${engine.book.no()}`;
  const effectiveOn = localDate(now, account.creditor.zone);
  const told = { instruction, kind: 'plan', effectiveOn, deadline: answerDeadline(now, account.creditor) } as const;
  api.account(account, { kind: 'book-instructed', body: told }, 'instructions');
  const { digest } = plan.said;
  const accepted = { ...of, digest, how: 'call', proof: 'recording 7', instruction } as const;
  api.account(account, { kind: 'plan-accepted', body: accepted }, PLANNED);
  answerByBook(engine, api, account, instruction, random.weighted({ confirmed: 12, rejected: 1, never: 1 }));
  honourPlan(engine, api, account, plan);
}

function honourPlan(engine: SimulatedEngine, api: SimulatedApi, account: AccountRow, { said, id }: Agreement): void {
  const { random, now } = engine;
  const today = localDate(now, account.creditor.zone);
  const diligent = random.chance(0.6);
  for (const { on, minor } of said.parts) {
    if (!random.chance(diligent ? 0.97 : 0.5)) continue;
    const late = random.weighted({ 0: 8, 1: 1, 5: 1, 12: 0.5 } as const);
    const days = Math.max(0, daysBetween(today, on) - random.whole(0, 4) + Number(late));
    engine.after(days * DAY_MS + HOUR_MS, () => api.payment(account, minor, 'lender'));
  }
  const last = daysBetween(today, said.parts.at(-1)?.on ?? today);
  if (random.chance(0.3)) engine.after((last + random.whole(0, 14)) * DAY_MS, () => api.reversal(account));
  if (random.chance(0.12))
    engine.after(random.whole(1, 12) * DAY_MS, () => {
      const plan = planNo(engine, account, said.no);
      if (plan === undefined || !isInForce(plan)) return;
      const body = { plan: id, why: 'by-person', by: 'ann', reason: 'pays at once' } as const;
      api.account(account, { kind: 'plan-ended', body }, PLANNED);
    });
}
