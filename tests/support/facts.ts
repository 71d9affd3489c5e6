/**
 * Facts of a made-up account for tests of the domain. `noon(n)` is noon on day n. The only due is on day 0, so on day n
 * the account is n days late.
 */
import { decide } from '../../domain/decide.ts';
import { NO_GRACE } from '../../domain/dpd.ts';
import type {
  AccountFact,
  AccountFactBodies,
  AccountFactKind,
  AccountFacts,
  BookStatement,
  Due,
  KnownEffect,
  PersonFact,
  PersonFactBodies,
  PersonFactKind,
} from '../../domain/facts.ts';
import { addDays, type CalendarDate, DAY_MS, HOUR_MS, type Instant, instantAt } from '../../domain/time.ts';
import { RULES } from '../../stages/rules.ts';

export const ZONE = 'Asia/Taipei';
export const DUE_ON = '2026-03-02';
export const day = (days: number): CalendarDate => addDays(DUE_ON, days);
/** Noon in Taipei, `days` after the due date. */
export const noon = (days: number): Instant => instantAt(DUE_ON, 12 * 60, ZONE) + days * DAY_MS;

export const CREDITOR: AccountFacts['creditor'] = {
  id: 'creditor-1',
  code: 'harbour',
  zone: ZONE,
  agencies: [
    { code: 'north', share: 1 },
    { code: 'south', share: 1 },
  ],
  bureau: 'example-bureau',
  bookLagDays: {},
  contactFloor: 3_000n,
  callFloor: 15_000n,
  bureauFloor: 30_000n,
  placementFloor: 100_000n,
  legalFloor: 3_000_000n,
  costFloor: 1_000_000n,
  limitationYears: 15,
};

/**
 * What a test may say of an account. `dues` and `balance` are those of the first book, which is 60 days old on day 0.
 */
interface AccountOver extends Partial<AccountFacts> {
  dues?: readonly Due[];
  balance?: bigint;
}

/** The first row of the book. */
export const opening = (
  dues: readonly Due[] = [{ on: DUE_ON, minor: 143_400n }],
  balance = 4_100_000n,
  asOf = day(-60),
): BookStatement => ({ source: 'book', reference: asOf, asOf, balance, dues });

/** A card with one due of 1,434.00, an e-mail address and a phone. */
export function account(
  { dues, balance, ...over }: AccountOver = {},
  person: Partial<AccountFacts['person']> = {},
): AccountFacts {
  return {
    accountId: 'account-1',
    number: 'A-1',
    creditor: CREDITOR,
    product: 'card',
    grace: NO_GRACE,
    currency: 'TWD',
    opening: opening(dues, balance),
    bookPayment: null,
    lastContactOn: null,
    owner: null,
    ownerChangedAt: null,
    strategy: null,
    contractDate: '2019-05-04',
    bureauConsent: true,
    hasStatement: true,
    closed: false,
    version: 1n,
    reachedStage: null,
    notifiedOn: null,
    arrival: null,
    person: {
      id: 'person-1',
      number: 'P-1',
      zone: ZONE,
      country: null,
      region: null,
      hasAddress: true,
      points: [
        { id: 'point-email', channel: 'email', valid: true },
        { id: 'point-phone', channel: 'sms', valid: true },
      ],
      facts: [],
      placedWith: null,
      ...person,
    },
    facts: [],
    effects: [],
    contacts: [],
    placements: [],
    courtCase: null,
    episode: { no: 1, openedOn: DUE_ON, curedVersion: null, curedOn: null },
    ...over,
  };
}

let count = 0;
export function fact<K extends AccountFactKind>(kind: K, body: AccountFactBodies[K], at: Instant): AccountFact {
  count += 1;
  return {
    ...{ id: `fact-${count}`, kind, body, occurredAt: at, version: BigInt(count + 1) },
    ...{ source: 'test', reference: `r${String(count).padStart(6, '0')}` },
  } as AccountFact;
}
export function personFact<K extends PersonFactKind>(kind: K, body: PersonFactBodies[K], at: Instant): PersonFact {
  count += 1;
  return {
    ...{ id: `fact-${count}`, kind, body, occurredAt: at, version: 0n },
    ...{ source: 'test', reference: `r${String(count).padStart(6, '0')}` },
  } as PersonFact;
}

/** An effect sent at a moment; `name` is `stage/step` or `stage/step/occurrence`. */
export function effect(name: string, at: Instant, over: Partial<KnownEffect> = {}): KnownEffect {
  const [stage = '', step = '', occurrence = '1'] = name.split('/');
  const known = RULES.ladder.find((item) => item.name === stage)?.steps.find((item) => item.name === step);
  return {
    id: `effect-${name}`,
    episode: 1,
    stage,
    step,
    occurrence: Number(occurrence),
    channel: known?.channels[0] ?? 'email',
    purpose: known?.purpose ?? 'demand',
    recipient: null,
    state: 'sent',
    attempt: 1,
    dueAt: at,
    sentAt: at,
    deliveredAt: null,
    bouncedAt: null,
    doneAt: known?.task === undefined ? null : at,
    ...over,
  };
}

/** All effects of the contact stages for a silent debtor. */
export const CONTACTED: readonly KnownEffect[] = [
  effect('reminder/email-1', noon(1)),
  effect('reminder/email-4', noon(4)),
  effect('reminder/email-8', noon(8)),
  effect('sms/sms-10', noon(11)),
  effect('sms/sms-14', noon(14)),
  ...[1, 2, 3, 4, 5, 6].map((no) => effect(`call/attempt/${no}`, noon(16 + Math.floor((no - 1) / 2)))),
];

/** Planned effects as `stage/step/occurrence verdict date`, dates in Taipei. */
export function plannedOf(facts: AccountFacts, now: Instant): string[] {
  return decide(RULES, facts, now).planned.map(({ stage, step, occurrence, verdict, dueAt }) => {
    const date = new Date(dueAt + 8 * HOUR_MS).toISOString().slice(0, 10);
    return `${stage}/${step}/${occurrence} ${verdict} ${date}`;
  });
}

/** What a sheet of a day came to: an offer a month, or none and quiet for 60 days. It is looked at again after 60. */
export function aSheet(on: CalendarDate, minor: bigint | null): PersonFactBodies['sheet-recorded'] {
  const told = { sheet: 'sheet-1', on, reviewOn: addDays(on, 60), toldBy: 'person', by: 'ann' } as const;
  if (minor === null) return { ...told, verdict: 'nothing-left', quietUntil: addDays(on, 60) };
  return { ...told, verdict: 'affordable', offer: { form: 'pro-rata', minor, currency: 'TWD' } };
}
