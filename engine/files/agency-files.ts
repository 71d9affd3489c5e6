/** Files for an agency: the accounts placed with it, what of them is asked for now, or the placements recalled. */
import type { Kysely } from 'kysely';
import type { PlacementRow, RecallRow, UpdateRow } from '../../channels/agency/handover.ts';
import { type AgencyFile, writePlacements, writeRecalls, writeUpdates } from '../../channels/agency/writer.ts';
import type { OutFile } from '../../channels/channel.ts';
import type { Database } from '../../db/schema.ts';
import { isPersonChannel, type PersonChannel, type WrittenChannel } from '../../domain/channels.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import { lastPaymentOf } from '../../domain/last-payment.ts';
import type { Rulebook, Rules } from '../../domain/rules.ts';
import { situationOf } from '../../domain/situation.ts';
import { standingOf } from '../../domain/standing.ts';
import { addDays, type Instant, localDate } from '../../domain/time.ts';
import { recallReason, UPDATE } from '../../stages/agency/stage.ts';
import type { Claimed } from '../effects/prepare-claims.ts';
import { type Person, readPersons } from '../persons/persons.ts';
import { sequenceOf } from './file-facts.ts';

/** Days that an agency has to acknowledge a recall. */
const ACKNOWLEDGE_DAYS = 2;

/** Builds the recall file for a claim that takes placements back, the update file, or the placement file. */
export async function agencyFiles(
  db: Kysely<Database>,
  claimed: Claimed,
  now: Instant,
  rulebook: Rulebook,
): Promise<OutFile[]> {
  const file = await agencyFile(db, claimed, now);
  const rows = claimed.effects.map((effect) => ({
    effect,
    facts: claimed.facts.find((fact) => fact.accountId === effect.accountId) as AccountFacts,
  }));
  if (claimed.effects[0]?.purpose === 'undo')
    return writeRecalls(
      file,
      rows.map(({ facts }) => recallRow(facts, rulebook.rulesFor(facts), now)),
    );
  if (claimed.effects[0]?.step === UPDATE)
    return writeUpdates(
      file,
      rows.map(({ facts }) => updateRow(facts, now)),
    );
  const persons = await readPersons(
    db,
    claimed.facts.map((fact) => fact.person.id),
  );
  return writePlacements(
    file,
    rows.map(({ effect, facts }) => placementRow(effect.id, facts, rulebook.rulesFor(facts), persons, now)),
  );
}

/** Names an agency file. Files of a kind are numbered by day. */
async function agencyFile(db: Kysely<Database>, claimed: Claimed, now: Instant): Promise<AgencyFile> {
  const { creditor } = claimed.facts[0] as AccountFacts;
  const on = localDate(now, creditor.zone);
  return {
    creditor: creditor.code,
    agency: claimed.recipient ?? '',
    on,
    sequence: await sequenceOf(db, claimed.dispatchId, on),
  };
}

function placementRow(
  id: string,
  facts: AccountFacts,
  rules: Rules,
  persons: ReadonlyMap<string, Person>,
  now: Instant,
): PlacementRow {
  const zone = facts.creditor.zone;
  const today = localDate(now, zone);
  const standing = standingOf(facts, now);
  const person = persons.get(facts.person.id) as Person;
  const contacts = facts.effects.filter(
    (effect) => effect.episode === facts.episode?.no && effect.sentAt !== null && isPersonChannel(effect.channel),
  );
  const last = contacts.reduce((late, contact) => Math.max(late, contact.sentAt ?? 0), 0);
  return {
    placement: id,
    account: facts.number,
    termEnds: addDays(today, rules.terms.placementDays),
    creditorName: person.creditor.name,
    mandate: `${person.creditor.name} (${person.creditor.code}) asks the agency to collect the amount named, in its name and on its behalf, until the end of the term`,
    person: {
      number: person.number,
      name: person.name,
      language: person.language,
      zone: person.zone,
      points: person.points.map((point) => ({ ...point, stopped: stoppedOn(point.channel, standing.optedOut) })),
    },
    product: facts.product,
    contractDate: facts.contractDate,
    ...askedFor(facts, now),
    lastPayment: lastPaymentOf(facts, standing),
    paymentReference: facts.number,
    contacts: { count: contacts.length, last: last > 0 ? localDate(last, zone) : null },
  };
}

function updateRow(facts: AccountFacts, now: Instant): UpdateRow {
  return { placement: livePlacement(facts)?.id ?? '', account: facts.number, ...askedFor(facts, now) };
}

/** What the agency is to ask for from now on. */
function askedFor(facts: AccountFacts, now: Instant): Pick<PlacementRow, 'currency' | 'dues' | 'total' | 'asOf'> {
  const { late, asked } = standingOf(facts, now);
  return { currency: facts.currency, dues: [...late], total: asked, asOf: localDate(now, facts.creditor.zone) };
}

const livePlacement = ({ placements }: AccountFacts) => placements.find(({ state }) => state !== 'ended');

function recallRow(facts: AccountFacts, rules: Rules, now: Instant): RecallRow {
  const situation = situationOf(facts, now, rules);
  const { standing, today } = situation;
  return {
    placement: livePlacement(facts)?.id ?? '',
    account: facts.number,
    reason: recallReason(situation) ?? 'the term has ended',
    recalledOn: today,
    acknowledgeBy: addDays(today, ACKNOWLEDGE_DAYS),
    currency: facts.currency,
    total: standing.asked,
  };
}

/** A phone serves messages and calls, which are stopped one by one. */
function stoppedOn(channel: WrittenChannel, stopped: ReadonlySet<PersonChannel>): PersonChannel[] {
  const ways = channel === 'email' ? (['email'] as const) : (['sms', 'call'] as const);
  return ways.filter((way) => stopped.has(way));
}
