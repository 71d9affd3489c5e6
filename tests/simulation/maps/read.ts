/** What `decide` looks at, from the maps; mirrors db/load-facts.ts. */
import type { AccountFacts, PastContact } from '../../../domain/facts.ts';
import { DAY_MS, type Instant } from '../../../domain/time.ts';
import type { AccountRow, PersonRow } from './book.ts';

const CONTACT_WINDOW_MS = 8 * DAY_MS;

export function readFacts(account: AccountRow, now: Instant): AccountFacts {
  const { person } = account;
  return {
    accountId: account.id,
    number: account.number,
    creditor: account.creditor,
    product: account.product,
    currency: 'TWD',
    balance: account.balance,
    contractDate: '2019-05-04',
    bureauConsent: account.bureauConsent,
    hasStatement: true,
    closed: account.closed,
    version: account.version,
    reachedStage: null,
    notifiedOn: null,
    person: {
      id: person.id,
      number: person.number,
      zone: person.zone,
      hasAddress: true,
      points: person.points,
      facts: person.facts,
      placedWith: placedWith(person),
    },
    dues: account.dues,
    facts: account.facts,
    effects: account.effects,
    contacts: contactsWith(person, now),
    placements: account.placements,
    courtCase: account.courtCase,
    episode: account.episodes.at(-1) ?? null,
  };
}

function placedWith(person: PersonRow): string | null {
  let first: { agency: string; handedOverAt: Instant } | null = null;
  for (const account of person.accounts)
    for (const one of account.placements)
      if (one.state !== 'ended' && (first === null || one.handedOverAt < first.handedOverAt)) first = one;
  return first?.agency ?? null;
}

function contactsWith(person: PersonRow, now: Instant): PastContact[] {
  const since = now - CONTACT_WINDOW_MS;
  const contacts: PastContact[] = [];
  const seen = new Set<number>();
  for (const account of person.accounts) {
    for (const one of account.effects) {
      if (one.channel !== 'email' && one.channel !== 'sms' && one.channel !== 'call') continue;
      const givenUp = one.state === 'given-up' && one.path.includes('unknown');
      if (one.state !== 'sent' && one.state !== 'unknown' && one.state !== 'claimed' && !givenUp) continue;
      const at = one.claimedAt ?? one.sentAt ?? one.dueAt;
      if (at < since || (one.dispatch !== null && seen.has(one.dispatch.id))) continue;
      if (one.dispatch !== null) seen.add(one.dispatch.id);
      contacts.push({ at, channel: one.channel, accountId: account.id, purpose: one.purpose });
    }
    for (const fact of account.facts)
      if (fact.kind === 'agency-contact' && fact.occurredAt >= since)
        contacts.push({ at: fact.body.at, channel: fact.body.channel, accountId: account.id, purpose: 'demand' });
  }
  return contacts;
}
