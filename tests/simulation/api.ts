/**
 * Input from outside: facts of accounts and persons, and receipts. Each may come twice, late or out of order, or its
 * nudge may be lost.
 */
import type { WrittenChannel } from '../../domain/channels.ts';
import { DAY_MS, HOUR_MS, localDate } from '../../domain/time.ts';
import type { AccountRow, PersonRow } from '../../simulation/maps/book.ts';
import type { AccountFactInput, PersonFactInput } from '../../simulation/maps/facts.ts';
import type { SimulatedEngine } from './engine.ts';
import { ledgerOf } from './lender.ts';
import type { Acceptance } from './provider.ts';

const BOUNCES = 0.08;
const ARRIVES = 0.85;
const LATE_MONEY = 0.12;
const TWICE_MONEY = 0.1;
const LATE_BOOK = 0.1;

export class SimulatedApi {
  private sequence = 0;
  /** From then on nothing new occurs. */
  silentFrom = Number.POSITIVE_INFINITY;
  constructor(private readonly engine: SimulatedEngine) {}
  get isSilent(): boolean {
    return this.engine.now >= this.silentFrom;
  }

  /** A fact from outside. Its source repeats it until it is accepted. */
  account(account: AccountRow, input: AccountFactInput, source = 'test'): void {
    if (this.isSilent) return;
    const { engine } = this;
    this.sequence += 1;
    const external = `x${this.sequence}`;
    const occurredAt = engine.now;
    const accept = () => {
      engine.trace(`fact ${account.number} ${input.kind}`);
      this.wake(engine.store.record({ account, fact: input, occurredAt, external, source }));
    };
    const way = engine.faults.hint('fact');
    if (way === 'plain') {
      accept();
      return;
    }
    // The source sends a lost fact again.
    engine.after(engine.random.whole(60_000, way === 'doubled' ? 600_000 : 2 * DAY_MS), accept);
    if (way === 'doubled') accept();
  }
  /** Money that came in: told by the bank, sometimes days late, and sometimes by the agency too. */
  payment(account: AccountRow, minor: bigint, via: 'lender' | 'agency'): void {
    if (this.isSilent) return;
    const { engine } = this;
    const reference = ledgerOf(account, engine.random).receive(minor, engine.now);
    const told = { kind: 'payment', body: { minor, via, reference } } as const;
    const tell = (source: string) => {
      const occurredAt = engine.now;
      this.sequence += 1;
      const external = `x${this.sequence}`;
      const accept = () => {
        engine.trace(`fact ${account.number} payment by ${source}`);
        this.wake(engine.store.record({ account, fact: told, occurredAt, external, source }));
      };
      if (engine.faults.happens(LATE_MONEY)) {
        engine.faults.note('money late');
        engine.after(engine.random.whole(HOUR_MS, 6 * DAY_MS), accept);
      } else accept();
    };
    tell('bank');
    if (!engine.faults.happens(TWICE_MONEY)) return;
    engine.faults.note('money told by two sources');
    tell('agency');
  }
  /** The last payment comes back. */
  reversal(account: AccountRow): void {
    if (this.isSilent) return;
    const entry = ledgerOf(account, this.engine.random).takeBack(this.engine.now);
    if (entry === null) return;
    const of = this.engine.random.chance(0.8) ? { of: entry.name } : {};
    this.account(account, { kind: 'reversal', body: { minor: entry.minor, ...of } }, 'bank');
  }
  person(person: PersonRow, input: PersonFactInput): void {
    if (this.isSilent) return;
    const { engine } = this;
    engine.trace(`fact ${person.number} ${input.kind}`);
    this.wake(engine.store.record({ person, fact: input }));
  }
  /** A new address or number becomes known. */
  address(person: PersonRow, channel: WrittenChannel): void {
    if (this.isSilent) return;
    const { engine } = this;
    engine.trace(`fact ${person.number} address-added`);
    this.wake(engine.store.addAddress(person, { id: `${person.id}-${person.points.length}`, channel, valid: true }));
  }
  private wake(accounts: readonly AccountRow[]): void {
    if (!this.engine.faults.crashes('fact recorded, workflow not told')) this.engine.nudge(accounts);
  }

  /** The book of today: the ledger's dues, sometimes with a corrected amount. It may arrive after later books. */
  bookUpdate(account: AccountRow): void {
    if (this.isSilent) return;
    const { engine } = this;
    const ledger = ledgerOf(account, engine.random);
    if (engine.random.chance(0.08)) {
      ledger.correct(BigInt(engine.random.whole(-2000, 3000)) * 10n);
      engine.book.count('corrected dues');
    }
    const asOf = localDate(engine.now, account.creditor.zone);
    const body = { asOf, ...ledger.state(engine.now) };
    const occurredAt = engine.now;
    const source = engine.random.chance(0.8) ? 'book' : 'core';
    const accept = () => {
      ledger.tell();
      engine.trace(`book ${account.number} ${asOf}`);
      this.wake(
        engine.store.record({ account, fact: { kind: 'balance-update', body }, occurredAt, external: asOf, source }),
      );
    };
    if (engine.faults.happens(LATE_BOOK)) {
      engine.faults.note('book late');
      engine.after(engine.random.whole(HOUR_MS, 9 * DAY_MS), accept);
    } else accept();
  }

  /** Receipts for what the provider accepted. */
  emit({ channel, key }: Acceptance): void {
    if (this.isSilent) return;
    const { engine } = this;
    if ((channel !== 'email' && channel !== 'sms') || !engine.random.chance(ARRIVES)) return;
    const kind = engine.random.chance(BOUNCES) ? 'bounced' : 'delivered';
    const way = engine.faults.hint('receipt');
    if (way === 'lost') return;
    const late = way === 'delayed' ? engine.random.whole(60_000, 4 * DAY_MS) : engine.random.whole(0, 30_000);
    for (let times = way === 'doubled' ? 2 : 1; times > 0; times -= 1)
      engine.after(late * times, () => {
        if (this.isSilent) return;
        engine.trace(`receipt ${key.slice(0, 8)} ${kind}`);
        const nudges = engine.store.receive({ key, kind });
        if (nudges !== null) this.wake(nudges);
      });
  }
}
