/** The invariants over the provider's log and the maps. Each violation names its account. */
import { BELOW_FLOOR } from '../../domain/attention.ts';
import { isPersonChannel } from '../../domain/channels.ts';
import { decideToEnd } from '../../domain/decide-to-end.ts';
import { keyOf } from '../../domain/effect-key.ts';
import { EFFECT_EVENTS, EFFECT_STATES, type EffectState, isFinal, nextState } from '../../domain/effects.ts';
import type { Due } from '../../domain/facts.ts';
import { lastReturnedAt, positionOf } from '../../domain/money/position.ts';
import type { Rules } from '../../domain/rules.ts';
import { HOUR_MS, type Instant, localDate } from '../../domain/time.ts';
import { unknownDeadline } from '../../domain/unknown.ts';
import type { SimulatedEngine } from './engine.ts';
import type { AccountRow, Book, EffectRow, PermitRow, PersonRow } from './maps/book.ts';
import { readFacts } from './maps/read.ts';
import { permitsOf } from './maps/settle.ts';
import { hasTask } from './maps/sweep.ts';
import type { Breach } from './oracle.ts';

/** The states that may follow each state. */
const FOLLOWING = new Map(
  EFFECT_STATES.map((from) => [from, new Set(EFFECT_EVENTS.map((event) => nextState(from, event)))]),
);

/** Whether every state of the path may follow the one before it. */
function isLegal(path: readonly EffectState[]): boolean {
  for (let at = 1; at < path.length; at += 1)
    if (!FOLLOWING.get(path[at - 1] as EffectState)?.has(path[at] as EffectState)) return false;
  return true;
}

/** Invariants that hold at every moment. */
export function checkNow(engine: SimulatedEngine): Breach[] {
  const found: Breach[] = [...putOffAgain(engine.book)];
  for (const account of engine.book.accounts.values()) {
    const logLine = (invariant: string, evidence: string) =>
      found.push({ invariant, account: account.number, evidence });
    checkMoney(account, engine.now, logLine);
    if (!hasAWay(engine, account))
      logLine(
        'account-has-a-way',
        `at stage ${account.stage} nothing is to come at ${new Date(engine.now).toISOString()}: ${decideToEnd(
          engine.rules[0] as Rules,
          readFacts(account, engine.now),
          engine.now,
        )
          .why.map((reason) => reason.code)
          .join(', ')}`,
      );
    for (const effect of account.effects) {
      const acceptances = engine.provider.times.get(effect.id) ?? 0;
      if (acceptances > 1) logLine('one-send-per-effect', `${keyOf(effect)} was taken ${acceptances} times`);
      if (!isLegal(effect.path)) logLine('legal-path', `${keyOf(effect)} went ${effect.path.join(' > ')}`);
      const permits = permitsOf(engine.book, effect).filter(
        (permit) => permit.ended === 'sent' && permit.verdict === 'allow',
      );
      if (effect.state === 'sent' && permits.length !== 1)
        logLine('permit-for-each-send', `${keyOf(effect)} is sent with ${permits.length} permits`);
      if (effect.state === 'sent' && effect.task === null && acceptances !== 1)
        logLine('sent-is-taken', `${keyOf(effect)} is sent, and was taken ${acceptances} times`);
      const open: readonly EffectState[] = ['sent', 'unknown', 'claimed', 'given-up'];
      if (acceptances > 0 && !open.includes(effect.state))
        logLine('taken-is-sent', `${keyOf(effect)} was taken and is ${effect.state}: ${effect.path.join(' > ')}`);
      if (
        effect.state === 'unknown' &&
        unknownDeadline(effect.settledAt ?? 0) + HOUR_MS < engine.now &&
        !engine.isDown &&
        !hasTask(engine.book, effect)
      )
        logLine(
          'unknown-has-task',
          `${keyOf(effect)} is unknown since ${new Date(effect.settledAt ?? 0).toISOString()}`,
        );
    }
  }
  return found;
}

/**
 * Effects that were put off at the moment to which they had been put off, for the same reason, while nothing new was
 * known and the person had no other contact. Deliberately not the query of db/put-off.ts.
 */
function putOffAgain(book: Book): Breach[] {
  const found: Breach[] = [];
  const last = new Map<EffectRow, PermitRow>();
  const tries = new Map<PersonRow, number[]>();
  for (const { effect, verdict, givenAt } of book.permits) {
    if (verdict !== 'allow' || !isPersonChannel(effect.channel)) continue;
    const { person } = effect.account;
    const known = tries.get(person);
    if (known) known.push(givenAt);
    else tries.set(person, [givenAt]);
  }
  for (const permit of book.permits) {
    const before = last.get(permit.effect);
    last.set(permit.effect, permit);
    if (!before?.putOff || !permit.putOff || permit.putOff.to <= permit.givenAt) continue;
    if (permit.givenAt < before.putOff.to || permit.givenAt >= before.putOff.to + HOUR_MS) continue;
    if (permit.factsVersion !== before.factsVersion || hadContact(permit, before, tries)) continue;
    const [reasons, again] = [before.putOff.reasons, permit.putOff.reasons].map((held) => JSON.stringify(held));
    if (reasons !== again || permit.putOff.reasons.some(({ policy }) => policy === 'order')) continue;
    const { effect } = permit;
    const moments = [before.givenAt, permit.givenAt, permit.putOff.to].map((at) => new Date(at).toISOString());
    const evidence = `${keyOf(effect)} was put off at ${moments.join(', then ')}: ${again}`;
    found.push({ invariant: 'due-leaves-or-is-held', account: effect.account.number, evidence });
  }
  return found;
}

/** Whether the person had another contact, or a try of one, between two permits. */
function hadContact(permit: PermitRow, before: PermitRow, tries: ReadonlyMap<PersonRow, readonly number[]>): boolean {
  const since = (at: number): boolean => at > before.givenAt && at <= permit.givenAt;
  const { person } = permit.effect.account;
  const byAgency = ({ facts }: AccountRow): boolean =>
    facts.some(({ kind, occurredAt }) => kind === 'agency-contact' && since(occurredAt));
  return (tries.get(person) ?? []).some(since) || person.accounts.some(byAgency);
}

function checkMoney(account: AccountRow, now: Instant, logLine: (invariant: string, evidence: string) => void): void {
  const on = localDate(now, account.creditor.zone);
  const position = positionOf(account, on);
  const sum = (items: readonly { minor: bigint }[]) => items.reduce((all, { minor }) => all + minor, 0n);
  const [owed, open] = [sum(position.dues) - sum(position.entries), sum(position.open) - position.surplus];
  if (owed !== open) logLine('equation-of-money', `${owed} by dues and money, ${open} open`);
  const shown = (dues: readonly Due[]) => dues.map(({ on, minor }) => `${on}=${minor}`).join(';');
  if (lastReturnedAt(account, on) === null && account.facts.length > 0 && shown(account.dues) !== shown(position.open))
    logLine('equation-of-money', `stored ${shown(account.dues)}, by the facts ${shown(position.open)}`);
}

/** True if the account is closed, clear, held with a reason, or has something to come. */
function hasAWay(engine: SimulatedEngine, account: AccountRow): boolean {
  if (account.closed || ['clear', 'closed', BELOW_FLOOR].includes(account.stage) || account.health === 'held')
    return true;
  if (account.nextEvaluationAt !== null || account.evaluatedVersion < account.version) return true;
  if (account.effects.some((effect) => effect.state !== 'superseded' && !isFinal(effect.state))) return true;
  if (account.courtCase?.state === 'filed' || account.placements.some((placement) => placement.state !== 'ended'))
    return true;
  for (const task of engine.book.openTasks.values())
    if (task.account === account || task.person === account.person) return true;
  const { facts } = account.person;
  const care =
    facts.findLast((fact) => fact.kind === 'hardship' || fact.kind === 'hardship-ended')?.kind === 'hardship';
  if (care || facts.some((fact) => fact.kind === 'death' || fact.kind === 'bankruptcy')) return true;
  const count = (kind: string) => account.facts.filter((fact) => fact.kind === kind).length;
  return count('dispute') > count('dispute-closed');
}

/**
 * After the faults have stopped: everything planned and due must be settled, and no account may wait for an evaluation.
 */
export function findLosses(engine: SimulatedEngine): Breach[] {
  const { book, now } = engine;
  const found: Breach[] = [];
  for (const account of book.accounts.values()) {
    const lose = (evidence: string) => found.push({ invariant: 'nothing-lost', account: account.number, evidence });
    if (account.evaluatedVersion < account.version && account.started)
      lose(`facts ${account.version} evaluated at ${account.evaluatedVersion}`);
    if (account.nextEvaluationAt !== null && account.nextEvaluationAt < now - HOUR_MS)
      lose(`its evaluation of ${new Date(account.nextEvaluationAt).toISOString()} is late`);
    for (const planned of decideToEnd(engine.rules[0] as Rules, readFacts(account, now), now).planned) {
      if (planned.verdict !== 'allow' || planned.dueAt > now - HOUR_MS) continue;
      const effect = account.byKey.get(keyOf(planned));
      lose(
        `${keyOf(planned)} is planned since ${new Date(planned.dueAt).toISOString()} ` +
          `and is ${effect?.state ?? 'not there'} in ${localDate(now, account.creditor.zone)}`,
      );
    }
    for (const effect of account.effects) {
      const late = (effect.state === 'planned' || effect.state === 'deferred') && effect.dueAt < now - HOUR_MS;
      if (late || effect.state === 'claimed')
        lose(`${keyOf(effect)} is ${effect.state}, due ${new Date(effect.dueAt).toISOString()}`);
    }
  }
  return found;
}
