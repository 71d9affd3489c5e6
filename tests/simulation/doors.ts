/** What comes in: facts of accounts and persons, receipts; each may come twice, late, out of order, or its nudge be lost. */
import { planBookUpdate } from '../../domain/book.ts';
import { delinquency } from '../../domain/dpd.ts';
import type { Due } from '../../domain/facts.ts';
import { receivedUntil } from '../../domain/standing.ts';
import { addDays, DAY_MS, instantAt, localDate } from '../../domain/time.ts';
import type { Engine } from './engine.ts';
import type { AccountRow, PersonRow } from './maps/book.ts';
import { type AccountFactInput, type PersonFactInput, recordAccountFact, recordPersonFact } from './maps/facts.ts';
import { receive } from './maps/receipts.ts';
import type { Acceptance } from './provider.ts';

const BOUNCES = 0.08;
const ARRIVES = 0.85;

export class Doors {
  private sequence = 0;
  private readonly bounced = new Set<string>();
  constructor(private readonly engine: Engine) {}

  /** A fact from outside, which its source sends until it is taken. */
  account(account: AccountRow, input: AccountFactInput): void {
    const { engine } = this;
    this.sequence += 1;
    const external = `x${this.sequence}`;
    const occurredAt = engine.now;
    const take = () => {
      engine.trace(`fact ${account.number} ${input.kind}`);
      const nudges = recordAccountFact(engine.book, account, input, { now: engine.now, occurredAt, external });
      if (!engine.faults.crashes('fact recorded, workflow not told')) engine.nudge(nudges);
    };
    const way = engine.faults.hint('fact');
    if (way === 'plain') {
      take();
      return;
    }
    // A lost one is sent again by its source.
    engine.after(engine.random.whole(60_000, way === 'doubled' ? 600_000 : 2 * DAY_MS), take);
    if (way === 'doubled') take();
  }
  person(person: PersonRow, input: PersonFactInput): void {
    const { engine } = this;
    engine.trace(`fact ${person.number} ${input.kind}`);
    const nudges = recordPersonFact(engine.book, person, input, engine.now);
    if (!engine.faults.crashes('fact recorded, workflow not told')) engine.nudge(nudges);
  }

  /** The lender's word of a day: what is open, the next due where it is time, now and then a corrected amount. */
  bookUpdate(account: AccountRow, more: Due[]): void {
    const { engine } = this;
    const { zone } = account.creditor;
    const asOf = localDate(engine.now, zone);
    const open = delinquency(account.dues, receivedUntil(account.facts, Number.POSITIVE_INFINITY), asOf).open.map((due) => ({
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
    const changed = new Map([...update.added, ...update.raised].map((due) => [due.on, due]));
    account.dues = [...account.dues.filter((due) => !changed.has(due.on)), ...changed.values()].sort((a, b) => (a.on < b.on ? -1 : 1));
    account.newDues += update.newDues;
    const balance = account.balance + update.newDues + update.adjustment;
    const nudges = recordAccountFact(
      engine.book,
      account,
      {
        kind: 'balance-update',
        body: { asOf, balance: balance < 0n ? 0n : balance, adjustment: update.adjustment, newDues: update.newDues },
      },
      { now: engine.now },
    );
    if (!engine.faults.crashes('fact recorded, workflow not told')) engine.nudge(nudges);
  }

  /** What the provider tells of what it took. */
  tell({ channel, key }: Acceptance): void {
    const { engine } = this;
    if ((channel !== 'email' && channel !== 'sms') || !engine.random.chance(ARRIVES)) return;
    const kind = engine.random.chance(BOUNCES) ? 'bounced' : 'delivered';
    const way = engine.faults.hint('receipt');
    if (way === 'lost') return;
    const late = way === 'delayed' ? engine.random.whole(60_000, 4 * DAY_MS) : engine.random.whole(0, 30_000);
    for (let times = way === 'doubled' ? 2 : 1; times > 0; times -= 1)
      engine.after(late * times, () => {
        engine.trace(`receipt ${key.slice(0, 8)} ${kind}`);
        const nudges = receive(engine.book, key, kind, engine.now, this.bounced);
        if (nudges !== null && !engine.faults.crashes('fact recorded, workflow not told')) engine.nudge(nudges);
      });
  }
}
