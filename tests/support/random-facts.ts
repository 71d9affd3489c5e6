/**
 * Random but possible accounts for property tests of `decide`: any mix of dues, facts, effects, placements, and a
 * moment.
 */
import fc from 'fast-check';
import type { AccountFact, AccountFacts, KnownEffect, PersonFact } from '../../domain/facts.ts';
import { HOUR_MS, type Instant } from '../../domain/time.ts';
import { LADDER } from '../../stages/index.ts';
import { account, aSheet, day, effect, fact, noon, personFact } from './facts.ts';

const whole = (min: number, max: number) => fc.integer({ min, max });
const minor = fc.bigInt(1n, 200_000n);

/** A waiver; always the same instruction, so that answers meet it. */
const instructed = (at: number, span: number) =>
  ({ instruction: 'i', kind: 'waiver', effectiveOn: day(at), deadline: day(at + span), minor: 100n }) as const;

const accountFact = (before: number): fc.Arbitrary<AccountFact> =>
  fc
    .tuple(whole(0, before), whole(0, 40), minor)
    .chain(([at, span, amount]) =>
      fc.constantFrom<AccountFact>(
        fact('payment', { minor: amount, via: 'lender' }, noon(at)),
        fact('reversal', { minor: amount / 2n + 1n }, noon(at)),
        fact('payment-announced', {}, noon(at)),
        fact('promise', { parts: [{ on: day(at + span), minor: amount }], by: 'debtor' }, noon(at)),
        fact('dispute', { about: 'amount' }, noon(at)),
        fact('dispute-closed', { outcome: 'rejected' }, noon(at)),
        fact('suspense', { line: 'l', minor: amount }, noon(at)),
        fact('suspense-ended', { line: 'l' }, noon(at)),
        fact('book-instructed', instructed(at, span), noon(at)),
        fact('book-confirmed', { instruction: 'i', bookedOn: day(at) }, noon(at)),
        fact('book-rejected', { instruction: 'i', reason: 'x' }, noon(at)),
        fact(
          'debit-scheduled',
          { debit: `d${at}`, minor: amount, on: day(at + span), mandate: 'm', dues: [day(0)], by: 'ann' },
          noon(at),
        ),
        fact('debit-failed', { debit: `d${span}`, reason: 'no-funds' }, noon(at)),
        fact('mandate-given', { mandate: 'm' }, noon(at)),
        fact('hold', { until: day(at + span), reason: 'x' }, noon(at)),
        fact('charge-off', { on: day(at), minor: amount }, noon(at)),
        fact('classes-contested', { reported: 'person' }, noon(at)),
        fact('classes-reviewed', { ability: 'low', willingness: 'high', by: 'ann', reason: 'x' }, noon(at)),
        fact('step-skipped', { stage: 'reminder', step: 'email-4', occurrence: 1, by: 'ann', reason: 'x' }, noon(at)),
      ),
    );
const person = (before: number): fc.Arbitrary<PersonFact> =>
  whole(0, before).chain((at) =>
    fc.constantFrom<PersonFact>(
      personFact('stop', { channel: 'email' }, noon(at)),
      personFact('stop', { channel: 'sms' }, noon(at)),
      personFact('stop', { channel: 'call' }, noon(at)),
      personFact('start', { channel: 'sms' }, noon(at)),
      personFact('hardship', {}, noon(at)),
      personFact('hardship-ended', { reason: 'x' }, noon(at)),
      personFact('preference', { hours: { opens: 13 * 60, closes: 13 * 60 + 20 } }, noon(at)),
      personFact('preference', { writeOnly: true }, noon(at)),
      personFact('preference-ended', {}, noon(at)),
      personFact('represented', { by: 'attorney' }, noon(at)),
      personFact('represented-ended', { reason: 'x' }, noon(at)),
      personFact('cease', { written: true }, noon(at)),
      personFact('complaint', { cause: 'harassment', channel: 'call', reported: 'person' }, noon(at)),
      personFact('sheet-recorded', aSheet(day(at), null), noon(at)),
      personFact('sheet-recorded', aSheet(day(at), 900n), noon(at)),
      personFact('complaint', { cause: 'service', channel: 'call', reported: 'person' }, noon(at)),
    ),
  );
const NAMES = LADDER.flatMap((stage) => stage.steps.map((step) => `${stage.name}/${step.name}`)).filter(
  (name) => name !== 'bureau/record',
);
const known = (before: number): fc.Arbitrary<KnownEffect> =>
  fc
    .record({ name: fc.constantFrom(...NAMES), at: whole(0, before), delivered: fc.boolean() })
    .chain(({ name, at, delivered }) =>
      fc
        .constantFrom(
          'sent',
          'sent',
          'sent',
          'planned',
          'deferred',
          'failed',
          'unknown',
          'suppressed',
          'superseded',
          'impossible',
          'claimed',
        )
        .map((state) => {
          const sentAt = state === 'sent' ? noon(at) : null;
          return effect(name, noon(at), {
            state,
            sentAt,
            deliveredAt: delivered ? sentAt : null,
          } as Partial<KnownEffect>);
        }),
    );

export interface Case {
  facts: AccountFacts;
  now: Instant;
}
/** The moment is any hour of a day 0 to 400 days after the due date. */
export const cases: fc.Arbitrary<Case> = whole(0, 400).chain((on) =>
  fc
    .record({
      hour: whole(0, 23),
      dues: fc.uniqueArray(whole(-40, 60), { maxLength: 4 }),
      amounts: fc.array(minor, { minLength: 4, maxLength: 4 }),
      facts: fc.array(accountFact(on), { maxLength: 6 }),
      personFacts: fc.array(person(on), { maxLength: 3 }),
      effects: fc.uniqueArray(known(on), { maxLength: 12, selector: (effect) => `${effect.stage}/${effect.step}` }),
      closed: fc.boolean(),
      placed: fc.constantFrom('none', 'accepted', 'recalled', 'ended'),
      zone: fc.constantFrom('Asia/Taipei', 'America/New_York', 'Europe/Berlin', 'Asia/Kolkata'),
      cured: fc.boolean(),
      reached: fc.constantFrom(null, 'sms', 'agency', 'legal'),
      consent: fc.boolean(),
      contactedOn: fc.constantFrom(null, on),
    })
    .map((item): Case => {
      const placement = { id: 'p', agency: 'north', handedOverAt: noon(1), termEndsOn: day(90), recalledAt: null };
      const facts = account(
        {
          dues: item.dues.map((due, index) => ({ on: day(due), minor: item.amounts[index] as bigint })),
          facts: [...item.facts].sort((a, b) => a.occurredAt - b.occurredAt),
          effects: item.effects,
          closed: item.closed && item.cured,
          placements: item.placed === 'none' ? [] : [{ ...placement, state: item.placed as 'accepted' }],
          episode: {
            no: 1,
            openedOn: day(0),
            curedVersion: item.cured ? 1n : null,
            curedOn: item.cured ? day(1) : null,
          },
          reachedStage: item.reached,
          notifiedOn: item.reached === null ? null : day(5),
          arrival: item.reached === null ? null : { asOf: day(10), episode: 1 },
          bureauConsent: item.consent,
          lastContactOn: item.contactedOn === null ? null : day(item.contactedOn),
        },
        { facts: [...item.personFacts].sort((a, b) => a.occurredAt - b.occurredAt), zone: item.zone },
      );
      return { facts, now: noon(on) - 12 * HOUR_MS + item.hour * HOUR_MS };
    }),
);

/** Freezes a value deeply, so that any write to it throws. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const item of Object.values(value)) deepFreeze(item);
  return Object.freeze(value);
}
