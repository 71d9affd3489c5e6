/** The input of `decide` from the maps; mirrors db/load-facts.ts. */
import type { AccountFacts, StandingFacts } from '../../domain/facts.ts';
import { factsOf } from '../../domain/facts-of.ts';
import type { PastContact } from '../../domain/past-contact.ts';
import type { Instant } from '../../domain/time.ts';
import type { AccountRow, Book, PersonRow } from './book.ts';

/** The input of `decide`. */
export function readFacts(book: Book, account: AccountRow, now: Instant): AccountFacts {
  return read(account, contactsWith(account.person, now - book.contactWindowMs));
}

const NO_CONTACTS: PastContact[] = [];
/** What the standing of an account is read from. */
export const readStanding = (account: AccountRow): StandingFacts => read(account, NO_CONTACTS);

/** Written out: an object that is made by a spread is slow to make and to read, and each decision reads it. */
function read(account: AccountRow, contacts: PastContact[]): AccountFacts {
  const { person, given } = account;
  return {
    accountId: account.id,
    number: account.number,
    creditor: account.creditor,
    product: account.product,
    grace: given.grace,
    currency: given.currency,
    opening: account.opening,
    lastContactOn: given.lastContactOn,
    owner: given.owner,
    ownerChangedAt: given.ownerChangedAt,
    strategy: account.strategy,
    bookPayment: given.bookPayment,
    contractDate: given.contractDate,
    bureauConsent: account.bureauConsent,
    hasStatement: given.hasStatement,
    closed: account.closed,
    version: account.version,
    reachedStage: given.reachedStage,
    notifiedOn: given.notifiedOn,
    arrival: given.arrival,
    person: {
      id: person.id,
      number: person.number,
      zone: person.zone,
      country: person.country,
      region: person.region,
      hasAddress: person.hasAddress,
      points: person.points,
      facts: person.facts,
      placedWith: placedWith(person),
    },
    facts: account.facts,
    effects: account.effects,
    contacts,
    placements: account.placements,
    courtCase: account.courtCase,
    episode: account.episodes.at(-1) ?? null,
  };
}

function placedWith(person: PersonRow): string | null {
  let first: { agency: string; handedOverAt: Instant } | null = null;
  for (const account of person.accounts)
    for (const placement of account.placements)
      if (placement.state !== 'ended' && (first === null || placement.handedOverAt < first.handedOverAt))
        first = placement;
  return first?.agency ?? null;
}

function contactsWith(person: PersonRow, since: Instant): PastContact[] {
  const contacts = person.earlier.filter(({ at }) => at >= since);
  const seen = new Map<number, PastContact & { covers: NonNullable<PastContact['covers']>[number][] }>();
  for (const account of person.accounts) {
    for (const effect of account.begun) {
      const at = effect.claimedAt ?? effect.sentAt ?? effect.dueAt;
      if (at < since) continue;
      if (effect.channel !== 'email' && effect.channel !== 'sms' && effect.channel !== 'call') continue;
      const givenUp = effect.state === 'given-up' && effect.path.includes('unknown');
      if (effect.state !== 'sent' && effect.state !== 'unknown' && effect.state !== 'claimed' && !givenUp) continue;
      const covered = { accountId: account.id, stage: effect.stage, step: effect.step };
      const known = effect.dispatch === null ? undefined : seen.get(effect.dispatch.id);
      if (known !== undefined) {
        known.covers.push(covered);
        continue;
      }
      const { channel, purpose } = effect;
      const contact = { at, channel, accountId: account.id, purpose, covers: [covered] };
      if (effect.dispatch !== null) seen.set(effect.dispatch.id, contact);
      contacts.push(contact);
    }
    for (const fact of factsOf(account.facts, 'agency-contact'))
      if (fact.occurredAt >= since && !person.earlierFacts.has(fact.id))
        contacts.push({ at: fact.body.at, channel: fact.body.channel, accountId: account.id, purpose: 'demand' });
  }
  return contacts;
}
