/** What the outcome of a call records: the outcome itself, the fact that it implies, and whose number it is. */
import type { Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { Act } from '../../domain/act.ts';
import type { CallResult, Contact } from '../../domain/call-results.ts';
import type { DisputedPart } from '../../domain/contracts/event.ts';
import type { OfferName } from '../../domain/fact-choices.ts';
import type { AccountFactBodies } from '../../domain/facts.ts';
import { Problem } from '../../domain/problems.ts';
import { DAY_MS, type Instant } from '../../domain/time.ts';
import { type OutcomeRow, outcomeRow } from '../../stages/call/outcomes.ts';
import { toDisputedPart } from '../facts/dispute-bodies.ts';
import type { FactInput } from '../facts/fact-input.ts';
import { faultAt } from '../facts/field-fault.ts';
import { findPoints, verifyPoint } from '../persons/contact-points.ts';

/** The outcome of a call. */
export interface CallOutcome {
  contact: Contact;
  result?: CallResult | undefined;
  callBackAt?: Instant | undefined;
  /** Minor units in the account's currency. */
  parts?: { on: string; minor: bigint }[] | undefined;
  offer?: OfferName | undefined;
  /** With `disputes`: the part that is disputed. */
  disputed?: DisputedPart | undefined;
}
/** The task of the call. */
interface CalledTask {
  account_id: string | null;
  person_id: string | null;
  effect_id: string | null;
}
type Common = { source: string; occurredAt: Instant };

/** The latest that a person may ask to be called back. */
const MAX_CALL_BACK_MS = 30 * DAY_MS;

/** The outcome, and the fact that it implies. Throws `fact-invalid`. */
export async function callFacts(
  trx: Transaction<Database>,
  task: CalledTask,
  call: CallOutcome,
  common: Common,
): Promise<FactInput[]> {
  if ((call.contact === 'right-party') !== (call.result !== undefined)) {
    const words =
      call.contact === 'right-party'
        ? 'is needed when the right person answered'
        : 'only when the right person answered';
    throw new Problem(
      'fact-invalid',
      { kind: 'call-outcome', faults: `/result: ${words}` },
      { cause: [{ pointer: '/result', words }] },
    );
  }
  const rule = outcomeRow(call.contact, call.result);
  for (const need of rule.needs) {
    if (call[need] !== undefined) continue;
    throw new Problem(
      'fact-invalid',
      { kind: 'call-outcome', faults: `/${need}: is needed for ${call.result}` },
      { cause: [{ pointer: `/${need}`, words: 'is needed' }] },
    );
  }
  if (call.disputed !== undefined && rule.follows !== 'dispute')
    throw faultAt('fact-invalid', '/disputed', 'only with the result disputes', 'call-outcome');
  // Nothing else is done until the call back, so its date is limited.
  if (
    call.callBackAt !== undefined &&
    (call.callBackAt < common.occurredAt || call.callBackAt > common.occurredAt + MAX_CALL_BACK_MS)
  )
    throw faultAt('fact-invalid', '/callBackAt', 'must lie ahead, at most 30 days', 'call-outcome');
  const body = {
    effect: task.effect_id ?? '',
    contact: call.contact,
    ...(call.result === undefined ? {} : { result: call.result }),
    ...(call.callBackAt === undefined ? {} : { callBackAt: call.callBackAt }),
  };
  const outcome: FactInput = { accountId: task.account_id ?? '', kind: 'call-outcome', body, ...common };
  return [outcome, ...(await derivedFacts(trx, task, call, common, rule))];
}

/** The fact that a call's outcome implies, besides the outcome itself. */
async function derivedFacts(
  trx: Transaction<Database>,
  task: CalledTask,
  call: CallOutcome,
  common: Common,
  rule: OutcomeRow,
): Promise<FactInput[]> {
  const accountId = task.account_id ?? '';
  const personId = task.person_id ?? '';
  switch (rule.follows) {
    case 'promise': {
      const offer = call.offer === undefined ? {} : { offer: call.offer };
      return [{ accountId, kind: 'promise', body: { parts: call.parts ?? [], by: 'caller', ...offer }, ...common }];
    }
    case 'dispute':
      return [{ accountId, kind: 'dispute', body: await disputeBody(trx, accountId, call, common), ...common }];
    case 'payment-announced':
      return [{ accountId, kind: 'payment-announced', body: {}, ...common }];
    case 'hardship':
      return [{ personId, kind: 'hardship', body: {}, ...common }];
    case 'write-only':
      return [{ personId, kind: 'preference', body: { writeOnly: true }, ...common }];
    case 'call-back':
      return [{ personId, kind: 'call-back-wished', body: { at: call.callBackAt ?? common.occurredAt }, ...common }];
    case 'death':
      return [{ personId, kind: 'death', body: { reported: 'caller' }, ...common }];
    case 'bankruptcy':
      return [{ personId, kind: 'bankruptcy', body: {}, ...common }];
    case 'distress':
    case 'self-harm': {
      const level = rule.follows === 'distress' ? 'pressure' : 'self-harm';
      return [{ personId, kind: 'distress', body: { level, reported: 'caller' }, ...common }];
    }
    case 'wrong-number': {
      const point = await calledPoint(trx, personId);
      return point === null ? [] : [{ personId, kind: 'wrong-number', body: { point }, ...common }];
    }
    case 'none':
      return [];
  }
}

async function disputeBody(
  trx: Transaction<Database>,
  accountId: string,
  { disputed = {} }: CallOutcome,
  { occurredAt }: Common,
): Promise<AccountFactBodies['dispute']> {
  return { about: 'other', ...(await toDisputedPart(trx, accountId, disputed, occurredAt, '/disputed')) };
}

/** Results of a call that say nothing of whose number it is. */
const OF_ANOTHER: ReadonlySet<CallResult | undefined> = new Set<CallResult>(['not-this-person', 'deceased']);

/** The right person answered: the number is theirs. */
export async function recordReached(
  trx: Transaction<Database>,
  { person_id }: CalledTask,
  { contact, result }: CallOutcome,
  { now }: Act,
): Promise<void> {
  if (contact !== 'right-party' || OF_ANOTHER.has(result) || person_id === null) return;
  const point = await calledPoint(trx, person_id);
  if (point !== null) await verifyPoint(trx, point, now);
}

/** The id of the phone that was called: the best valid phone. */
async function calledPoint(trx: Transaction<Database>, personId: string): Promise<string | null> {
  const points = await findPoints(trx, personId, 'sms');
  return points.find((point) => point.valid)?.id ?? null;
}
