/** The world outside the engine and its memory: people, the lender's own book, and who has read what. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AccountSeen, Debtor, Part, Received } from '../../simulation/behaviour/debtor.ts';
import { standOn } from '../../simulation/behaviour/ledger.ts';
import type { Moment } from '../calendar.ts';
import { standAt } from '../clock.ts';
import type { DemoLaw } from '../laws.ts';
import { type DemoLedger, openLedger } from '../lender.ts';
import { CREDITOR, type PortfolioRow } from '../portfolio.ts';
import type { DemoApi, Source, Told } from './api-client.ts';
import type { Letter, Mailboxes } from './outbox.ts';

/** A plan that a debtor agreed to. */
export interface DemoPlan {
  account: string;
  /** Its number on the account. */
  plan: number;
  parts: readonly { day: number; minor: bigint }[];
  keeps: boolean;
}

/** What the book will answer. */
export interface BookAnswer {
  day: number;
  instruction: string;
  account: string;
  rejects: boolean;
}

/** A person with the contacts received and the promises made. */
export interface Resident {
  debtor: Debtor;
  received: Received[];
  promises: { account: string; parts: readonly Part[] }[];
  plans: DemoPlan[];
  /** Day on which the person told of hardship. */
  hardshipSince: number | null;
  /** Days on which an agency made contact, for its limit. */
  agencyContacts: number[];
}

export interface DemoWorld {
  seed: number;
  law: DemoLaw;
  api: DemoApi;
  mail: Mailboxes;
  /** Where organisations keep copies of what they sent. */
  files: string;
  /** All messages read, in order of arrival. */
  letters: Letter[];
  residents: Map<string, Resident>;
  /** By account number. */
  ledgers: Map<string, DemoLedger>;
  residentOf: Map<string, Resident>;
  /** By e-mail address, or by the digits of a phone number. */
  addressees: Map<string, Resident>;
  /** Accounts placed with an agency. */
  placed: Set<string>;
  /** Accounts that the lender wrote off or sold. */
  closed: Set<string>;
  /** Days late at the end of each day, by account. */
  lateness: Map<string, number[]>;
  /** Postponed acts: payments that bounce, answers to disputes, payments booked the next morning. */
  later: Later[];
  /** Money that only the lender's book knows of, by account, in minor units. */
  silent: Map<string, bigint>;
  /** Total deducted from debts after disputes, in minor units. */
  reduced: bigint;
  /** Disputes in which the lender took something off, in minor units. */
  won: { account: string; minor: bigint }[];
  /** What the book will answer to instructions. */
  toBook: BookAnswer[];
  /** How far the book has read its instructions. */
  instructedUpTo: string | null;
  /** Number of refused facts and files by code. */
  refusals: Map<string, number>;
}

export interface Later {
  day: number;
  /** True: before the day's first message. False: in the evening. */
  morning: boolean;
  what: 'payment' | 'reversal' | 'dispute-closed';
  account: string;
  minor: bigint;
  returnsAfterDays: number | null;
}

const digits = (phone: string): string => phone.replace(/\D/g, '');
export const addressOf = (to: string): string => (to.includes('@') ? to.toLowerCase() : digits(to));

interface WorldParts {
  seed: number;
  law: DemoLaw;
  rows: readonly PortfolioRow[];
  debtors: readonly Debtor[];
  api: DemoApi;
  mail: Mailboxes;
  files: string;
}

export function makeWorld({ seed, law, rows, debtors, api, mail, files }: WorldParts): DemoWorld {
  const residents = new Map(
    debtors.map((debtor): [string, Resident] => [
      debtor.person,
      { debtor, received: [], promises: [], plans: [], hardshipSince: null, agencyContacts: [] },
    ]),
  );
  const [residentOf, addressees] = [new Map<string, Resident>(), new Map<string, Resident>()];
  for (const { account, person, cells } of rows) {
    const resident = residents.get(person);
    if (!resident) throw new Error(`${account} has no debtor`);
    residentOf.set(account, resident);
    for (const value of [cells['email'] ?? '', digits(cells['phone'] ?? '')])
      if (value !== '') addressees.set(addressOf(value), resident);
  }
  return {
    seed,
    law,
    api,
    mail,
    files,
    letters: [],
    residents,
    residentOf,
    addressees,
    ledgers: new Map(rows.map((row) => [row.account, openLedger(row)])),
    placed: new Set(),
    closed: new Set(),
    lateness: new Map(rows.map((row) => [row.account, []])),
    later: [],
    silent: new Map(),
    reduced: 0n,
    won: [],
    toBook: [],
    instructedUpTo: null,
    refusals: new Map(),
  };
}

export const money = ({ law }: DemoWorld, minor: bigint) => ({ currency: law.currency, minor: minor.toString() });
export const subjectOf = (account: string): string => `${CREDITOR}/${account}`;
export const personSubject = (person: string): string => `${CREDITOR}/person:${person}`;
/** Id of a fact. The same question on the same day gives the same fact. */
export const idOf = ({ seed }: DemoWorld, about: string, day: number, question: string): string =>
  `${seed}-${about}-${day}-${question}`;

export function ledgerOf(world: DemoWorld, account: string): DemoLedger {
  const ledger = world.ledgers.get(account);
  if (!ledger) throw new Error(`${account} is not in the book`);
  return ledger;
}

/** What a statement of today would show. */
export function seenOf(world: DemoWorld, account: string, today: number): AccountSeen {
  const { overdueMinor, dpd, oldestMinor, upcoming } = standOn(ledgerOf(world, account), today);
  return {
    account,
    overdueMinor,
    dpd,
    oldestMinor,
    ...(upcoming === null ? {} : { upcoming }),
    placed: world.placed.has(account),
  };
}

/**
 * Sends facts. Refusals are counted and do not end the run. Facts of one person are sent one at a time, each after the
 * previous one is settled; otherwise chance would decide which of two accounts is evaluated first.
 */
export async function sendFacts(
  world: DemoWorld,
  source: Source,
  moment: Moment,
  facts: readonly Told[],
): Promise<void> {
  const waves: Told[][] = [];
  const told = new Map<string, number>();
  for (const fact of facts) {
    const about = personOf(world, fact) ?? fact.id;
    const wave = told.get(about) ?? 0;
    told.set(about, wave + 1);
    waves[wave] = [...(waves[wave] ?? []), fact];
  }
  for (const [index, wave] of waves.entries()) {
    if (index > 0) await standAt(world, moment);
    for (const code of await world.api.sendFacts(source, moment.at, wave)) countRefusal(world, code);
  }
}

function personOf(world: DemoWorld, { subject }: Told): string | undefined {
  const name = subject?.split('/')[1];
  return name?.startsWith('person:') ? name.slice('person:'.length) : world.residentOf.get(name ?? '')?.debtor.person;
}

/** Saves the sender's copy of a file. */
export function saveCopy({ files }: DemoWorld, sender: string, name: string, content: string): string {
  const path = join(files, sender, name);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}

export function countRefusal({ refusals }: DemoWorld, code: string): void {
  refusals.set(code, (refusals.get(code) ?? 0) + 1);
}
