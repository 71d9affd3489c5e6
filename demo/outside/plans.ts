/**
 * Repayment plans: the lender's staff agrees on some with people who are late, the people keep or break them, and the
 * lender's book confirms or rejects what it is told to book, sometimes late.
 */
import { draw, drawn } from '../../simulation/behaviour/draw.ts';
import { addDays, dayOf, type Moment } from '../calendar.ts';
import { CREDITOR } from '../portfolio.ts';
import { Refused, type Told } from './api-client.ts';
import { receivePayment } from './bank.ts';
import { type BookAnswer, type DemoWorld, idOf, type Resident, sendFacts } from './world.ts';

const PLANNER = 'Mara';
/** Days of the run on which plans are proposed, one a day at most. */
const FROM_DAY = 14;
const UNTIL_DAY = 60;
const MOST_PLANS = 10;
/** Days late of the accounts that a plan is proposed for. */
const LATE = { from: 12, until: 55 };
const CONTACT_STAGES = ['reminder', 'sms', 'call'];
const FIRST_PART_DAYS = 5;
const SHARE_KEPT = 0.6;
/** Days after the last part in which the engine waits for it. */
const GRACE_DAYS = 8;
const SHARE_REJECTED = 0.1;
const SHARE_BOOKED_LATE = 0.2;
const BOOKED_LATE_DAYS = 2;

interface PlanView {
  plan: number;
  state: string;
  digest: string;
  parts: { on: string; amount: { minor: string } }[];
}
interface Late {
  account: string;
  dpd: number;
  stage: string;
  placedWith: string | null;
}

/** Whether the debtor thinks of a plan and of nothing else about the account. */
export const isPlanned = ({ plans }: Resident, account: string, day: number): boolean =>
  plans.some((plan) => plan.account === account && day <= (plan.parts.at(-1)?.day ?? 0) + GRACE_DAYS);

/** Proposes a plan to the person who is late longest of those that none was proposed to; they agree on the phone. */
export async function agreePlan(world: DemoWorld, moment: Moment): Promise<void> {
  const { day } = moment;
  const agreed = [...world.residents.values()].flatMap(({ plans }) => plans);
  if (day < FROM_DAY || day > UNTIL_DAY || agreed.length >= MOST_PLANS) return;
  const open = await world.api.get<Late[]>('/v1/accounts?limit=1000&open=true');
  const late = open
    .filter(({ dpd, stage, placedWith }) => isLate(dpd) && CONTACT_STAGES.includes(stage) && placedWith === null)
    .sort((a, b) => b.dpd - a.dpd || (a.account < b.account ? -1 : 1));
  for (const { account } of late) {
    const resident = world.residentOf.get(account.split('/')[1] ?? '');
    if (resident === undefined || !isFree(world, resident)) continue;
    if (await propose(world, moment, resident)) return;
  }
}

const isLate = (dpd: number): boolean => dpd >= LATE.from && dpd <= LATE.until;

/** Persons with one account who promised nothing, object to nothing, are in no trouble and had no plan. */
function isFree({ later }: DemoWorld, { debtor, promises, plans }: Resident): boolean {
  const { accounts, traits } = debtor;
  return (
    accounts.length === 1 &&
    plans.length + promises.length === 0 &&
    traits.fate === null &&
    !later.some(({ account }) => accounts.includes(account))
  );
}

/** Answers whether a plan was agreed. */
async function propose(world: DemoWorld, { day, date }: Moment, { debtor, plans }: Resident): Promise<boolean> {
  const account = debtor.accounts[0] ?? '';
  const path = `/v1/accounts/${CREDITOR}/${account}/plans`;
  try {
    const terms = { schedule: { kind: 'equal', number: 2 }, first: addDays(date, FIRST_PART_DAYS), every: 'week' };
    const { plan, state, digest, parts } = await world.api.post<PlanView>(path, { as: PLANNER, terms });
    if (state !== 'proposed') return false;
    const accepted = { how: 'call', proof: `call of ${date}, recorded`, digest, as: PLANNER };
    await world.api.post(`${path}/${plan}/accept`, accepted);
    const keeps = drawn(SHARE_KEPT, world.seed, account, day, 'keeps the plan');
    plans.push({
      ...{ account, plan, keeps },
      parts: parts.map(({ on, amount }) => ({ day: dayOf(on), minor: BigInt(amount.minor) })),
    });
    return true;
  } catch (error) {
    // Something that only the engine knows of stands against a plan.
    if (!(error instanceof Refused)) throw error;
    return false;
  }
}

/** What a debtor pays today under a plan: every part, or only the first. */
export function payParts(world: DemoWorld, day: number, { plans }: Resident): Told[] {
  return plans.flatMap(({ account, parts, keeps }) =>
    parts
      .filter((part, index) => part.day === day && (keeps || index === 0))
      .flatMap(({ minor }) => receivePayment(world, day, { account, minor, returnsAfterDays: null })),
  );
}

interface Pulled {
  events: { type: string; subject: string; data: { instruction: string } }[];
  next: string | null;
}

/** The book reads what it is told to book, and answers what it has decided by now. */
export async function answerInstructions(world: DemoWorld, moment: Moment): Promise<void> {
  for (;;) {
    const after = world.instructedUpTo === null ? '' : `&after=${world.instructedUpTo}`;
    const { events, next } = await world.api.get<Pulled>(`/v1/book-instructions?creditor=${CREDITOR}${after}`);
    if (events.length === 0) break;
    world.toBook.push(...events.flatMap((event) => answerTo(world, moment.day, event)));
    world.instructedUpTo = next;
  }
  const due = world.toBook.filter(({ day }) => day <= moment.day).sort((a, b) => (a.account < b.account ? -1 : 1));
  world.toBook = world.toBook.filter(({ day }) => day > moment.day);
  await sendFacts(
    world,
    'core-bank',
    moment,
    due.map(({ account, instruction, rejects }) => ({
      id: `${idOf(world, account, moment.day, 'booked')}-${instruction}`,
      kind: rejects ? 'book-rejected' : 'book-confirmed',
      subject: `${CREDITOR}/${account}`,
      data: rejects ? { instruction, reason: 'the contract is being changed by hand' } : { instruction },
    })),
  );
}

function answerTo(world: DemoWorld, day: number, { type, subject, data }: Pulled['events'][number]): BookAnswer[] {
  if (type !== 'arrears.book-instruction.v1') return [];
  const account = subject.split('/')[1] ?? '';
  const luck = draw(world.seed, account, day, 'booked');
  const late = luck >= SHARE_REJECTED && luck < SHARE_REJECTED + SHARE_BOOKED_LATE;
  return [
    {
      ...{ account, instruction: data.instruction, rejects: luck < SHARE_REJECTED },
      day: late ? day + BOOKED_LATE_DAYS : day,
    },
  ];
}
