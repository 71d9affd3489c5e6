/** What must be, or must not be, before an act: statuses, notices, consents, addressees, contents. */
import { addDays, endOfDay, type Instant, localDate, startOfDay, type Zone } from '../../time.ts';
import type { GivenNotice, LegalCase, Status } from '../case.ts';
import type { AddresseeDemand, ConsentDemand, ContentDemand, NoticeDemand, RuleAnswer, StatusDemand } from '../rule.ts';
import { covers, isInForce } from './in-force.ts';

/** The zone in which single days are counted: the most likely of the person's; UTC where no contact is meant. */
export const zoneOf = ({ zones }: Pick<LegalCase, 'zones'>): Zone => zones[0] ?? 'UTC';

/** Whether the status holds at the moment for the debt. */
export function holds(status: Status, legalCase: LegalCase): boolean {
  const { at, debt } = legalCase;
  if (status.debt !== null && status.debt !== debt.id) return false;
  if (status.since > at || (status.endedAt !== null && status.endedAt <= at)) return false;
  return status.until === null || endOfDay(status.until, zoneOf(legalCase)) >= at;
}

export function judgeStatus({ status: name, written }: StatusDemand, legalCase: LegalCase): RuleAnswer | null {
  for (const status of legalCase.statuses)
    if (status.status === name && (!written || status.written) && holds(status, legalCase))
      return statusAnswer(status, legalCase);
  return null;
}

function statusAnswer({ status: name, until: lastDay }: Status, legalCase: LegalCase): RuleAnswer {
  const words = `not while this holds: ${name}`;
  if (lastDay === null) return { kind: 'refuse', code: name, words };
  const until = startOfDay(addDays(lastDay, 1), zoneOf(legalCase));
  return { kind: 'wait', until, code: name, words: `${words} (until ${lastDay})` };
}

/** Whether the notice is about the debt and had been sent by then. */
const isGiven = ({ notice, sentAt, debt }: GivenNotice, name: string, legalCase: LegalCase): boolean =>
  notice === name && sentAt <= legalCase.at && (debt === null || debt === legalCase.debt.id);

/** The notices of a name that were sent by the moment of the act and have not come back. */
export function standingNotices(name: string, legalCase: LegalCase): readonly GivenNotice[] {
  return legalCase.notices.filter(
    (notice) => isGiven(notice, name, legalCase) && (notice.returnedAt === null || notice.returnedAt > legalCase.at),
  );
}

export function judgeNotice(demand: NoticeDemand, legalCase: LegalCase): RuleAnswer | null {
  const zone = zoneOf(legalCase);
  let until: Instant | null = null;
  for (const notice of standingNotices(demand.notice, legalCase)) {
    const from = demand.since === 'sent' ? notice.sentAt : notice.deliveredAt;
    if (from === null || from > legalCase.at) continue;
    const end = demand.days === 0 ? from : startOfDay(addDays(localDate(from, zone), demand.days + 1), zone);
    if (end <= legalCase.at) return null;
    until = Math.min(until ?? end, end);
  }
  if (until !== null)
    return {
      kind: 'wait',
      until,
      code: 'notice-period',
      words: `${demand.days} days after the notice ${demand.notice}`,
    };
  const back = legalCase.notices.some(
    (notice) => isGiven(notice, demand.notice, legalCase) && notice.returnedAt !== null,
  );
  const words = `the notice ${demand.notice} ${back ? 'came back and must be given again' : 'must be given first'}`;
  return { kind: 'require', notice: demand.notice, code: 'notice-first', words };
}

export function judgeConsent({ scope }: ConsentDemand, { at, consents, intent }: LegalCase): RuleAnswer | null {
  const given = consents.some(
    (consent) => consent.scope === scope && isInForce(consent, at) && covers(consent, intent),
  );
  return given ? null : { kind: 'refuse', code: 'no-consent', words: `without the person's consent: ${scope}` };
}

export function judgeAddressee({ only }: AddresseeDemand, { intent }: LegalCase): RuleAnswer | null {
  if (only.includes(intent.addressee)) return null;
  return { kind: 'refuse', code: 'addressee', words: `not towards this addressee: ${intent.addressee}` };
}

export function judgeContent({ requires = [], forbids = [] }: ContentDemand, { intent }: LegalCase): RuleAnswer | null {
  const { content } = intent;
  if (content === null) return null;
  const missing = requires.find((feature) => !content.includes(feature));
  if (missing !== undefined) return { kind: 'refuse', code: 'text-lacks', words: `the text lacks: ${missing}` };
  const forbidden = forbids.find((feature) => content.includes(feature));
  return forbidden === undefined
    ? null
    : { kind: 'refuse', code: 'text-forbidden', words: `the text must not mention: ${forbidden}` };
}
