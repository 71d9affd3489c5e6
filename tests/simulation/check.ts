/** The invariants over the provider's log and the maps. Each violation names its account. */
import { BELOW_FLOOR } from '../../domain/attention.ts';
import { isPersonChannel } from '../../domain/channels.ts';
import { openComplaints } from '../../domain/complaints.ts';
import type { Decision } from '../../domain/decide.ts';
import { decideToEnd } from '../../domain/decide-to-end.ts';
import { keyOf } from '../../domain/effect-key.ts';
import { EFFECT_EVENTS, EFFECT_STATES, type EffectState, isFinal, nextState } from '../../domain/effects.ts';
import type { Due } from '../../domain/facts.ts';
import { lastReturnedAt, type Position } from '../../domain/money/position.ts';
import { sumOf } from '../../domain/money/settle.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { standingOf } from '../../domain/standing.ts';
import { HOUR_MS, localDate } from '../../domain/time.ts';
import { unknownDeadline } from '../../domain/unknown.ts';
import type { AccountRow, EffectRow, PermitRow, PersonRow } from '../../simulation/maps/book.ts';
import { readFacts, readStanding } from '../../simulation/maps/read.ts';
import type { SimulatedEngine } from './engine.ts';
import type { Breach } from './oracle.ts';
import { hasTask } from './sweep.ts';

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

/** Of an account's money, what its last check saw. */
interface SeenMoney {
  position: Position;
  dues: readonly Due[];
}

/** States of what may have been taken. */
const TAKEN: readonly EffectState[] = ['sent', 'unknown', 'claimed', 'given-up'];

/**
 * Invariants that hold at every moment. Each row is checked after each of its changes, and all once more at the end;
 * what a date alone may break is checked every time.
 */
export class Checks {
  private readonly seenMoney = new Map<AccountRow, SeenMoney>();
  /** Permits that were checked. */
  private checked = 0;
  private readonly last = new Map<EffectRow, PermitRow>();
  private readonly tries = new Map<PersonRow, number[]>();
  private found: Breach[] = [];

  constructor(private readonly engine: SimulatedEngine) {}

  /** Checks what has changed. */
  changed(): Breach[] {
    const { book } = this.engine;
    const effects = [...book.changed];
    book.changed.clear();
    return this.check(effects);
  }

  /** Checks everything. */
  all(): Breach[] {
    const { book } = this.engine;
    book.changed.clear();
    this.seenMoney.clear();
    return this.check(book.effects.values());
  }

  private check(effects: Iterable<EffectRow>): Breach[] {
    const { engine } = this;
    this.found = [];
    this.checkPermits();
    for (const account of engine.book.accounts.values()) {
      this.checkMoney(account);
      if (!hasAWay(engine, account)) this.log(account, 'account-has-a-way', whyNothing(engine, account));
    }
    for (const effect of effects) this.checkEffect(effect);
    for (const effect of engine.book.open) if (effect.state === 'unknown') this.checkUnknown(effect);
    return this.found;
  }

  private log(account: AccountRow, invariant: string, evidence: string): void {
    this.found.push({ invariant, account: account.number, evidence });
  }

  private checkEffect(effect: EffectRow): void {
    const { engine } = this;
    const { account, state, path } = effect;
    const taken = engine.provider.times.get(effect.id) ?? 0;
    if (taken > 1) this.log(account, 'one-send-per-effect', `${keyOf(effect)} was taken ${taken} times`);
    if (!isLegal(path)) this.log(account, 'legal-path', `${keyOf(effect)} went ${path.join(' > ')}`);
    if (taken > 0 && !TAKEN.includes(state))
      this.log(account, 'taken-is-sent', `${keyOf(effect)} was taken and is ${state}: ${path.join(' > ')}`);
    if (state !== 'sent') return;
    const permits = effect.permits.filter((permit) => permit.ended === 'sent' && permit.verdict === 'allow');
    if (permits.length !== 1)
      this.log(account, 'permit-for-each-send', `${keyOf(effect)} is sent with ${permits.length} permits`);
    if (effect.task === null && taken !== 1)
      this.log(account, 'sent-is-taken', `${keyOf(effect)} is sent, and was taken ${taken} times`);
  }

  private checkUnknown(effect: EffectRow): void {
    const { engine } = this;
    const since = effect.settledAt ?? 0;
    if (unknownDeadline(since) + HOUR_MS >= engine.now || engine.isDown || hasTask(engine.book, effect)) return;
    const evidence = `${keyOf(effect)} is unknown since ${new Date(since).toISOString()}`;
    this.log(effect.account, 'unknown-has-task', evidence);
  }

  /** The position follows from the facts and the date; while it and the rows are the same, so is the answer. */
  private checkMoney(account: AccountRow): void {
    const on = localDate(this.engine.now, account.creditor.zone);
    const { position } = standingOf(readStanding(account), this.engine.now);
    const seen = this.seenMoney.get(account);
    if (account.facts.length > 0 && seen?.position === position && seen.dues === account.dues) return;
    this.seenMoney.set(account, { position, dues: account.dues });
    const [owed, open] = [sumOf(position.dues) - sumOf(position.entries), sumOf(position.open) - position.surplus];
    if (owed !== open) this.log(account, 'equation-of-money', `${owed} by dues and money, ${open} open`);
    if (lastReturnedAt(account, on) !== null || account.facts.length === 0) return;
    const [stored, byFacts] = [shownDues(account.dues), shownDues(position.open)];
    if (stored !== byFacts) this.log(account, 'equation-of-money', `stored ${stored}, by the facts ${byFacts}`);
  }

  /**
   * Effects that were put off at the moment to which they had been put off, for the same reason, while nothing new was
   * known and the person had no other contact. Deliberately not the query of db/put-off.ts.
   */
  private checkPermits(): void {
    const fresh = this.engine.book.permits.slice(this.checked);
    this.checked += fresh.length;
    for (const { effect, verdict, givenAt } of fresh) {
      if (verdict !== 'allow' || !isPersonChannel(effect.channel)) continue;
      const { person } = effect.account;
      const known = this.tries.get(person);
      if (known) known.push(givenAt);
      else this.tries.set(person, [givenAt]);
    }
    for (const permit of fresh) {
      const before = this.last.get(permit.effect);
      this.last.set(permit.effect, permit);
      if (!before?.putOff || !permit.putOff || permit.putOff.to <= permit.givenAt) continue;
      if (permit.givenAt < before.putOff.to || permit.givenAt >= before.putOff.to + HOUR_MS) continue;
      if (permit.factsVersion !== before.factsVersion || hadContact(permit, before, this.tries)) continue;
      const [reasons, again] = [before.putOff.reasons, permit.putOff.reasons].map((held) => JSON.stringify(held));
      if (reasons !== again || permit.putOff.reasons.some(({ policy }) => policy === 'order')) continue;
      const { effect } = permit;
      const moments = [before.givenAt, permit.givenAt, permit.putOff.to].map((at) => new Date(at).toISOString());
      const evidence = `${keyOf(effect)} was put off at ${moments.join(', then ')}: ${again}`;
      this.log(effect.account, 'due-leaves-or-is-held', evidence);
    }
  }
}

const shownDues = (dues: readonly Due[]): string => dues.map(({ on, minor }) => `${on}=${minor}`).join(';');

function decisionOn({ book, rulebooks, now }: SimulatedEngine, account: AccountRow): Decision {
  const facts = readFacts(book, account, now);
  return decideToEnd((rulebooks[0] as Rulebook).rulesFor(facts), facts, now);
}

function whyNothing(engine: SimulatedEngine, account: AccountRow): string {
  const { now } = engine;
  const { why } = decisionOn(engine, account);
  const codes = why.map((reason) => reason.code).join(', ');
  return `at stage ${account.stage} nothing is to come at ${new Date(now).toISOString()}: ${codes}`;
}

/** Whether the person had another contact or try between two permits, or a contact of before was found then. */
function hadContact(permit: PermitRow, before: PermitRow, tries: ReadonlyMap<PersonRow, readonly number[]>): boolean {
  const since = (at: number): boolean => at > before.givenAt && at <= permit.givenAt;
  const { person } = permit.effect.account;
  const byAgency = ({ facts }: AccountRow): boolean =>
    facts.some(({ kind, occurredAt }) => kind === 'agency-contact' && since(occurredAt));
  const found = ({ effects }: AccountRow): boolean =>
    effects.some(
      ({ state, channel, settledAt }) =>
        state === 'sent' && isPersonChannel(channel) && settledAt !== null && since(settledAt),
    );
  return (tries.get(person) ?? []).some(since) || person.accounts.some(byAgency) || person.accounts.some(found);
}

/** True if the account is closed, clear, held with a reason, or has something to come. */
function hasAWay(engine: SimulatedEngine, account: AccountRow): boolean {
  if (account.closed || ['clear', 'closed', BELOW_FLOOR].includes(account.stage) || account.health === 'held')
    return true;
  if (account.nextEvaluationAt !== null || account.evaluatedVersion < account.version) return true;
  if (account.effects.some((effect) => effect.state !== 'superseded' && !isFinal(effect.state))) return true;
  if (account.courtCase?.state === 'filed' || account.placements.some((placement) => placement.state !== 'ended'))
    return true;
  for (const task of engine.book.openTasks) if (task.account === account || task.person === account.person) return true;
  const { facts } = account.person;
  const care =
    facts.findLast((fact) => fact.kind === 'hardship' || fact.kind === 'hardship-ended')?.kind === 'hardship';
  if (care || facts.some((fact) => fact.kind === 'death' || fact.kind === 'bankruptcy')) return true;
  const isLifted = (type: string) => facts.some((fact) => fact.kind === 'care-hold-lifted' && fact.body.type === type);
  if (facts.some((fact) => fact.kind === 'care-hold' && !isLifted(fact.body.type))) return true;
  if (openComplaints(facts).length > 0) return true;
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
    for (const planned of decisionOn(engine, account).planned) {
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
