/**
 * One person in virtual time: their accounts in the engine, and everybody outside who deals with them. Persons do not
 * depend on each other, so a portfolio is lived person by person and only figures are kept.
 */
import { isWrittenChannel, type PersonChannel, type WrittenChannel } from '../../domain/channels.ts';
import type { Held } from '../../domain/gate.ts';
import { holderOf } from '../../domain/gate.ts';
import { placeOfPrefix } from '../../domain/number-plan.ts';
import { standingOf } from '../../domain/standing.ts';
import type { Instant } from '../../domain/time.ts';
import { CYCLE_DAYS } from '../behaviour/calibration.ts';
import type { Debtor, Received } from '../behaviour/debtor.ts';
import { type AccountRow, type EffectRow, newAccount, newPerson, type PersonRow, type TaskRow } from '../maps/book.ts';
import { readStanding } from '../maps/read.ts';
import { VirtualEngine, type VirtualEvent } from '../virtual-engine.ts';
import type { Costs } from './costs.ts';
import { type ContactWay, countName } from './figures.ts';
import type { PortfolioAccount } from './portfolio.ts';
import { type SimulatedAccount, simulatedAccount } from './simulated-account.ts';
import type { SimulatedStrategy } from './strategy-rules.ts';
import type { Moments, Timetable } from './timetable.ts';

/** A message that left and that the person has not received yet. */
export interface Letter {
  key: string;
  channel: WrittenChannel;
  /** The contact point that it goes to. */
  to: string | null;
  accounts: string[];
}

/** Something that happens on a later day. */
export interface Later {
  day: number;
  what: 'reversal' | 'dispute-closed';
  account: SimulatedAccount;
  minor: bigint;
  /** Reference of the payment that comes back. */
  of: string;
}

export interface PersonLifeOptions {
  seed: number;
  strategy: SimulatedStrategy;
  timetable: Timetable;
  costs: Costs;
  debtor: Debtor;
}

/** Days of the debtor before the start of the run, so that a month of theirs ends with the newest due that is past. */
function phaseOf(dueDays: readonly number[]): number {
  const anchor = dueDays.findLast((day) => day < 0) ?? dueDays[0] ?? -1;
  return (((CYCLE_DAYS - 1 - anchor) % CYCLE_DAYS) + CYCLE_DAYS) % CYCLE_DAYS;
}

export class PersonLife {
  readonly engine: VirtualEngine;
  readonly row: PersonRow;
  readonly accounts: readonly SimulatedAccount[];
  readonly debtor: Debtor;
  readonly seed: number;
  readonly strategy: SimulatedStrategy;
  readonly costs: Costs;
  readonly timetable: Timetable;
  readonly moments: readonly Moments[];
  /**
   * Days of the debtor are days of the run and this many more: a month of theirs ends with the due of their first
   * account.
   */
  readonly phase: number;
  received: Received[] = [];
  letters: Letter[] = [];
  tasks: TaskRow[] = [];
  /** Bureau records that wait for their answer. */
  records: EffectRow[] = [];
  later: Later[] = [];
  /** Days of all contacts. */
  readonly contactDays: number[] = [];
  /** Days on which an agency got through. */
  readonly agencyDays: number[] = [];
  decisions = 0;
  /** Payments of today less those that came back, minor units. */
  moneyToday = 0;
  day = 0;
  private readonly byRow = new Map<AccountRow, SimulatedAccount>();
  private paymentNo = 0;

  constructor(accounts: readonly PortfolioAccount[], { seed, strategy, timetable, costs, debtor }: PersonLifeOptions) {
    const [first] = accounts as [PortfolioAccount];
    const { zone } = first.creditor;
    this.seed = seed;
    this.strategy = strategy;
    this.costs = costs;
    this.timetable = timetable;
    this.debtor = debtor;
    this.moments = timetable.momentsIn(zone);
    this.phase = phaseOf(first.dues.map(({ on }) => timetable.dayOf(on)));
    this.engine = new VirtualEngine({
      rulebook: strategy.rulebook,
      now: timetable.startIn(zone),
      onEvent: (event) => this.see(event),
      count: (name) => {
        if (name.startsWith('evaluation:') || name.startsWith('claim:')) this.decisions += 1;
      },
    });
    this.row = personRow(first);
    this.accounts = accounts.map((account) => this.open(account));
  }

  private open(of: PortfolioAccount): SimulatedAccount {
    const { id, number, creditor, product, bureauConsent, given, asOf, balance, dues } = of;
    const row = newAccount({
      ...{ id, number, creditor, product, bureauConsent, given, person: this.row },
      ...{ strategy: this.strategy.first, classes: this.strategy.classesOf(of.features) },
      opening: { source: 'book', reference: asOf, asOf, balance, dues: [...dues] },
      nextEvaluationAt: this.engine.now,
    });
    const days = dues.map(({ on, minor }) => ({ day: this.timetable.dayOf(on) + this.phase, minor }));
    const account = simulatedAccount(of, row, {
      dues: days,
      today: this.phase,
      nextDueDay: product === 'card' ? firstNewDue(days.at(-1)?.day ?? this.phase - 1, this.phase) : null,
    });
    this.byRow.set(row, account);
    this.engine.add(row);
    return account;
  }

  /** Day of the debtor. */
  get debtorDay(): number {
    return this.day + this.phase;
  }
  /** Date of a day of the debtor. */
  dateOf(debtorDay: number): string {
    return this.timetable.dateOf(debtorDay - this.phase);
  }
  nextReference(): string {
    this.paymentNo += 1;
    return `sim-${this.paymentNo}`;
  }
  accountOf(row: AccountRow): SimulatedAccount {
    return this.byRow.get(row) as SimulatedAccount;
  }
  accountNamed(id: string): SimulatedAccount {
    return this.accounts.find(({ of }) => of.id === id) as SimulatedAccount;
  }

  /** Counts a contact, with its cost. */
  contacted(account: SimulatedAccount, way: ContactWay): void {
    account.figures.contacts[way] += 1;
    if (way !== 'agency') account.figures.cost[way] += this.costs[way];
    this.contactDays.push(this.day);
  }
  /** The person heard or read a contact today, or will read it. */
  receive(account: string, channel: PersonChannel | 'agency'): void {
    this.received.push({ day: this.debtorDay, channel, account });
  }

  private see(event: VirtualEvent): void {
    switch (event.of) {
      case 'sent':
        this.sent(this.accountOf(event.account), event.effect, event.key);
        return;
      case 'held':
        this.heldBack(this.accountOf(event.account), event.effect, event.reasons, event.until === null);
        return;
      case 'task-opened':
        this.tasks.push(event.task);
        return;
      case 'episode-ended':
        // One that is written off or sold ends without being paid.
        if (!event.account.closed) this.accountOf(event.account).figures.cured = 1;
        return;
      default:
        return;
    }
  }

  private sent(account: SimulatedAccount, effect: EffectRow, key: string): void {
    const { channel } = effect;
    if (isWrittenChannel(channel)) {
      const letter = this.letters.find((known) => known.key === key);
      if (letter !== undefined) {
        letter.accounts.push(account.of.id);
        return;
      }
      this.contacted(account, channel);
      const to = effect.dispatch?.point ?? null;
      this.letters.push({ key, channel, to, accounts: [account.of.id] });
    } else if (effect.whenSent === 'open-placement') {
      account.figures.placements += 1;
      account.placement = { id: effect.id, placedDay: this.debtorDay, accepted: false };
    } else if (effect.whenSent === 'mark-folder-made') account.figures.cases += 1;
    else if (channel === 'bureau' && effect.step === 'record') {
      account.figures.records += 1;
      account.figures.cost.record += this.costs.record;
      this.records.push(effect);
    }
  }

  private heldBack(account: SimulatedAccount, effect: EffectRow, reasons: readonly Held[], refused: boolean): void {
    for (const reason of reasons) {
      const rule = holderOf(reason);
      const name = `${effect.id} ${rule} ${refused}`;
      // What was refused keeps its reasons while it waits to be dropped.
      if (account.heldBack.has(name) || account.heldBack.has(`${effect.id} ${rule} true`)) continue;
      account.heldBack.add(name);
      countName(refused ? account.figures.refused : account.figures.putOff, rule);
    }
  }
  /** Counts what the evaluations of today held back, and notes the first segment. */
  countHolds(): void {
    for (const account of this.accounts) {
      const { row } = account;
      if (row.evaluatedAt === account.countedAt) continue;
      account.countedAt = row.evaluatedAt;
      if (this.strategy.hasSegments) account.firstSegment ??= row.strategy?.segment ?? null;
      for (const effect of row.effects)
        if (effect.held.length > 0) this.heldBack(account, effect, effect.held, effect.state === 'suppressed');
    }
  }

  /** What the accounts end with. */
  close(now: Instant): void {
    for (const { row, figures } of this.accounts) {
      const { promises, cured } = standingOf(readStanding(row), now);
      figures.promises.made = promises.length;
      figures.promises.kept = promises.filter(({ state }) => state === 'kept').length;
      figures.promises.broken = promises.filter(({ state }) => state === 'broken').length;
      figures.clear = cured && !row.closed ? 1 : 0;
    }
  }
}

function personRow({ person }: PortfolioAccount): PersonRow {
  const { id, number, zone, country, region, hasEmail, hasPhone, phonePrefix, hasAddress } = person;
  const points: PersonRow['points'] = [];
  if (hasEmail) points.push({ id: 'email', channel: 'email', valid: true });
  const place = phonePrefix === null ? {} : { place: placeOfPrefix(phonePrefix) };
  if (hasPhone) points.push({ id: 'phone', channel: 'sms', valid: true, ...place });
  return { ...newPerson({ id, number, zone, country, region, points }), hasAddress };
}

/** The first due, in steps of a month after the newest of the book, whose statement is cut after the start. */
function firstNewDue(newest: number, start: number): number {
  let due = newest + CYCLE_DAYS;
  while (due - STATEMENT_LEAD_DAYS <= start) due += CYCLE_DAYS;
  return due;
}
/** Days between a statement and the due of its minimum. */
export const STATEMENT_LEAD_DAYS = 14;
