/** What the law sees of an account: the case that an intent of the engine makes, from the facts and the standing. */
import { type Channel, isPersonChannel, type PersonChannel, type Purpose, pointChannel } from '../channels.ts';
import { disputesOf, isWhole } from '../disputes.ts';
import type { AccountFacts, Product } from '../facts.ts';
import { Last } from '../kept.ts';
import { limitationOf } from '../limitation.ts';
import type { PastContact } from '../past-contact.ts';
import type { Intent } from '../policies/policy.ts';
import { findStep, type Ladder, type Situation } from '../stage.ts';
import type { Standing } from '../standing.ts';
import { type CalendarDate, type Instant, localDate, startOfDay } from '../time.ts';
import { CREDIT_REPORT, reportConsentWithdrawnAt, wishesOf } from '../wishes.ts';
import type {
  Actor,
  Consent,
  ContactPurpose,
  GivenNotice,
  LegalAct,
  LegalCase,
  LegalIntent,
  Preference,
  PriorContact,
  Status,
} from './case.ts';
import { isCollected } from './collector.ts';
import { BARRED_FEATURES, type Feature, mentionsWhen } from './content/features.ts';
import { debtOf } from './debt-of.ts';
import type { HoursCase } from './hours-of.ts';
import { regionsOf, zonesOf } from './places-of.ts';

/** What the case of an account is whatever the intent. */
type Known = Pick<
  LegalCase,
  'zones' | 'regions' | 'debt' | 'contacts' | 'consents' | 'preferences' | 'statuses' | 'notices'
>;

/** The last case: a decision asks about many intents of the same facts. */
const known = new Last<AccountFacts, { standing: Standing; known: Known }>();

/** The case of an intent; null when the law has nothing to say about it, as for a task of the staff. */
export function caseOf(ladder: Ladder, situation: Situation, intent: Intent): LegalCase | null {
  const { facts, standing } = situation;
  const { purpose, at } = intent;
  const act = actOf(intent);
  if (act === null) return null;
  const channel = isPersonChannel(intent.channel) ? intent.channel : null;
  const last = known.get(facts);
  const base =
    last?.standing === standing
      ? last.known
      : known.set(facts, { standing, known: read(ladder, facts, standing) }).known;
  return {
    at,
    zones: base.zones,
    regions: base.regions,
    debt: base.debt,
    contacts: base.contacts,
    consents: base.consents,
    preferences: base.preferences,
    statuses: base.statuses,
    notices: act === 'contact' ? base.notices : [...base.notices, ...plannedNotices(ladder, situation, at)],
    intent: {
      act,
      channel,
      purpose: contactPurposeOf(purpose),
      actor: intent.actor ?? actorOf(facts),
      addressee: intent.addressee ?? 'debtor',
      point: intent.point ?? pointOf(facts, channel),
      place: null,
      automated: false,
      content: contentOf(ladder, facts, standing, intent),
    },
  };
}

/** What the text of the step mentions; null when the step does not say, as for the words of an agency. */
function contentOf(
  ladder: Ladder,
  facts: AccountFacts,
  standing: Standing,
  { stage, step, channel, at }: Intent,
): readonly Feature[] | null {
  const mentions = findStep(ladder, { stage, step })?.mentions?.[channel];
  if (mentions === undefined) return null;
  const collector = isCollected(facts);
  const isOpen = !mentions.some((feature) => BARRED_FEATURES.includes(feature));
  if (isOpen && !collector) return mentions;
  const barred = !isOpen && limitationOf(facts, standing, localDate(at, facts.creditor.zone)).barred;
  return mentionsWhen({ barred, collector }, mentions);
}

/** A contact that is meant; `actor` and `point` as in an Intent. */
interface MeantContact {
  readonly channel: PersonChannel;
  readonly purpose: Purpose;
  readonly actor?: Actor;
  readonly point?: string | null;
}

/** As much of the case of a contact as hours depend on. */
export function hoursCaseOf(facts: AccountFacts, contact: MeantContact, at: Instant): HoursCase {
  const { channel, purpose, actor = actorOf(facts), point = pointOf(facts, channel) } = contact;
  const intent: LegalIntent = {
    act: 'contact',
    channel,
    purpose: contactPurposeOf(purpose),
    actor,
    addressee: 'debtor',
    point,
    place: null,
    automated: false,
    content: null,
  };
  return { at, zones: zonesOf(facts), consents: consentsOf(facts), preferences: preferencesOf(facts), intent };
}

const actorOf = ({ creditor }: AccountFacts): Actor => creditor.actsAs ?? 'creditor';

/** What the law sees of an account and no fact keeps: the book, the terms and the contact data may be others by now. */
export interface Seen {
  readonly actor: Actor;
  readonly product: Product;
  readonly regions: readonly string[];
  /** Id of the number or address; null = not known. */
  readonly point: string | null;
  /** The book's word on credit reports. */
  readonly bureauConsent: boolean;
  /** By the book; both null when it says nothing. */
  readonly reachedStage: string | null;
  readonly notifiedOn: CalendarDate | null;
}

/** What a permit keeps of an account for a later judgement. */
export function seenOf(facts: AccountFacts, channel: Channel): Seen {
  const { product, bureauConsent, reachedStage, notifiedOn } = facts;
  const point = isPersonChannel(channel) ? pointOf(facts, channel) : null;
  return { actor: actorOf(facts), product, regions: regionsOf(facts), point, bureauConsent, reachedStage, notifiedOn };
}

/** The number or address that a channel would use, where the person has only one; null = not known here. */
function pointOf({ person }: AccountFacts, channel: PersonChannel | null): string | null {
  if (channel === null) return null;
  const wanted = pointChannel(channel);
  let only: string | null = null;
  for (const { id, channel, valid } of person.points) {
    if (!valid || channel !== wanted) continue;
    if (only !== null) return null;
    only = id;
  }
  return only;
}

/** The act that an intent is; null for tasks of the staff and for what takes something back. */
function actOf({ channel, purpose }: Intent): LegalAct | null {
  if (isPersonChannel(channel)) return 'contact';
  if (channel === 'bureau') return purpose === 'report' ? 'report' : null;
  if (purpose !== 'handover') return null;
  if (channel === 'agency') return 'place';
  return channel === 'court' ? 'file-claim' : null;
}

const PURPOSES: Readonly<Record<Purpose, ContactPurpose>> = {
  demand: 'demand',
  notice: 'notice',
  receipt: 'answer',
  answer: 'answer',
  information: 'information',
  report: 'notice',
  handover: 'notice',
  undo: 'information',
  review: 'information',
};
/** What a contact is for, as the law names it. */
export const contactPurposeOf = (purpose: Purpose): ContactPurpose => PURPOSES[purpose];

function read(ladder: Ladder, facts: AccountFacts, standing: Standing): Known {
  return {
    zones: zonesOf(facts),
    regions: regionsOf(facts),
    debt: debtOf(facts, standing),
    contacts: facts.contacts.map(priorContact),
    consents: consentsOf(facts),
    preferences: preferencesOf(facts),
    statuses: statusesOf(facts, standing),
    notices: noticesOf(ladder, facts),
  };
}

function priorContact({
  at,
  channel,
  purpose,
  accountId,
  covers,
  outcome = 'attempted',
  point = null,
  direction = 'out',
}: PastContact): PriorContact {
  return {
    at,
    channel: isPersonChannel(channel) ? channel : 'message',
    direction,
    outcome,
    purpose: contactPurposeOf(purpose),
    addressee: outcome === 'third-party' ? 'third-party' : 'debtor',
    debts: covers === undefined ? [accountId] : covers.map((covered) => covered.accountId),
    point,
  };
}

/** What the person agreed to; the book's word on credit reports is as old as the contract. */
function consentsOf({ bureauConsent, contractDate, creditor, person }: AccountFacts): Consent[] {
  const given = wishesOf(person.facts).consents.map(
    ({ scope, since: at, until: withdrawnAt, channel, point, hours }) => ({
      scope,
      at,
      withdrawnAt,
      channel,
      point,
      hours,
    }),
  );
  if (!bureauConsent) return given;
  const at = startOfDay(contractDate, creditor.zone);
  const withdrawnAt = reportConsentWithdrawnAt(person.facts);
  return [{ scope: CREDIT_REPORT, at, withdrawnAt, point: null, hours: null }, ...given];
}

/** STOP of a channel, and what the person asked for. */
const preferencesOf = ({ person }: AccountFacts): Preference[] =>
  wishesOf(person.facts).wishes.map(({ since: at, until: withdrawnAt, hours, notBy, notAt }) => ({
    at,
    withdrawnAt,
    hours,
    notBy,
    notAt,
  }));

/** Open statuses, and ended ones with their end. What a fact says of a dispute counts as said in writing. */
function statusesOf({ accountId, facts, person }: AccountFacts, { disputed }: Standing): Status[] {
  const statuses: Status[] = disputesOf(facts).map((dispute) => {
    const isPart = !isWhole(dispute) && disputed?.extent !== 'whole';
    return { ...begun(isPart ? 'part-dispute' : 'dispute', dispute.since, accountId), endedAt: dispute.closedAt };
  });
  for (const { about, since, closedAt } of disputesOf(facts))
    if (about === 'identity-theft') statuses.push({ ...begun(about, since, accountId), endedAt: closedAt });
  for (const { kind, body, occurredAt } of person.facts) {
    if (kind === 'hardship') statuses.push(begun('hardship', occurredAt));
    else if (kind === 'hardship-ended') end(statuses, 'hardship', occurredAt);
    else if (kind === 'death') statuses.push(begun('deceased', occurredAt));
    else if (kind === 'bankruptcy') statuses.push(begun(body.represented ? 'attorney' : 'bankruptcy', occurredAt));
    else if (kind === 'care-hold') statuses.push({ ...begun(body.type, occurredAt), until: body.until ?? null });
    else if (kind === 'care-hold-lifted') end(statuses, body.type, occurredAt);
  }
  const { represented, ceased } = wishesOf(person.facts);
  for (const { by, since, until } of represented) statuses.push({ ...begun(by, since), endedAt: until });
  for (const { written, since, until } of ceased) statuses.push({ ...begun('cease', since), endedAt: until, written });
  return statuses;
}

function begun(status: string, since: Instant, debt: string | null = null): Status {
  return { status, since, until: null, endedAt: null, debt, written: true };
}

function end(statuses: Status[], name: string, at: Instant): void {
  statuses.forEach((status, place) => {
    if (status.status === name && status.endedAt === null) statuses[place] = { ...status, endedAt: at };
  });
}

/**
 * Notices that are planned before a step that is planned ahead count as given by then. A claim judges what is now, so
 * nothing leaves on the word of a plan.
 */
function plannedNotices(ladder: Ladder, { facts, planned, now }: Situation, at: Instant): GivenNotice[] {
  if (at <= now) return [];
  const notices: GivenNotice[] = [];
  for (const step of planned) {
    const notice = step.purpose === 'notice' && step.dueAt < at ? findStep(ladder, step)?.notice : undefined;
    if (notice === undefined) continue;
    const { dueAt } = step;
    const debt = facts.accountId;
    notices.push({ notice, sentAt: dueAt, channel: 'letter', deliveredAt: dueAt, returnedAt: null, debt, names: null });
  }
  return notices;
}

/** Notices that were given, by the notice that their step names, and that of before the import. */
function noticesOf(
  ladder: Ladder,
  { accountId, effects, creditor, reachedStage, notifiedOn }: AccountFacts,
): GivenNotice[] {
  const notices: GivenNotice[] = [];
  for (const effect of effects) {
    if (effect.purpose !== 'notice' || effect.sentAt === null || !isPersonChannel(effect.channel)) continue;
    const notice = findStep(ladder, effect)?.notice;
    if (notice === undefined) continue;
    const { sentAt, channel, deliveredAt, bouncedAt } = effect;
    notices.push({ notice, sentAt, channel, deliveredAt, returnedAt: bouncedAt, debt: accountId, names: null });
  }
  if (notifiedOn === null) return notices;
  const sentAt = startOfDay(notifiedOn, creditor.zone);
  for (const { notice } of ladder.find(({ name }) => name === reachedStage)?.steps ?? [])
    if (notice !== undefined)
      notices.push({
        notice,
        sentAt,
        channel: 'letter',
        deliveredAt: sentAt,
        returnedAt: null,
        debt: accountId,
        names: null,
      });
  return notices;
}
