/** Reads what weighs on the person of an account: the budget, and which contacts fill it. */
import type { Kysely } from 'kysely';
import { loadFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import {
  BUDGET,
  FADES_IN_DAYS,
  fitsFrom,
  leftOf,
  partyOf,
  pressureAt,
  weightOfDemand,
} from '../../domain/care/pressure.ts';
import { PERSON_CHANNELS } from '../../domain/channels.ts';
import { wireMoment } from '../../domain/contracts/answer.ts';
import type { PressureView } from '../../domain/contracts/views.ts';
import { Problem } from '../../domain/problems.ts';
import type { Rulebook } from '../../domain/rules.ts';
import type { Instant } from '../../domain/time.ts';
import { findAccount } from '../facts/find-subject.ts';

const rounded = (weight: number): number => Math.round(weight * 100) / 100;

/** The pressure on the person of `creditor/number`. Throws `unknown-account`, `ambiguous-account`. */
export async function readPressure(
  db: Kysely<Database>,
  rulebook: Rulebook,
  name: string,
  now: Instant,
): Promise<PressureView> {
  const subject = await findAccount(db, name);
  const facts = (await loadFacts(db, [subject.accountId], now, rulebook)).get(subject.accountId);
  if (!facts) throw new Problem('unknown-account', { account: subject.name });
  const weighing = facts.contacts.filter((contact) => leftOf(contact, now) > 0).sort((a, b) => b.at - a.at);
  return {
    account: subject.name,
    budget: BUDGET,
    days: FADES_IN_DAYS,
    now: rounded(pressureAt(weighing, now)),
    demandsFrom: PERSON_CHANNELS.map((channel) => ({
      channel,
      at: wireMoment(fitsFrom(weighing, weightOfDemand(channel), now)),
    })),
    contacts: weighing.map((contact) => ({
      at: wireMoment(contact.at),
      by: partyOf(contact),
      channel: contact.channel,
      purpose: contact.purpose,
      outcome: contact.outcome ?? null,
      steps: (contact.covers ?? []).map(({ stage, step }) => `${stage}/${step}`),
      left: rounded(leftOf(contact, now)),
    })),
  };
}
