/** What the law sees of an account's debt: its dates, and what may have restarted the limitation. */
import { pausesOf } from '../care/spans.ts';
import { isWrittenChannel } from '../channels.ts';
import type { AccountFact, AccountFacts } from '../facts.ts';
import { factsOf, type OfKind } from '../facts-of.ts';
import { Last } from '../kept.ts';
import type { Standing } from '../standing.ts';
import { localDate } from '../time.ts';
import type { Debt, Restart } from './case.ts';

/** The last debt: the case of the law and the limitation ask for the same. */
const known = new Last<AccountFacts, { standing: Standing; debt: Debt }>();

/** The debt of an account. */
export function debtOf(account: AccountFacts, standing: Standing): Debt {
  const last = known.get(account);
  if (last?.standing === standing) return last.debt;
  return known.set(account, { standing, debt: read(account, standing) }).debt;
}

function read(account: AccountFacts, standing: Standing): Debt {
  const { accountId, product, opening } = account;
  let lastDueOn: string | null = null;
  for (const { on } of standing.position.dues) if (lastDueOn === null || on > lastDueOn) lastDueOn = on;
  for (const { on } of opening.dues) if (lastDueOn === null || on > lastDueOn) lastDueOn = on;
  const restarts = [...ofThePerson(account), ...ofOurs(account)];
  return {
    id: accountId,
    product,
    lastDueOn,
    accruedOn: standing.disputed?.oldest ?? standing.oldest,
    restarts,
    paused: pausesOf(account),
    soldOn: null,
  };
}

/** Payments that did not come back, the person's own promises, and plans that they accepted. */
function ofThePerson({ facts, creditor: { zone } }: AccountFacts): Restart[] {
  const restarts: Restart[] = [];
  const back = returnedPayments(facts);
  for (const { kind, body, occurredAt, id } of facts) {
    if (kind === 'plan-accepted')
      restarts.push({
        kind: 'plan',
        on: localDate(occurredAt, zone),
        provedArrival: true,
        written: body.how !== 'call',
      });
    if ((kind === 'payment' && !back.has(id)) || (kind === 'promise' && body.by === 'debtor'))
      restarts.push({
        kind: kind === 'payment' ? 'part-payment' : 'plan',
        on: localDate(occurredAt, zone),
        provedArrival: true,
        written: false,
      });
  }
  return restarts;
}

/** Ids of the payments that reversals name; one that names none stands for the last payment before it. */
function returnedPayments(facts: readonly AccountFact[]): ReadonlySet<string> {
  const reversals = factsOf(facts, 'reversal');
  const back = new Set<string>();
  if (reversals.length === 0) return back;
  const payments = factsOf(facts, 'payment');
  for (const { body, occurredAt } of reversals) {
    const isNamed = (payment: OfKind<'payment'>): boolean =>
      body.of === payment.body.reference || body.of === payment.reference;
    const named = body.of === undefined ? [] : payments.filter(isNamed);
    const last = payments.findLast((payment) => payment.occurredAt <= occurredAt);
    for (const { id } of named.length > 0 || last === undefined ? named : [last]) back.add(id);
  }
  return back;
}

/** Demands and notices in writing that arrived: whether a demand restarts anything is for each law to say. */
function ofOurs({ effects, creditor: { zone } }: AccountFacts): Restart[] {
  const restarts: Restart[] = [];
  for (const { channel, purpose, deliveredAt, bouncedAt } of effects)
    if (deliveredAt !== null && bouncedAt === null && isWrittenChannel(channel) && asks(purpose))
      restarts.push({ kind: 'demand', on: localDate(deliveredAt, zone), provedArrival: true, written: true });
  return restarts;
}

const asks = (purpose: string): boolean => purpose === 'demand' || purpose === 'notice';
