/** The database rows as maps, reduced to what the model of the product reads and writes. */
import {
  EFFECT_EVENTS,
  EFFECT_STATES,
  type EffectEvent,
  type EffectState,
  nextState,
} from '../../../domain/effects.ts';
import type {
  AccountFact,
  AccountFacts,
  BookStatement,
  CourtCase,
  CreditorFacts,
  Due,
  Episode,
  KnownEffect,
  PersonFact,
  Placement,
} from '../../../domain/facts.ts';
import type { Held } from '../../../domain/gate.ts';
import type { Instant, Zone } from '../../../domain/time.ts';

export interface EffectRow extends KnownEffect {
  account: AccountRow;
  creditorId: string;
  accountId: string;
  personId: string;
  recipient: string | null;
  task: string | null;
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
  path: EffectState[];
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
  points: AccountFacts['person']['points'];
  facts: readonly PersonFact[];
  accounts: AccountRow[];
}
export interface AccountRow {
  id: string;
  number: string;
  creditor: CreditorFacts;
  person: PersonRow;
  product: AccountFacts['product'];
  bureauConsent: boolean;
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
  health: string;
  /** Unpaid dues. */
  dues: Due[];
  facts: AccountFact[];
  externals: Set<string>;
  effects: EffectRow[];
  /** Those of them that were claimed or left. */
  begun: Set<EffectRow>;
  /** Those of them that report to the bureau every month, until it has answered. */
  records: EffectRow[];
  byKey: Map<string, EffectRow>;
  placements: Placement[];
  courtCase: CourtCase | null;
  episodes: Episode[];
}

export class Book {
  readonly persons: PersonRow[] = [];
  readonly accounts = new Map<string, AccountRow>();
  readonly effects = new Map<string, EffectRow>();
  /** Planned, deferred, claimed or unknown effects: the ones that the sweep reads. */
  readonly open = new Set<EffectRow>();
  /** Effects that moved, left or got or ended a permit since the last check. */
  readonly changed = new Set<EffectRow>();
  readonly dispatches = new Map<string, DispatchRow[]>();
  readonly permits: PermitRow[] = [];
  readonly tasks: TaskRow[] = [];
  readonly openTasks = new Map<number, TaskRow>();
  readonly lanes = new Map<string, { pausedUntil: Instant; troubles: number }>();
  /** Keys of messages with a known bounce. */
  readonly bounced = new Set<string>();
  evidence = 0;
  private counter = 0;
  constructor(readonly count: (name: string) => void) {}

  no(): number {
    this.counter += 1;
    return this.counter;
  }

  /** Moves an effect by an event of its life. Throws if the life has no such step, where SQL would match no row. */
  move(effect: EffectRow, event: EffectEvent): void {
    const next = nextState(effect.state, event);
    if (next === null) throw new Error(`${effect.state} has no ${event}`);
    this.count(LIFE_NAMES[effect.state][event]);
    this.put(effect, next);
  }
  put(effect: EffectRow, next: EffectState): void {
    if (next !== effect.state) effect.path.push(next);
    effect.state = next;
    this.changed.add(effect);
    if (next === 'claimed' || next === 'sent') effect.account.begun.add(effect);
    if (next === 'planned' || next === 'deferred' || next === 'claimed' || next === 'unknown') this.open.add(effect);
    else this.open.delete(effect);
  }
  addPermit(permit: Omit<PermitRow, 'no'>): PermitRow {
    const row = { no: this.no(), ...permit };
    this.permits.push(row);
    this.changed.add(row.effect);
    return row;
  }
  endPermit(permit: PermitRow, ended: string): void {
    permit.ended = ended;
    this.changed.add(permit.effect);
  }
  openTask(task: Omit<TaskRow, 'no' | 'state'>): TaskRow {
    const row: TaskRow = { no: this.no(), state: 'open', ...task };
    this.tasks.push(row);
    this.openTasks.set(row.no, row);
    return row;
  }
  reopenTask(task: TaskRow, now: Instant): void {
    Object.assign(task, { state: 'open', openedAt: now });
    this.openTasks.set(task.no, task);
  }
  endTask(task: TaskRow, state: 'done' | 'withdrawn'): void {
    task.state = state;
    this.openTasks.delete(task.no);
  }
}

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
