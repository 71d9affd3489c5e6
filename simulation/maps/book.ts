/** The rows of the database as maps, reduced to what the engine in memory reads and writes. */

import type { CreditorFacts } from '../../domain/creditor-facts.ts';
import { keyOf } from '../../domain/effect-key.ts';
import { EFFECT_EVENTS, EFFECT_STATES, type EffectEvent, type EffectState, nextState } from '../../domain/effects.ts';
import type {
  AccountFact,
  AccountFacts,
  BookStatement,
  CourtCase,
  Due,
  Episode,
  KnownEffect,
  PersonFact,
  Placement,
  StandingFacts,
} from '../../domain/facts.ts';
import type { Held } from '../../domain/gate.ts';
import type { PastContact } from '../../domain/past-contact.ts';
import { contactDays, type Rulebook } from '../../domain/rules.ts';
import type { Reason, WhenSent } from '../../domain/stage.ts';
import type { StrategyMove } from '../../domain/strategy/decide-following.ts';
import { type ScoreClasses, UNSCORED } from '../../domain/strategy/segment-input.ts';
import { DAY_MS, type Instant, type Zone } from '../../domain/time.ts';

export interface EffectRow extends KnownEffect {
  account: AccountRow;
  creditorId: string;
  accountId: string;
  personId: string;
  recipient: string | null;
  task: string | null;
  /** What follows when it was sent. */
  whenSent: WhenSent | null;
  /** What held it back when it was last held back. */
  held: readonly Held[];
  awaited: boolean;
  blocked: boolean;
  token: number | null;
  leaseUntil: Instant | null;
  calling: boolean;
  dispatch: DispatchRow | null;
  queuedAt: Instant | null;
  askAt: Instant | null;
  asks: number;
  settledAt: Instant | null;
  claimedAt: Instant | null;
  /** Its states so far, in order. */
  path: EffectState[];
  permits: PermitRow[];
  /** The task that asks a person about it. */
  asked: TaskRow | null;
}
export interface DispatchRow {
  id: number;
  key: string;
  channel: EffectRow['channel'];
  effects: EffectRow[];
  point: string | null;
  result: 'sent' | 'failed' | 'busy' | 'unknown' | 'not-begun' | null;
}
export interface PermitRow {
  no: number;
  effect: EffectRow;
  attempt: number;
  verdict: 'allow' | 'wait' | 'refuse' | 'blocked';
  factsVersion: bigint;
  givenAt: Instant;
  notAfter: Instant;
  /** What it asks for, minor units; null for what asks for nothing. */
  demanded: bigint | null;
  /** Where it puts its effect off: the new moment and the reasons. */
  putOff: { to: Instant; reasons: readonly Held[] } | null;
  ended: string | null;
}
export interface TaskRow {
  no: number;
  kind: string;
  state: 'open' | 'done' | 'withdrawn';
  account: AccountRow | null;
  person: PersonRow;
  effect: EffectRow | null;
  openedAt: Instant;
}
export interface PersonRow {
  id: string;
  number: string;
  zone: Zone;
  country: string | null;
  region: string | null;
  points: AccountFacts['person']['points'];
  facts: readonly PersonFact[];
  hasAddress: boolean;
  accounts: AccountRow[];
  /** Contacts before the book began; what the book sends is not among them. */
  earlier: readonly PastContact[];
  /** Ids of facts whose contacts are among those. */
  earlierFacts: ReadonlySet<string>;
  openTasks: Set<TaskRow>;
}
/** What the lender's book says of an account beside its money; nothing changes it here. */
export type Given = Pick<
  StandingFacts,
  | 'grace'
  | 'currency'
  | 'bookPayment'
  | 'lastContactOn'
  | 'owner'
  | 'ownerChangedAt'
  | 'contractDate'
  | 'hasStatement'
  | 'reachedStage'
  | 'notifiedOn'
  | 'arrival'
>;
export interface AccountRow {
  id: string;
  number: string;
  creditor: CreditorFacts;
  person: PersonRow;
  product: AccountFacts['product'];
  bureauConsent: boolean;
  strategy: AccountFacts['strategy'];
  classes: ScoreClasses;
  /** The move that it was told of. */
  move: StrategyMove | null;
  given: Given;
  opening: BookStatement;
  balance: bigint;
  closed: boolean;
  version: bigint;
  evaluatedVersion: bigint;
  evaluatedAt: Instant | null;
  staleSince: Instant | null;
  nudgedAt: Instant | null;
  nextEvaluationAt: Instant | null;
  started: boolean;
  stage: string;
  /** Escalation stages that run parallel to it. */
  parallel: readonly string[];
  health: string;
  /** Why it stands there, by its last evaluation. */
  why: readonly Reason[];
  /** Unpaid dues. */
  dues: Due[];
  facts: AccountFact[];
  externals: Set<string>;
  effects: EffectRow[];
  /** Those of them that are planned, deferred, claimed or unknown. */
  open: Set<EffectRow>;
  /** Those of them that were claimed or left since the book began. */
  begun: Set<EffectRow>;
  /** Those of them that report to the bureau every month, until it has answered. */
  records: EffectRow[];
  byKey: Map<string, EffectRow>;
  placements: Placement[];
  courtCase: CourtCase | null;
  episodes: Episode[];
}

/** What an account starts from; its engine state is that of a new row. */
export type NewAccount = Pick<
  AccountRow,
  'id' | 'number' | 'creditor' | 'person' | 'product' | 'bureauConsent' | 'given' | 'opening' | 'nextEvaluationAt'
> &
  Partial<Pick<AccountRow, 'strategy' | 'classes' | 'move'>>;

/** The row of a new account: open, never evaluated, with the dues of its opening. */
export function newAccount(of: NewAccount): AccountRow {
  return {
    ...{ strategy: null, classes: UNSCORED, move: null },
    ...of,
    ...{ balance: of.opening.balance, dues: [...of.opening.dues], closed: false, started: false },
    ...{ version: 1n, evaluatedVersion: 0n, evaluatedAt: null, staleSince: null, nudgedAt: null },
    ...{
      stage: 'clear',
      parallel: [],
      health: 'ok',
      why: [],
      facts: [],
      externals: new Set(),
      effects: [],
      records: [],
    },
    ...{ open: new Set(), begun: new Set(), byKey: new Map(), placements: [], courtCase: null, episodes: [] },
  };
}

/** What a person starts from. */
export type NewPerson = Pick<PersonRow, 'id' | 'number' | 'zone' | 'country' | 'region' | 'points'>;

/** The row of a new person. */
export function newPerson(of: NewPerson): PersonRow {
  return {
    ...of,
    facts: [],
    hasAddress: true,
    accounts: [],
    earlier: [],
    earlierFacts: new Set(),
    openTasks: new Set(),
  };
}

export class Book {
  readonly accounts = new Map<string, AccountRow>();
  readonly effects = new Map<string, EffectRow>();
  readonly dispatches = new Map<string, DispatchRow[]>();
  readonly openTasks = new Set<TaskRow>();
  readonly lanes = new Map<string, { pausedUntil: Instant; troubles: number }>();
  /** Keys of messages with a known bounce. */
  readonly bounced = new Set<string>();
  evidence = 0;
  /** Called when a task opens. */
  opened: (task: TaskRow) => void = () => {};
  /** Called when accounts were evaluated together. */
  evaluated: (accounts: readonly AccountRow[], now: Instant) => void = () => {};
  /** How far back the rules read contacts. */
  readonly contactWindowMs: number;
  private counter = 0;

  constructor(
    readonly rulebook: Rulebook,
    readonly count: (name: string) => void = () => {},
    /** First letter of the ids of new effects. */
    readonly letter = 'e',
  ) {
    this.contactWindowMs = Math.max(...rulebook.all.map(contactDays)) * DAY_MS;
  }

  no(): number {
    this.counter += 1;
    return this.counter;
  }

  addAccount(account: AccountRow): void {
    this.accounts.set(account.id, account);
    account.person.accounts.push(account);
    for (const effect of account.effects) this.index(effect);
  }
  addEffect(effect: EffectRow): void {
    effect.account.effects.push(effect);
    if (effect.step === 'record') effect.account.records.push(effect);
    this.index(effect);
    this.moved(effect);
  }
  private index(effect: EffectRow): void {
    effect.account.byKey.set(keyOf(effect), effect);
    this.effects.set(effect.id, effect);
    this.indexState(effect);
  }
  private indexState(effect: EffectRow): void {
    if (OPEN.includes(effect.state)) effect.account.open.add(effect);
    else effect.account.open.delete(effect);
  }
  /** Forgets an account that nothing is to come of; its past contacts still count for its person. */
  forget(account: AccountRow): void {
    this.accounts.delete(account.id);
    for (const effect of account.effects) {
      this.effects.delete(effect.id);
      if (effect.dispatch !== null) this.dispatches.delete(effect.dispatch.key);
    }
  }

  /** Moves an effect by an event of its life. Throws if the life has no such step, where SQL would match no row. */
  move(effect: EffectRow, event: EffectEvent): void {
    const next = nextState(effect.state, event);
    if (next === null) throw new Error(`${effect.state} has no ${event}`);
    this.count(LIFE_NAMES[effect.state][event]);
    this.put(effect, next);
  }
  private put(effect: EffectRow, next: EffectState): void {
    if (next !== effect.state) effect.path.push(next);
    effect.state = next;
    if (next === 'claimed' || next === 'sent') effect.account.begun.add(effect);
    this.indexState(effect);
    this.moved(effect);
  }
  /** Called when an effect came, moved, or got or ended a permit. */
  protected moved(_effect: EffectRow): void {}

  addPermit(permit: Omit<PermitRow, 'no'>): PermitRow {
    const row = { no: this.no(), ...permit };
    row.effect.permits.push(row);
    this.moved(row.effect);
    return row;
  }
  endPermit(permit: PermitRow, ended: string): void {
    permit.ended = ended;
    this.moved(permit.effect);
  }
  openTask(task: Omit<TaskRow, 'no' | 'state'>): TaskRow {
    const row: TaskRow = { no: this.no(), state: 'open', ...task };
    if (row.effect !== null) row.effect.asked = row;
    this.setTask(row, 'open');
    this.opened(row);
    return row;
  }
  reopenTask(task: TaskRow, now: Instant): void {
    task.openedAt = now;
    this.setTask(task, 'open');
  }
  endTask(task: TaskRow, state: 'done' | 'withdrawn'): void {
    this.setTask(task, state);
  }
  private setTask(task: TaskRow, state: TaskRow['state']): void {
    task.state = state;
    for (const among of [this.openTasks, task.person.openTasks])
      if (state === 'open') among.add(task);
      else among.delete(task);
  }
}
const OPEN: readonly EffectState[] = ['planned', 'deferred', 'claimed', 'unknown'];

/** The counter of each event in each state. */
const LIFE_NAMES = Object.fromEntries(
  EFFECT_STATES.map((state) => [
    state,
    Object.fromEntries(EFFECT_EVENTS.map((event) => [event, `life:${state}>${event}`])),
  ]),
) as Record<EffectState, Record<EffectEvent, string>>;

/** Every step of an effect's life, as the counters name it. */
export const LIFE_STEPS = (
  ['planned', 'deferred', 'claimed', 'failed', 'suppressed', 'unknown', 'superseded'] as const
).flatMap((state) =>
  EFFECT_EVENTS.filter((event) => nextState(state, event) !== null).map((event) => `life:${state}>${event}`),
);
