/**
 * The debtors. They read what was sent to them, pay, promise, object, or do nothing. Providers report the delivery of
 * each message.
 */
import { type Act, actsOf, deliveryOf } from '../../simulation/behaviour/behaviour.ts';
import { addDays, dateOf, dayOf, type Moment } from '../calendar.ts';
import { standAt } from '../clock.ts';
import type { Told } from './api-client.ts';
import { noteDispute, receivePayment } from './bank.ts';
import type { Letter } from './outbox.ts';
import { isPlanned, payParts } from './plans.ts';
import {
  addressOf,
  type DemoWorld,
  idOf,
  money,
  personSubject,
  type Resident,
  seenOf,
  sendFacts,
  subjectOf,
} from './world.ts';

/** Days for which a promise is remembered after its last date. */
const GRACE_DAYS = 2;
/**
 * Folders to read, in days back, oldest first: messages sent after yesterday's evening, and messages that were out of
 * reach while a lane was broken.
 */
const DAYS_BACK = [5, 4, 3, 2, 1, 0] as const;

/** Delivers new messages to their readers and reports the providers' receipts. */
export async function deliverMail(world: DemoWorld, moment: Moment): Promise<void> {
  const letters = world.mail.read(DAYS_BACK.map((days) => addDays(moment.date, -days)));
  const receipts = { email: [] as Told[], sms: [] as Told[] };
  for (const letter of letters) {
    const resident = world.addressees.get(addressOf(letter.to));
    if (!resident) throw new Error(`${letter.path} is addressed to nobody`);
    const kind = deliveryOf(resident.debtor, letter.channel, letter.to);
    receipts[letter.channel].push({ id: `${kind}-${letter.key}`, kind, data: { message: letter.key } });
    if (kind === 'delivered') receive(resident, letter);
  }
  world.letters.push(...letters);
  await sendFacts(world, 'mail-provider', moment, receipts.email);
  await sendFacts(world, 'sms-provider', moment, receipts.sms);
}

function receive({ debtor, received }: Resident, { channel, on, accounts, key }: Letter): void {
  const named = accounts.filter((account) => debtor.accounts.includes(account));
  for (const account of named.length > 0 ? named : debtor.accounts)
    received.push({ day: dayOf(on), channel, account, about: key });
}

/** Every debtor's day. */
export async function liveDay(world: DemoWorld, moment: Moment): Promise<void> {
  const facts = { 'core-bank': [] as Told[], customers: [] as Told[] };
  for (const resident of world.residents.values()) {
    resident.promises = resident.promises.filter(({ parts }) => (parts.at(-1)?.day ?? 0) + GRACE_DAYS >= moment.day);
    const accounts = resident.debtor.accounts
      .filter((account) => !world.closed.has(account) && !isPlanned(resident, account, moment.day))
      .map((account) => seenOf(world, account, moment.day));
    const { debtor, received, promises } = resident;
    const acts = actsOf(debtor, { day: moment.day, accounts, received, promises });
    facts['core-bank'].push(...payParts(world, moment.day, resident));
    for (const act of acts) {
      if (act.act === 'payment') facts['core-bank'].push(...receivePayment(world, moment.day, act));
      else facts.customers.push(...factsOf(world, moment.day, resident, act));
    }
  }
  await sendFacts(world, 'core-bank', moment, facts['core-bank']);
  await standAt(world, moment);
  await sendFacts(world, 'customers', moment, facts.customers);
}

/** Facts that a customer reports to the lender's customer service or web site. */
function factsOf(world: DemoWorld, day: number, resident: Resident, act: Exclude<Act, { act: 'payment' }>): Told[] {
  const { person } = resident.debtor;
  const ofAccount = (account: string, data: Record<string, unknown>): Told[] => [
    { id: idOf(world, account, day, act.act), kind: act.act, subject: subjectOf(account), data },
  ];
  const ofPerson = (data: Record<string, unknown>): Told[] => [
    { id: idOf(world, person, day, act.act), kind: act.act, subject: personSubject(person), data },
  ];
  switch (act.act) {
    case 'payment-announced':
      return ofAccount(act.account, { amount: money(world, act.minor) });
    case 'promise': {
      resident.promises.push({ account: act.account, parts: act.parts });
      const parts = act.parts.map(({ day, minor }) => ({ on: dateOf(day), amount: money(world, minor) }));
      return ofAccount(act.account, { parts, ...(act.offer === undefined ? {} : { offer: act.offer }) });
    }
    case 'dispute':
      noteDispute(world, day, act.account);
      return ofAccount(act.account, { about: act.about });
    case 'stop':
      return ofPerson({ channel: act.channel }).map((told) => ({ ...told, id: `${told.id}-${act.channel}` }));
    case 'hardship':
      resident.hardshipSince ??= day;
      return ofPerson({});
    case 'death':
      return ofPerson({ reported: act.reported });
    case 'bankruptcy':
      return ofPerson({ represented: act.represented });
    case 'wrong-number':
      return wrongNumber(resident, ofPerson);
  }
}

/** The stranger answers the newest SMS, so that message identifies the number. */
function wrongNumber({ received }: Resident, ofPerson: (data: Record<string, unknown>) => Told[]): Told[] {
  const last = received.filter((received) => received.channel === 'sms').at(-1);
  return last?.about === undefined ? [] : ofPerson({ message: last.about });
}
