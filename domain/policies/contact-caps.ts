/**
 * Demands only while the person has had fewer contacts than the caps of a day and of seven days, over all channels and
 * all accounts of one creditor and its agencies.
 */
import { isPersonChannel } from '../channels.ts';
import { count } from '../count.ts';
import { addDays, type CalendarDate, daysBetween, localDate } from '../time.ts';
import { morningOf } from './lawful-hours.ts';
import type { Policy } from './policy.ts';

const WEEK_DAYS = 7;

/** Whether a contact counts: it may have reached the person and was not a receipt. */
export function countsForCaps(contact: { channel: string; purpose: string }): boolean {
  return isPersonChannel(contact.channel) && contact.purpose !== 'receipt';
}

/** Waits until the morning on which both caps allow a demand. */
export const contactCaps: Policy = {
  name: 'contact-caps',
  title: 'contact cap',
  contactDays: WEEK_DAYS,
  judge(situation, { channel, purpose, at }) {
    if (purpose !== 'demand' || !isPersonChannel(channel)) return null;
    const { facts, caps } = situation;
    const { zone } = facts.person;
    const today = localDate(at, zone);
    const week: CalendarDate[] = [];
    let onToday = 0;
    for (const contact of facts.contacts) {
      if (!countsForCaps(contact)) continue;
      const day = localDate(contact.at, zone);
      if (day > today || daysBetween(day, today) >= WEEK_DAYS) continue;
      week.push(day);
      if (day === today) onToday += 1;
    }
    if (onToday < caps.aDay && week.length < caps.aWeek) return null;
    week.sort();
    const oldestThatCounts = week[week.length - caps.aWeek];
    // Later than today in either case: contacts that count are less than seven days old.
    const on = oldestThatCounts === undefined ? addDays(today, 1) : addDays(oldestThatCounts, WEEK_DAYS);
    const until = morningOf(on, situation);
    return week.length >= caps.aWeek
      ? {
          kind: 'wait',
          until,
          reason: {
            code: 'weekly-cap',
            words: `${count(caps.aWeek, 'contact in seven days is', 'contacts in seven days are')} reached`,
          },
        }
      : {
          kind: 'wait',
          until,
          reason: {
            code: 'daily-cap',
            words: `${count(caps.aDay, 'contact today is', 'contacts today are')} reached`,
          },
        };
  },
};
