/** The debtor: receives what was sent, pays, promises, objects, or does nothing. */
import { actsOf, mayAct } from '../behaviour/behaviour.ts';
import type { Act, Part } from '../behaviour/debtor.ts';
import { deliveryOf } from '../behaviour/traits.ts';
import { noteDispute, pay } from './bank.ts';
import type { PersonLife } from './person-life.ts';
import { type SimulatedAccount, seenOn } from './simulated-account.ts';

/** Days for which a promise is remembered after its last date. */
const GRACE_DAYS = 2;

/** Delivers today's messages, and reports their receipts. */
export function deliverLetters(life: PersonLife): void {
  const letters = life.letters;
  life.letters = [];
  for (const { key, channel, to, accounts } of letters) {
    const kind = deliveryOf(life.debtor, channel, to ?? undefined);
    if (kind === 'bounced') life.accountNamed(accounts[0] as string).figures.incidents.bounce += 1;
    else for (const account of accounts) life.receive(account, channel);
    // Nothing is known any more of a message about an account that was closed meanwhile.
    if (life.engine.book.dispatches.has(key)) life.engine.receive(key, kind);
  }
}

/** The debtor's evening. */
export function liveEvening(life: PersonLife): void {
  const open = life.accounts.filter(({ row }) => !row.closed);
  if (open.length === 0) return;
  const day = life.debtorDay;
  if (!mayAct(life.debtor, { day, received: life.received, accounts: open.map((each) => seenOn(each, day)) })) return;
  for (const account of open)
    account.promises = account.promises.filter((parts) => (parts.at(-1)?.day ?? 0) + GRACE_DAYS >= day);
  const promises = open.flatMap((account) => account.promises.map((parts) => ({ account: account.of.id, parts })));
  const accounts = open.map((account) => seenOn(account, day));
  for (const act of actsOf(life.debtor, { day, accounts, received: life.received, promises })) carryOut(life, act);
}

function carryOut(life: PersonLife, act: Act): void {
  const { engine, row, accounts } = life;
  const [first] = accounts as [SimulatedAccount];
  switch (act.act) {
    case 'payment':
      pay(life, life.accountNamed(act.account), { ...act, via: 'lender' });
      return;
    case 'payment-announced':
      engine.tell(life.accountNamed(act.account).row, { kind: 'payment-announced', body: { minor: act.minor } });
      return;
    case 'promise':
      promise(life, life.accountNamed(act.account), act.parts, 'debtor', act.offer);
      return;
    case 'dispute':
      dispute(life, life.accountNamed(act.account), act.about);
      return;
    case 'stop':
      first.figures.incidents.stop += 1;
      engine.tellOf(row, { kind: 'stop', body: { channel: act.channel } });
      return;
    case 'hardship':
      first.figures.incidents.hardship += 1;
      engine.tellOf(row, { kind: 'hardship', body: {} });
      return;
    case 'death':
      first.figures.incidents.death += 1;
      engine.tellOf(row, { kind: 'death', body: { reported: act.reported } });
      return;
    case 'bankruptcy':
      first.figures.incidents.bankruptcy += 1;
      engine.tellOf(row, { kind: 'bankruptcy', body: { represented: act.represented } });
      return;
    case 'wrong-number':
      tellWrongNumber(life);
  }
}

/** The person or somebody for them promises to pay. */
export function promise(
  life: PersonLife,
  account: SimulatedAccount,
  parts: readonly Part[],
  by: 'debtor' | 'caller' | 'agency',
  offer?: 'instalments' | 'deferral',
): void {
  account.promises.push(parts);
  const dated = parts.map(({ day, minor }) => ({ on: life.dateOf(day), minor }));
  const body = { parts: dated, by, ...(offer === undefined ? {} : { offer }) };
  life.engine.tell(account.row, { kind: 'promise', body });
}

export function dispute(
  life: PersonLife,
  account: SimulatedAccount,
  about: 'amount' | 'not-mine' | 'already-paid' | 'service' | 'other',
): void {
  noteDispute(life, account);
  life.engine.tell(account.row, { kind: 'dispute', body: { about } });
}

/** The phone number of the book is another person's, or not in use. */
export function tellWrongNumber({ engine, row, accounts }: PersonLife): void {
  const point = row.points.find(({ channel, valid }) => channel === 'sms' && valid);
  if (point === undefined) return;
  (accounts[0] as SimulatedAccount).figures.incidents['wrong-number'] += 1;
  engine.tellOf(row, { kind: 'wrong-number', body: { point: point.id } });
}
