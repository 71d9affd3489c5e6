/** Hours and caps of what providers accepted, recomputed from the moment of the permit and the person's zone. */
import { type CalendarDate, daysBetween, type Instant, localDate, localMinute } from '../../domain/time.ts';
import type { Accepted, Finding } from './check-provider-log.ts';
import type { KnownEffectRow } from './known-effects.ts';

interface Contact {
  /** A message counts as one contact, whatever it covers. */
  id: string;
  account: string;
  personId: string;
  zone: string;
  at: Instant;
  on: CalendarDate;
  demand: boolean;
}
/** The lender's own hours and caps, stated anew: the check must not share them with what it checks. */
const [OPENS, CLOSES, A_DAY, A_WEEK] = [8 * 60, 21 * 60, 2, 7];
const PERSONAL: readonly string[] = ['email', 'sms', 'call'];

/** `calls` were made by the lender's own callers. They count, although no provider logs them. */
export function outsideLaw(accepted: readonly Accepted[], calls: readonly KnownEffectRow[]): Finding[] {
  const contacts = new Map<string, Contact>();
  for (const { effect, permit } of accepted) if (permit.verdict === 'allow') add(contacts, effect, permit.givenAt);
  for (const call of calls) {
    const permit = call.permits.find((permit) => permit.ended === 'sent');
    if (permit) add(contacts, call, permit.givenAt);
  }
  return [...outsideHours(contacts), ...overCaps(contacts)];
}

/** A receipt is not a contact about the debt. A message that contains any demand is a demand. */
function add(contacts: Map<string, Contact>, effect: KnownEffectRow, at: Instant): void {
  if (!PERSONAL.includes(effect.channel)) return;
  const id = effect.dispatchId ?? effect.id;
  const { account, personId, zone } = effect;
  const demand = effect.purpose === 'demand' || contacts.get(id)?.demand === true;
  contacts.set(`${effect.purpose === 'receipt' ? 'receipt ' : ''}${id}`, {
    id,
    account,
    personId,
    zone,
    at,
    on: localDate(at, zone),
    demand,
  });
}

function outsideHours(contacts: ReadonlyMap<string, Contact>): Finding[] {
  return [...contacts.values()]
    .map((contact) => ({ contact, minute: localMinute(contact.at, contact.zone) }))
    .filter(({ minute }) => minute < OPENS || minute >= CLOSES)
    .map(({ contact, minute }) => ({
      what: 'outside-hours',
      account: contact.account,
      evidence: `contact ${contact.id} left at minute ${minute} of ${contact.on}`,
    }));
}

function overCaps(contacts: ReadonlyMap<string, Contact>): Finding[] {
  const byPerson = new Map<string, Contact[]>();
  for (const [key, contact] of contacts)
    if (!key.startsWith('receipt '))
      byPerson.set(contact.personId, [...(byPerson.get(contact.personId) ?? []), contact]);
  return [...byPerson.values()].flatMap((own) => {
    const inOrder = own.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    return inOrder.flatMap((contact, index) => {
      const upTo = inOrder.slice(0, index + 1);
      const thatDay = upTo.filter((other) => other.on === contact.on).length;
      const thatWeek = upTo.filter((other) => daysBetween(other.on, contact.on) < 7).length;
      if (!contact.demand || (thatDay <= A_DAY && thatWeek <= A_WEEK)) return [];
      return [
        {
          what: 'over-cap',
          account: contact.account,
          evidence: `contact ${contact.id} was number ${thatDay} of ${contact.on} and ${thatWeek} in seven days`,
        },
      ];
    });
  });
}
