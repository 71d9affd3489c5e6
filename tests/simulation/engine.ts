/**
 * The processes over the maps in virtual time: evaluations, jobs, calls, sweeps. Every step is an act of its own and
 * may fail.
 */
import type { Channel } from '../../domain/channels.ts';
import type { Judged } from '../../domain/claim.ts';
import { type Rulebook, sameForAll } from '../../domain/rules.ts';
import { DAY_MS, type Instant } from '../../domain/time.ts';
import type { Agenda } from '../../simulation/agenda.ts';
import type { AccountRow, EffectRow } from '../../simulation/maps/book.ts';
import type { SettlementRow } from '../../simulation/maps/settle.ts';
import { RULEBOOK, RULES } from '../../stages/rules.ts';
import { carry } from './carry.ts';
import type { Faults } from './faults.ts';
import type { FullBook } from './full-book.ts';
import { LEASE_MS, SLOWEST_CALL_MS } from './lanes.ts';
import type { Oracle } from './oracle.ts';
import type { SimulatedProvider } from './provider.ts';
import type { Random } from './random.ts';
import { type RecordedAct, Store } from './store.ts';
import { acquireDue, acquireStale, acquireUnknown, findExpired } from './sweep.ts';

export interface Plants {
  /** Treats refused effects as allowed, and stops nothing when money comes. */
  ignoresFacts?: boolean;
  /** Puts off what is due by SMS to the next day, as a claim in another calendar would. */
  putsOff?: boolean;
  /** Judges by the lender's own rules alone. */
  forgetsLaw?: boolean;
  /** Treats a call without an answer as a proved non-send. */
  retriesUnknown?: boolean;
  /** Repeats a call without an answer even where a repeat is harmful. */
  callsTwice?: boolean;
}
/** The judgement of a claim with the planted faults. */
function planted(plants: Plants, judged: Judged<EffectRow>, now: Instant): Judged<EffectRow> {
  if (plants.ignoresFacts && judged.verdict === 'refuse')
    return { ...judged, verdict: 'allow', event: 'claim', state: 'claimed' };
  if (plants.putsOff && judged.verdict === 'allow' && judged.channel === 'sms')
    return { ...judged, verdict: 'wait', event: 'defer', state: 'deferred', dueAt: now + DAY_MS };
  return judged;
}

const SWEEP_MS = 2000;
const WORKERS = 2;

export class SimulatedEngine {
  now: Instant = 0;
  downUntil: Instant = 0;
  /** Number of restarts of each worker. Acts of an earlier life are dropped. */
  readonly lives: number[] = Array.from({ length: WORKERS }, () => 0);
  readonly rulebooks: Rulebook[] = Array.from({ length: WORKERS }, () => RULEBOOK);
  /** Channels that cannot be asked afterwards: e-mail, or none. */
  readonly unasked: ReadonlySet<Channel>;
  readonly store: Store;
  private lastSweep = 0;

  constructor(
    readonly book: FullBook,
    readonly agenda: Agenda,
    readonly random: Random,
    readonly faults: Faults,
    readonly provider: SimulatedProvider,
    readonly oracle: Oracle,
    readonly plants: Plants,
    private readonly listener: { trace(words: string): void; journal(act: RecordedAct): void },
  ) {
    this.store = new Store(book, () => this.now, listener.journal);
    this.unasked = new Set(random.chance(0.5) ? ['email'] : []);
    if (plants.forgetsLaw) this.rulebooks.fill(sameForAll(RULES));
  }

  trace(words: string): void {
    this.listener.trace(words);
  }
  get isDown(): boolean {
    return this.now < this.downUntil;
  }
  after(ms: number, act: () => void): void {
    this.agenda.add(this.now + ms, act);
  }
  /** An act of one worker; it is dropped if the worker is killed first. */
  afterOf(worker: number, ms: number, act: () => void): void {
    const life = this.lives[worker];
    this.after(ms, () => {
      if (this.lives[worker] === life) act();
    });
  }
  kill(worker: number): void {
    this.lives[worker] = (this.lives[worker] ?? 0) + 1;
  }

  nudge(accounts: readonly AccountRow[]): void {
    for (const account of accounts) {
      const way = this.faults.hint('nudge');
      if (way === 'lost') continue;
      for (let times = way === 'doubled' ? 2 : 1; times > 0; times -= 1)
        this.after(way === 'delayed' ? this.random.whole(1000, 90_000) : this.random.whole(1, 40), () =>
          this.evaluate(account),
        );
    }
  }

  private evaluate(account: AccountRow): void {
    if (this.isDown) return;
    const worker = this.random.whole(0, WORKERS - 1);
    this.trace(`evaluate ${account.number}`);
    const evaluated = this.store.evaluate(account, this.rulebooks[worker] as Rulebook);
    if (this.faults.crashes('looked, not queued')) {
      this.kill(worker);
      return;
    }
    for (const each of evaluated) for (const effect of acquireDue(this.book, this.now, each)) this.queue(effect);
  }

  private queue(effect: EffectRow): void {
    const way = this.faults.hint('job', [effect]);
    if (way === 'lost') return;
    for (let times = way === 'doubled' ? 2 : 1; times > 0; times -= 1) {
      const worker = this.random.whole(0, WORKERS - 1);
      this.after(way === 'delayed' ? this.random.whole(1000, 40_000) : this.random.whole(1, 50), () =>
        this.work(effect, worker),
      );
    }
  }

  private work(effect: EffectRow, worker: number): void {
    if (this.isDown) return;
    if (this.faults.crashes('queued, not claimed', [effect])) {
      this.kill(worker);
      return;
    }
    const settings = {
      rulebook: this.rulebooks[worker] as Rulebook,
      leaseMs: LEASE_MS,
      slowestCallMs: SLOWEST_CALL_MS,
      change: (judged: Judged<EffectRow>) => planted(this.plants, judged, this.now),
    };
    const first = this.book.permits.length;
    const claims = this.store.claim(effect, settings);
    for (let at = first; at < this.book.permits.length; at += 1) {
      const permit = this.book.permits[at];
      if (permit === undefined) continue;
      this.trace(
        `claim ${permit.effect.account.number} ${permit.effect.stage}/${permit.effect.step} ` +
          `${permit.verdict} ${permit.effect.state}`,
      );
      if (permit.verdict !== 'allow') continue;
      this.oracle.seePermit(permit, this.now);
      if (permit.effect.task !== null) this.oracle.seeTask(permit.effect, this.now);
    }
    for (const claimed of claims) carry(this, claimed, worker);
  }

  settle(settlement: SettlementRow): void {
    const planted =
      this.plants.retriesUnknown && settlement.result === 'unknown'
        ? { result: 'failed' as const, againAt: this.now }
        : {};
    this.trace(`settle ${settlement.dispatch.key.slice(0, 8)} ${settlement.result}`);
    const nudges = this.store.settle({ ...settlement, ...planted });
    if (this.faults.crashes('recorded, workflow not told', settlement.effects)) return;
    this.nudge(nudges);
  }

  /** Moment of the next sweep. */
  get sweepAt(): Instant {
    return Math.max(this.lastSweep + SWEEP_MS, this.now, this.downUntil);
  }
  sweep(): void {
    if (this.isDown) return;
    this.lastSweep = this.now;
    for (const group of [...findExpired(this.book, this.now)]) this.found(group, 'its worker was gone');
    for (const group of acquireUnknown(this.book, this.now)) this.found(group, 'asked');
    this.store.ensureUnknownTasks();
    this.nudge(acquireStale(this.book, this.now));
    const due = acquireDue(this.book, this.now);
    if (due.length > 0 && this.faults.crashes('due, not queued', due)) return;
    for (const effect of due) this.queue(effect);
  }

  /** Asks the provider about an expired or unknown claim, as the sweep does. */
  private found(group: EffectRow[], why: string): void {
    const [first] = group;
    if (first?.dispatch == null || first.token === null) return;
    const result = this.ask(first);
    this.book.count(`asked:${result ?? 'nobody there'}`);
    if (result === null || (result === 'unknown' && first.state === 'unknown')) return;
    if (this.faults.crashes('asked, not settled', group)) return;
    this.trace(`${why}: ${result}`);
    this.settle({
      dispatch: first.dispatch,
      token: first.token,
      effects: group,
      result,
      againAt: result === 'failed' ? this.now : null,
      ended: 'lease-expired',
      askable: !this.unasked.has(first.channel),
    });
  }
  private ask({ channel, calling, dispatch }: EffectRow): 'sent' | 'failed' | 'unknown' | null {
    if (this.unasked.has(channel)) return calling ? 'unknown' : 'failed';
    if (this.faults.happens(0.1)) {
      this.faults.note('provider not there to ask');
      return null;
    }
    if (this.faults.happens(0.1)) {
      this.faults.note('provider cannot tell');
      return 'unknown';
    }
    return this.provider.has(channel, dispatch?.key ?? '') ? 'sent' : 'failed';
  }
}
