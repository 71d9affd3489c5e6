/**
 * What the person agreed to and asked for, and who speaks for them, read from the facts of the person: what is in force
 * and what was. Facts stand in the order of `inOrder`, so it does not matter when or how often they were told.
 */
import type { PersonChannel } from './channels.ts';
import type { AccountFacts, PersonFact, PersonFactBodies } from './facts.ts';
import { Kept } from './kept.ts';
import type { Hours, Place } from './law/case.ts';
import type { CalendarDate, Instant } from './time.ts';

/** When it began, when it ended (null = in force), and who told it. */
interface Told {
  since: Instant;
  until: Instant | null;
  source: string;
}
/** A consent, limited to a channel and a number or address where these are not null. */
export interface GivenConsent extends Told {
  scope: string;
  channel: PersonChannel | null;
  point: string | null;
  hours: Hours | null;
  /** How it was given, in words. */
  proof: string;
}
/** One wish; all but one of `hours`, `notBy` and `notAt` are null. */
export interface Wish extends Told {
  /** `stop`: the word STOP, which only `start` takes back. */
  as: 'stop' | 'preference';
  hours: Hours | null;
  notBy: PersonChannel | null;
  notAt: Place | null;
}
/** Somebody who speaks for the person. */
export interface Representation extends Told {
  by: PersonFactBodies['represented']['by'];
  /** Since when, where that is known. */
  begunOn: CalendarDate | null;
}
/** The demand that contact ends. */
export interface Cease extends Told {
  written: boolean;
}
/** All of them, oldest first. */
export interface Wishes {
  readonly consents: readonly GivenConsent[];
  readonly wishes: readonly Wish[];
  readonly represented: readonly Representation[];
  readonly ceased: readonly Cease[];
}

/** The channels that `writeOnly` excludes. */
const SPOKEN: readonly PersonChannel[] = ['call'];

const NONE: Wishes = { consents: [], wishes: [], represented: [], ceased: [] };
const read = new Kept<readonly PersonFact[], Wishes>();

/** What the facts of a person say. */
export function wishesOf(facts: readonly PersonFact[]): Wishes {
  return facts.length === 0 ? NONE : (read.get(facts) ?? read.set(facts, readAll(facts)));
}

interface Reading {
  consents: GivenConsent[];
  wishes: Wish[];
  represented: Representation[];
  ceased: Cease[];
}

function readAll(facts: readonly PersonFact[]): Wishes {
  const reading: Reading = { consents: [], wishes: [], represented: [], ceased: [] };
  for (const fact of facts) readFact(fact, reading);
  return reading;
}

function readFact(fact: PersonFact, { consents, wishes, represented, ceased }: Reading): void {
  const { occurredAt: at, source } = fact;
  const told = { since: at, until: null, source };
  switch (fact.kind) {
    case 'stop':
      wishes.push({ ...told, as: 'stop', hours: null, notBy: fact.body.channel, notAt: null });
      break;
    case 'start':
      end(wishes, at, ({ notBy }) => notBy === fact.body.channel);
      break;
    case 'preference':
      addWishes(wishes, fact.body, told);
      break;
    case 'preference-ended':
      end(wishes, at, (wish) => wish.as === 'preference' && isNamed(wish, fact.body));
      break;
    case 'consent-given':
      consents.push({ ...told, channel: null, point: null, hours: null, ...fact.body });
      break;
    case 'consent-withdrawn':
      end(consents, at, (consent) => overlaps(consent, fact.body));
      break;
    case 'wrong-number':
      end(consents, at, ({ point }) => point === fact.body.point);
      break;
    case 'represented':
      represented.push({ ...told, by: fact.body.by, begunOn: fact.body.since ?? null });
      break;
    case 'represented-ended':
      end(represented, at, () => true);
      break;
    case 'cease':
      ceased.push({ ...told, written: fact.body.written });
      break;
    case 'cease-ended':
      end(ceased, at, () => true);
      break;
    default:
  }
}

function end<T extends Told>(all: readonly T[], at: Instant, isMeant: (told: T) => boolean): void {
  for (const told of all) if (told.until === null && isMeant(told)) told.until = at;
}

/** New hours take the place of older ones; of two that were told at the same moment both are kept. */
function addWishes(
  wishes: Wish[],
  { hours, notBy, notAt, writeOnly }: PersonFactBodies['preference'],
  told: Told,
): void {
  const none = { ...told, as: 'preference', hours: null, notBy: null, notAt: null } as const;
  if (hours !== undefined) {
    end(wishes, told.since, (wish) => wish.hours !== null && wish.since < told.since);
    wishes.push({ ...none, hours });
  }
  for (const channel of new Set([...(notBy === undefined ? [] : [notBy]), ...(writeOnly ? SPOKEN : [])]))
    wishes.push({ ...none, notBy: channel });
  if (notAt !== undefined) wishes.push({ ...none, notAt });
}

/** Whether a preference is ended by this; a fact that names none ends all. */
function isNamed(wish: Wish, { hours, notBy, notAt, writeOnly }: PersonFactBodies['preference-ended']): boolean {
  if (!hours && notBy === undefined && notAt === undefined && !writeOnly) return true;
  if (wish.notBy !== null) return wish.notBy === notBy || (writeOnly === true && SPOKEN.includes(wish.notBy));
  return wish.hours !== null ? hours === true : wish.notAt === notAt;
}

/** A withdrawal of a part ends a consent to the whole too: the stricter wins. */
function overlaps(consent: GivenConsent, { scope, channel, point }: PersonFactBodies['consent-withdrawn']): boolean {
  if (consent.scope !== scope) return false;
  const isOther = <T>(own: T | null, named: T | undefined) => own !== null && named !== undefined && own !== named;
  return !isOther(consent.channel, channel) && !isOther(consent.point, point);
}

/** When the consent to credit reports was last withdrawn, if that still holds. */
export function reportConsentWithdrawnAt(facts: readonly PersonFact[]): Instant | null {
  let at: Instant | null = null;
  for (const { kind, body, occurredAt } of facts) {
    if (kind === 'consent-withdrawn' && body.scope === CREDIT_REPORT) at ??= occurredAt;
    else if (kind === 'consent-given' && body.scope === CREDIT_REPORT) at = null;
  }
  return at;
}
/** The scope of consent that the lender's book tells too, for each account. */
export const CREDIT_REPORT = 'credit-report';

/** Whether the person agrees to credit reports of the account: the book's word, unless the person said otherwise since. */
export function agreesToReports({
  bureauConsent,
  person,
}: {
  readonly bureauConsent: boolean;
  readonly person: Pick<AccountFacts['person'], 'facts'>;
}): boolean {
  if (reportConsentWithdrawnAt(person.facts) !== null) return false;
  return (
    bureauConsent ||
    wishesOf(person.facts).consents.some(({ scope, until }) => scope === CREDIT_REPORT && until === null)
  );
}

/** Channels that the person does not want to be used, by STOP or by preference. */
export function channelsRefused(facts: readonly PersonFact[]): readonly PersonChannel[] {
  const { wishes } = wishesOf(facts);
  if (wishes.length === 0) return NO_CHANNELS;
  return [...new Set(wishes.flatMap(({ notBy, until }) => (notBy === null || until !== null ? [] : [notBy])))];
}
const NO_CHANNELS: readonly PersonChannel[] = [];

/** The hours within which the person wants to be contacted; null when none are asked for. Empty hours fit no moment. */
export function hoursAsked(facts: readonly PersonFact[]): Hours | null {
  let asked: Hours | null = null;
  for (const { hours, until } of wishesOf(facts).wishes) {
    if (hours === null || until !== null) continue;
    asked =
      asked === null
        ? hours
        : { opens: Math.max(asked.opens, hours.opens), closes: Math.min(asked.closes, hours.closes) };
  }
  return asked;
}
