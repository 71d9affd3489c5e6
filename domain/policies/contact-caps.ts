/** At most 2 demands a day and 7 in seven days a person, over all channels, all accounts of one creditor and its agencies (12 CFR 1006.14(b)(2): seven in seven days). */
import { isPersonChannel } from '../channels.ts';
import { addDays, daysBetween, localDate } from '../time.ts';
import { morningOf } from './lawful-hours.ts';
import type { Policy } from './policy.ts';

export const MAX_A_DAY = 2;
export const MAX_A_WEEK = 7;

/** What counts: whatever may have reached the person and was no receipt. */
export function countsForCaps(contact: { channel: string; purpose: string }): boolean {
  return isPersonChannel(contact.channel) && contact.purpose !== 'receipt';
}

export const contactCaps: Policy = {
  name: 'contact-caps',
  title: 'contact cap',
  judge({ facts }, { channel, purpose, at }) {
    if (purpose !== 'demand' || !isPersonChannel(channel)) return null;
    const { zone } = facts.person;
    const today = localDate(at, zone);
    const days = facts.contacts
      .filter(countsForCaps)
      .map((contact) => localDate(contact.at, zone))
      .filter((day) => day <= today);
    const week = days.filter((day) => daysBetween(day, today) < 7).sort();
    const onToday = week.filter((day) => day === today).length;
    if (onToday < MAX_A_DAY && week.length < MAX_A_WEEK) return null;
    const oldestThatCounts = week[week.length - MAX_A_WEEK];
    // Later than today in either case: what counts is less than seven days old.
    const on = oldestThatCounts === undefined ? addDays(today, 1) : addDays(oldestThatCounts, 7);
    const until = morningOf(on, facts.person);
    return week.length >= MAX_A_WEEK
      ? {
          kind: 'wait',
          until,
          reason: {
            code: 'weekly-cap',
            words: `${MAX_A_WEEK} contacts in seven days are reached`,
          },
        }
      : {
          kind: 'wait',
          until,
          reason: {
            code: 'daily-cap',
            words: `${MAX_A_DAY} contacts today are reached`,
          },
        };
  },
};
