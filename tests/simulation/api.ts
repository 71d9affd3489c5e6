/**
 * Input from outside: facts of accounts and persons, and receipts. Each may come twice, late or out of order, or its
 * nudge may be lost.
 */
import { planBookUpdate } from '../../domain/book.ts';
import type { WrittenChannel } from '../../domain/channels.ts';
import { delinquency } from '../../domain/dpd.ts';
import type { Due } from '../../domain/facts.ts';
import { receivedInAll, receivedUntil } from '../../domain/received.ts';
import { addDays, DAY_MS, instantAt, localDate } from '../../domain/time.ts';
import type { SimulatedEngine } from './engine.ts';
import type { AccountRow, PersonRow } from './maps/book.ts';
import type { AccountFactInput, PersonFactInput } from './maps/facts.ts';
import type { Acceptance } from './provider.ts';

const BOUNCES = 0.08;
const ARRIVES = 0.85;

export class SimulatedApi {
  private sequence = 0;
  constructor(private readonly engine: SimulatedEngine) {}

  /** A fact from outside. Its source repeats it until it is accepted. */
  account(account: AccountRow, input: AccountFactInput): void {
    const { engine } = this;
    this.sequence += 1;
    const external = `x${this.sequence}`;
    const occurredAt = engine.now;
    const accept = () => {
      engine.trace(`fact ${account.number} ${input.kind}`);
      this.wake(engine.store.record({ account, fact: input, occurredAt, external }));
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
  person(person: PersonRow, input: PersonFactInput): void {
    const { engine } = this;
    engine.trace(`fact ${person.number} ${input.kind}`);
    this.wake(engine.store.record({ person, fact: input }));
  }
  /** A new address or number becomes known. */
  address(person: PersonRow, channel: WrittenChannel): void {
    const { engine } = this;
    engine.trace(`fact ${person.number} address-added`);
    this.wake(engine.store.addAddress(person, { id: `${person.id}-${person.points.length}`, channel, valid: true }));
  }
  private wake(accounts: readonly AccountRow[]): void {
    if (!this.engine.faults.crashes('fact recorded, workflow not told')) this.engine.nudge(accounts);
  }

  /** A daily book update: open dues, the next due when its time has come, and sometimes a corrected amount. */
  bookUpdate(account: AccountRow, more: Due[]): void {
    const { engine } = this;
    const { zone } = account.creditor;
    const asOf = localDate(engine.now, zone);
    const open = delinquency(account.dues, receivedInAll(account.facts), asOf).open.map((due) => ({
      on: due.on,
      minor: due.unpaid,
    }));
    const listed = [...open, ...more];
    if (engine.random.chance(0.15) && listed[0]) {
      listed[0].minor += BigInt(engine.random.whole(-2000, 3000)) * 10n;
      if (listed[0].minor <= 0n) listed.shift();
      engine.book.count('corrected dues');
    }
    const start = instantAt(asOf, 0, zone);
    const received = {
      before: receivedUntil(account.facts, start - 1),
      within: receivedUntil(account.facts, instantAt(addDays(asOf, 1), 0, zone) - 1),
    };
    const update = planBookUpdate(account.dues, listed, received);
    account.newDues += update.newDues;
    const balance = account.balance + update.newDues + update.adjustment;
    const body = { asOf, balance: balance < 0n ? 0n : balance, adjustment: update.adjustment, newDues: update.newDues };
    const input = { account, fact: { kind: 'balance-update' as const, body }, occurredAt: engine.now };
    this.wake(engine.store.record(input, [...update.added, ...update.raised]));
  }

  /** Receipts for what the provider accepted. */
  emit({ channel, key }: Acceptance): void {
    const { engine } = this;
    if ((channel !== 'email' && channel !== 'sms') || !engine.random.chance(ARRIVES)) return;
    const kind = engine.random.chance(BOUNCES) ? 'bounced' : 'delivered';
    const way = engine.faults.hint('receipt');
    if (way === 'lost') return;
    const late = way === 'delayed' ? engine.random.whole(60_000, 4 * DAY_MS) : engine.random.whole(0, 30_000);
    for (let times = way === 'doubled' ? 2 : 1; times > 0; times -= 1)
      engine.after(late * times, () => {
        engine.trace(`receipt ${key.slice(0, 8)} ${kind}`);
        const nudges = engine.store.receive({ key, kind });
        if (nudges !== null) this.wake(nudges);
      });
  }
}
