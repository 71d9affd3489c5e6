/** What must be told, and for how long, before an agreement is ended, a default is filed or a claim is made. */
import { addDays, type CalendarDate, daysBetween, type Instant, localDate, startOfDay } from '../../time.ts';
import type { GivenNotice, LegalCase, Status } from '../case.ts';
import { holds, judgeNotice, standingNotices } from '../mechanisms/conditions.ts';
import type { RuleAnswer } from '../rule.ts';
import { COURT_ZONE } from './zone.ts';

const dateOf = (at: Instant): CalendarDate => localDate(at, COURT_ZONE);

/** Least days from the service of a default notice to the date that it names: CCA 1974 s 88(2). */
const DEFAULT_NOTICE_DAYS = 14;

/** Whether the date that a default notice names lies far enough after its service. */
export const isValidDefaultDate = (servedOn: CalendarDate, names: CalendarDate): boolean =>
  daysBetween(servedOn, names) >= DEFAULT_NOTICE_DAYS;

/** The date that a valid default notice names; null for a notice that is not served by then, or names it too early. */
function validDate({ deliveredAt, names }: GivenNotice, at: Instant): CalendarDate | null {
  if (deliveredAt === null || deliveredAt > at || names === null) return null;
  return isValidDefaultDate(dateOf(deliveredAt), names) ? names : null;
}

/** Judges the end of an agreement: only from the date of a valid default notice, and only if nothing remedied it. */
export function judgeDefaultNotice(legalCase: LegalCase): RuleAnswer | null {
  const { at } = legalCase;
  const notices = standingNotices('default', legalCase);
  if (notices.length === 0)
    return { kind: 'require', notice: 'default', code: 'notice-first', words: 'a default notice must be served first' };
  const isRemedied = legalCase.statuses.some(
    (status) => status.status === 'default-remedied' && holds(status, legalCase),
  );
  if (isRemedied) return { kind: 'refuse', code: 'default-remedied', words: 'the default has been remedied' };
  const dates = notices.flatMap((notice) => validDate(notice, at) ?? []);
  if (dates.length === 0)
    return {
      kind: 'refuse',
      code: 'notice-invalid',
      words: `no default notice is served that names a date at least ${DEFAULT_NOTICE_DAYS} days after its service`,
    };
  const date = dates.reduce((a, b) => (a < b ? a : b));
  // Not a wait: the person may remedy the default until then, so it is asked again.
  return dateOf(at) >= date
    ? null
    : { kind: 'refuse', code: 'notice-period', words: `the default may be remedied until ${date}` };
}

/** Least days from a notice of intention to the filing of a default. */
const INTENTION_DAYS = 28;

/** The first day on which a default may be filed after a notice of intention. */
export const firstFilingDay = (sentOn: CalendarDate): CalendarDate => addDays(sentOn, INTENTION_DAYS);

/** Judges the filing of a default with a credit reference agency. */
export function judgeFiling(legalCase: LegalCase): RuleAnswer | null {
  const notices = standingNotices('adverse-report', legalCase);
  if (notices.length === 0) return judgeNotice(INTENTION, legalCase);
  const day = notices.map(({ sentAt }) => firstFilingDay(dateOf(sentAt))).reduce((a, b) => (a < b ? a : b));
  if (dateOf(legalCase.at) >= day) return null;
  const words = `${INTENTION_DAYS} days must pass after the notice of intention`;
  return { kind: 'wait', until: startOfDay(day, COURT_ZONE), code: 'notice-period', words };
}
const INTENTION = { kind: 'notice', notice: 'adverse-report', days: 0, since: 'sent' } as const;

/** Whole days that must lie between the letter of claim, the reply or the documents, and the claim. */
const PROTOCOL_DAYS = 30;

/** The first day of a claim after a reply form, and after the documents that it asked for, if any; the later counts. */
export function firstClaimDay(formOn: CalendarDate, documentsOn: CalendarDate | null): CalendarDate {
  const from = documentsOn !== null && documentsOn > formOn ? documentsOn : formOn;
  return addDays(from, PROTOCOL_DAYS + 1);
}

const standing = (name: string, legalCase: LegalCase): Status | undefined =>
  legalCase.statuses.find((status) => status.status === name && holds(status, legalCase));

/** Judges a claim after a reply form came back: the documents that were asked for, then 30 days. */
export function judgeReplyForm(legalCase: LegalCase): RuleAnswer | null {
  const form = standing('reply-form', legalCase);
  if (form === undefined) return null;
  const request = standing('documents-requested', legalCase);
  const sent = standingNotices('claim-documents', legalCase).map(({ sentAt }) => sentAt);
  if (request !== undefined && !sent.some((at) => at >= request.since))
    return {
      kind: 'require',
      notice: 'claim-documents',
      code: 'notice-first',
      words: 'the documents that the person asked for must be sent first',
    };
  const day = firstClaimDay(dateOf(form.since), sent.length === 0 ? null : dateOf(Math.max(...sent)));
  if (dateOf(legalCase.at) >= day) return null;
  const words = `${PROTOCOL_DAYS} days must pass after the reply form and the documents`;
  return { kind: 'wait', until: startOfDay(day, COURT_ZONE), code: 'reply-period', words };
}

/** Judges a claim after talks about instalments failed: it is announced 14 days before. */
export const judgeFailedTalks = (legalCase: LegalCase): RuleAnswer | null =>
  standing('instalment-talks-failed', legalCase) === undefined ? null : judgeNotice(ANNOUNCEMENT, legalCase);
const ANNOUNCEMENT = { kind: 'notice', notice: 'claim-announced', days: 14, since: 'sent' } as const;
