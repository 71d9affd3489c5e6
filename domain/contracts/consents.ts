/** What a person agreed to and asked for, as the API and the CLI show it. */
import { z } from 'zod';
import { consentWords, showHours, showMoment, showRepresentative } from '../fact-words.ts';
import type { AccountFacts } from '../facts.ts';
import { type Instant, startOfDay } from '../time.ts';
import { CREDIT_REPORT, reportConsentWithdrawnAt, type Wish, wishesOf } from '../wishes.ts';

/** `stop` is the word STOP; `hours`, `channel` and `place` are preferences. */
export const CONSENT_KINDS = ['consent', 'stop', 'hours', 'channel', 'place', 'representation', 'cease'] as const;

/** One thing that the person said; gains fields only. */
export const ConsentView = z.object({
  kind: z.enum(CONSENT_KINDS),
  words: z.string(),
  /** How it was given, for a consent. */
  proof: z.string().nullable(),
  /** Who told it; `book` for the lender's book. */
  source: z.string(),
  since: z.string(),
  /** When it ended; null = in force. */
  until: z.string().nullable(),
  /** `since` and `until` on the person's clock. */
  local: z.object({ since: z.string(), until: z.string().nullable() }),
});
export type ConsentView = z.infer<typeof ConsentView>;

type Said = Pick<ConsentView, 'kind' | 'words' | 'source'> & { since: Instant; until: Instant | null; proof?: string };

/** Consents, wishes and representation of the person of an account: in force first, then what was, newest first. */
export function consentsOf(facts: AccountFacts): ConsentView[] {
  const { zone } = facts.person;
  return saidBy(facts)
    .sort((a, b) => Number(a.until !== null) - Number(b.until !== null) || b.since - a.since)
    .map(({ since, until, proof = null, ...said }) => ({
      ...said,
      proof,
      since: new Date(since).toISOString(),
      until: until === null ? null : new Date(until).toISOString(),
      local: { since: showMoment(since, zone), until: until === null ? null : showMoment(until, zone) },
    }));
}

function saidBy({ person, bureauConsent, contractDate, creditor }: AccountFacts): Said[] {
  const { consents, wishes, represented, ceased } = wishesOf(person.facts);
  const ofBook: Said = {
    kind: 'consent',
    words: CREDIT_REPORT,
    source: 'book',
    proof: 'contract',
    since: startOfDay(contractDate, creditor.zone),
    until: reportConsentWithdrawnAt(person.facts),
  };
  return [
    ...(bureauConsent ? [ofBook] : []),
    ...consents.map(({ source, since, until, proof, ...to }): Said => {
      return { kind: 'consent', words: consentWords(to), source, since, until, proof };
    }),
    ...wishes.map((wish): Said => ({ ...toldOf(wish), ...wishWords(wish) })),
    ...represented.map(({ by, begunOn, ...told }): Said => {
      const begun = begunOn === null ? '' : `, since ${begunOn}`;
      return { ...told, kind: 'representation', words: `represented by ${showRepresentative(by)}${begun}` };
    }),
    ...ceased.map(({ written, ...told }): Said => {
      return { ...told, kind: 'cease', words: `demands that contact ends${written ? ', in writing' : ''}` };
    }),
  ];
}

const toldOf = ({ source, since, until }: Wish) => ({ source, since, until });

function wishWords({ as, hours, notBy, notAt }: Wish): Pick<Said, 'kind' | 'words'> {
  if (hours !== null) return { kind: 'hours', words: `contact only ${showHours(hours)}` };
  if (notBy !== null) return { kind: as === 'stop' ? 'stop' : 'channel', words: `no contact by ${notBy}` };
  return { kind: 'place', words: `no contact at this place: ${notAt}` };
}
