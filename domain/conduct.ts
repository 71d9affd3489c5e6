/** Whether a contact of which an agency told afterwards was lawful when it was made. */
import type { PersonChannel } from './channels.ts';
import type { AccountFacts, Placement } from './facts.ts';
import { type ContactAnswer, judgeContact } from './reservations.ts';
import type { Rules } from './rules.ts';
import type { Instant } from './time.ts';

/** A contact that an agency told of, and when its placement ended, if it did. */
export interface ToldContact {
  at: Instant;
  channel: PersonChannel;
  placement: Placement;
  endedAt: Instant | null;
}

/**
 * The gate's answer at the contact's own moment, by what is known today to have happened until then. Contacts of the
 * same moment are not held against it.
 */
export function judgeConduct(rules: Rules, facts: AccountFacts, told: ToldContact): ContactAnswer {
  const { at, channel } = told;
  const asked = { channel, purpose: 'demand', actor: 'agency', point: null } as const;
  return judgeContact(rules, factsAt(facts, told), asked, at);
}

/** The facts as they were at the contact. */
function factsAt(facts: AccountFacts, { at, placement, endedAt }: ToldContact): AccountFacts {
  const before = (fact: { occurredAt: Instant }): boolean => fact.occurredAt <= at;
  const isOver = Math.min(placement.recalledAt ?? Number.POSITIVE_INFINITY, endedAt ?? Number.POSITIVE_INFINITY) <= at;
  return {
    ...facts,
    // An account that was closed later was open; one without anything overdue is refused anyway.
    closed: false,
    facts: facts.facts.filter(before),
    person: { ...facts.person, facts: facts.person.facts.filter(before) },
    contacts: facts.contacts.filter((contact) => contact.at < at),
    placements: [{ ...placement, state: isOver ? 'recalled' : 'accepted' }],
  };
}
