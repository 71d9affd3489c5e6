/**
 * People at work: callers, approvers, clerks, operators, agencies and the bureau. They end open work sooner or later.
 */
import type { CallResult, Contact } from '../../domain/call-results.ts';
import { openComplaints } from '../../domain/complaints.ts';
import { instructionsOf } from '../../domain/instructions.ts';
import { factUnderReview, isReviewKind } from '../../domain/reviews.ts';
import { standingOf } from '../../domain/standing.ts';
import { takesOutcome } from '../../domain/tasks.ts';
import { DAY_MS, HOUR_MS, localDate } from '../../domain/time.ts';
import { UNKNOWN_TASK } from '../../domain/unknown.ts';
import type { AccountRow, EffectRow, TaskRow } from '../../simulation/maps/book.ts';
import { readStanding } from '../../simulation/maps/read.ts';
import { outcomeRow } from '../../stages/call/outcomes.ts';
import type { SimulatedApi } from './api.ts';
import type { SimulatedEngine } from './engine.ts';
import { answerPlans } from './instructions.ts';
import { closeDispute, disputedPart, honourPromise, partsOf, pay, promise } from './life.ts';
import { approvePlan } from './plans.ts';

const CONTACTS: Readonly<Record<Contact, number>> = {
  'no-answer': 45,
  busy: 8,
  voicemail: 12,
  'invalid-number': 2,
  'third-party': 5,
  'right-party': 28,
};
const RESULTS: Readonly<Record<CallResult, number>> = {
  promise: 25,
  'offer-accepted': 10,
  'says-paid': 12,
  disputes: 6,
  'cannot-pay': 5,
  refuses: 15,
  'call-back': 12,
  'writes-only': 5,
  'not-this-person': 3,
  deceased: 0.5,
  'bankrupt-or-represented': 0.5,
  distress: 0,
  'self-harm': 0,
};
const EVERY_MS = 3 * HOUR_MS;

export function work(engine: SimulatedEngine, api: SimulatedApi): void {
  if (api.isSilent) return;
  for (const task of [...engine.book.openTasks])
    if (task.state === 'open' && engine.random.chance(task.kind === 'call' ? 0.6 : 0.15)) end(engine, api, task);
  if (engine.random.chance(0.5)) for (const account of engine.book.accounts.values()) outside(engine, api, account);
  if (engine.random.chance(0.1)) operate(engine);
  engine.after(EVERY_MS, () => work(engine, api));
}

/** Frees what failed for good, and sometimes gives up. */
function operate(engine: SimulatedEngine): void {
  const { book, random, store } = engine;
  for (const account of book.accounts.values())
    for (const effect of account.effects) {
      if (effect.state === 'failed' && effect.attempt >= 3 && random.chance(0.4)) {
        if (random.chance(0.3)) engine.nudge(store.settleManually(effect, 'give-up'));
        else engine.nudge(store.retry(effect));
      } else if (effect.state === 'suppressed' && random.chance(0.01))
        engine.nudge(random.chance(0.5) ? store.retry(effect) : store.settleManually(effect, 'give-up'));
      else if ((effect.state === 'planned' || effect.state === 'deferred') && random.chance(0.001))
        engine.nudge(store.settleManually(effect, 'give-up'));
    }
}

/** Closes one of the open complaints of the person, at times after its receipt was confirmed. */
function closeComplaint({ random }: SimulatedEngine, api: SimulatedApi, { person }: TaskRow): void {
  const open = openComplaints(person.facts);
  if (open.length === 0) return;
  const { id: of, acknowledgedAt } = random.pick(open);
  if (acknowledgedAt === null && random.chance(0.5)) {
    api.person(person, { kind: 'complaint-acknowledged', body: { of, by: 'ben' } });
    return;
  }
  const answer = random.weighted({ upheld: 1, rejected: 2 });
  const rootCause = answer === 'upheld' ? 'conduct' : 'no-fault';
  const body = { of, outcome: answer, redress: 'none', rootCause, reason: 'looked into', by: 'ben' } as const;
  api.person(person, { kind: 'complaint-closed', body });
}

function end(engine: SimulatedEngine, api: SimulatedApi, task: TaskRow): void {
  const { random, book } = engine;
  const { effect, account } = task;
  book.count(`task:${task.kind}`);
  if (task.kind === UNKNOWN_TASK && effect !== null) {
    findOut(engine, effect, task);
    return;
  }
  if (takesOutcome(task.kind, 'care-reviewed') && account === null) {
    if (random.chance(0.4)) api.person(task.person, { kind: 'hardship-ended', body: { reason: 'reviewed' } });
    api.person(task.person, { kind: 'care-reviewed', body: { outcome: 'reviewed' } });
    return;
  }
  if (takesOutcome(task.kind, 'complaint-closed')) {
    closeComplaint(engine, api, task);
    return;
  }
  if (account !== null && task.kind === 'book-rejected-instruction') {
    const rejected = instructionsOf(account.facts).find(({ state }) => state === 'rejected');
    if (rejected === undefined) return;
    const body = { instruction: rejected.id, reason: 'given up', by: 'ben' };
    api.account(account, { kind: 'book-withdrawn', body });
    return;
  }
  if (account === null || effect === null) return;
  const by = 'ben';
  if (task.kind === 'approve-plan') {
    approvePlan(engine, api, account);
    return;
  }
  if (task.kind === 'call') {
    call(engine, api, account, effect);
    return;
  }
  if (task.kind === 'approve-court') {
    api.account(
      account,
      random.chance(0.8)
        ? { kind: 'approved', body: { effect: effect.id, by } }
        : { kind: 'approval-refused', body: { effect: effect.id, by, reason: 'not now' } },
    );
    return;
  }
  if (task.kind === 'record-filing') {
    api.account(
      account,
      random.chance(0.7)
        ? { kind: 'filed', body: { court: 'C', number: '1' } }
        : { kind: 'not-filed', body: { reason: 'too little' } },
    );
    return;
  }
  if (task.kind === 'ladder-end') {
    api.account(account, {
      kind: 'ladder-answer',
      body: { answer: random.weighted({ wait: 6, 'write-off': 1, sell: 1 }), by },
    });
    return;
  }
  if (task.kind === 'restart-review') {
    const answer = random.weighted({ begin: 3, wait: 1 } as const);
    const until = answer === 'wait' ? { until: localDate(engine.now + 20 * DAY_MS, account.creditor.zone) } : {};
    api.account(account, { kind: 'restart-reviewed', body: { answer, by, ...until } });
    return;
  }
  if (task.kind === 'review-dispute') {
    closeDispute(engine, api, account, random.weighted({ rejected: 2, upheld: 1 }));
    return;
  }
  if (task.kind === 'find-contact-data' && random.chance(0.5)) {
    api.address(task.person, random.chance(0.5) ? 'email' : 'sms');
    return;
  }
  if (isReviewKind(task.kind)) {
    const said = factUnderReview(task.kind, effect.occurrence, account.facts, account.creditor.zone);
    const answer = random.chance(0.5) ? 'accept' : 'decline';
    if (said) engine.nudge(engine.store.answerReview(task, effect, { of: said.id, answer }));
    return;
  }
  engine.nudge(engine.store.endPlainTask(task, effect));
}

/** A person asks the provider, and sometimes gives up. */
function findOut(engine: SimulatedEngine, effect: EffectRow, task: TaskRow): void {
  const { random, provider, store } = engine;
  const left = provider.has(effect.channel, effect.dispatch?.key ?? '');
  const event = random.chance(0.15) ? 'give-up' : left ? 'found-sent' : 'found-unsent';
  engine.nudge(store.settleTask(task, effect, event));
}

function call(engine: SimulatedEngine, api: SimulatedApi, account: AccountRow, effect: EffectRow): void {
  const { random, now } = engine;
  const contact = random.weighted(CONTACTS);
  const result = contact === 'right-party' ? random.weighted(RESULTS) : undefined;
  const callBackAt = result === 'call-back' ? { callBackAt: now + random.whole(HOUR_MS, 5 * DAY_MS) } : {};
  api.account(account, {
    kind: 'call-outcome',
    body: { effect: effect.id, contact, ...(result === undefined ? {} : { result }), ...callBackAt },
  });
  const { asked } = standingOf(readStanding(account), now);
  const point = account.person.points.find((point) => point.channel === 'sms' && point.valid);
  switch (outcomeRow(contact, result).follows) {
    case 'promise': {
      const parts = partsOf(engine, account, asked > 0n ? asked : 100n);
      api.account(account, { kind: 'promise', body: { parts, by: 'caller' } });
      honourPromise(
        engine,
        api,
        account,
        parts.map((part) => part.minor),
      );
      return;
    }
    case 'dispute': {
      api.account(account, { kind: 'dispute', body: { about: 'other', ...disputedPart(engine, account) } });
      return;
    }
    case 'payment-announced': {
      api.account(account, { kind: 'payment-announced', body: {} });
      return;
    }
    case 'hardship': {
      api.person(account.person, { kind: 'hardship', body: {} });
      return;
    }
    case 'write-only': {
      api.person(account.person, { kind: 'preference', body: { writeOnly: true } });
      return;
    }
    case 'call-back': {
      const { callBackAt: at = now } = callBackAt as { callBackAt?: number };
      api.person(account.person, { kind: 'call-back-wished', body: { at } });
      return;
    }
    case 'wrong-number': {
      point ? api.person(account.person, { kind: 'wrong-number', body: { point: point.id } }) : undefined;
      return;
    }
    case 'death': {
      api.person(account.person, { kind: 'death', body: { reported: 'caller' } });
      return;
    }
    case 'bankruptcy': {
      api.person(account.person, { kind: 'bankruptcy', body: {} });
      return;
    }
    case 'none':
      return;
  }
}

/** Agencies accept, collect, return and acknowledge; the bureau answers the monthly record. */
function outside(engine: SimulatedEngine, api: SimulatedApi, account: AccountRow): void {
  const { random, now } = engine;
  answerPlans(engine, api, account);
  const live = account.placements.find((placement) => placement.state !== 'ended');
  if (live?.state === 'handed-over' && random.chance(0.2))
    api.account(
      account,
      random.chance(0.92)
        ? { kind: 'agency-accepted', body: { placement: live.id } }
        : { kind: 'agency-rejected', body: { placement: live.id, reason: 'no-area' } },
    );
  else if (live?.state === 'accepted' && random.chance(0.04)) {
    const { asked } = standingOf(readStanding(account), now);
    const deed = random.weighted({ contact: 10, pay: 3, promise: 3, returned: 2 });
    if (deed === 'contact')
      api.account(account, { kind: 'agency-contact', body: { placement: live.id, at: now, channel: 'call' } });
    else if (deed === 'pay' && asked > 0n) pay(api, account, asked / 2n + 1n, 'agency');
    else if (deed === 'promise' && asked > 0n) promise(engine, api, account, asked, 'agency');
    else if (deed === 'returned')
      api.account(account, { kind: 'agency-returned', body: { placement: live.id, reason: 'no-contact' } });
  } else if (live?.state === 'recalled' && random.chance(0.2))
    api.account(account, { kind: 'recall-acknowledged', body: { placement: live.id } });
  const record = account.records.find((effect) => effect.state === 'sent');
  if (record === undefined || !random.chance(0.05)) return;
  account.records = account.records.filter((effect) => effect !== record);
  const month = String(record.occurrence);
  api.account(
    account,
    random.chance(0.9)
      ? { kind: 'bureau-acknowledged', body: { month } }
      : { kind: 'bureau-rejected', body: { month, reason: 'format' } },
  );
}
