/** What the behaviour model assumes, in words, with where each comes from. The page and docs/simulate.md tell it. */
import { COUNTS, ratesFor } from '../behaviour/calibration.ts';
import { CONTACT_FACTORS, SHARE_VIA_AGENCY } from '../behaviour/month.ts';
import { SHARES } from '../behaviour/traits.ts';

export interface Assumption {
  title: string;
  words: string;
  /** Counted in the source data, or assumed. */
  source: string;
}

const percent = (share: number): string => `${Number((100 * share).toFixed(1))} %`;
const DATA =
  '"Default of Credit Card Clients", I-Cheng Yeh, UCI Machine Learning Repository, 2009 (CC BY 4.0), as counted in demo/SOURCE.md';
const ASSUMED = 'assumed; nothing measures it';

function ratesInWords(): string {
  const late = ['one month', 'two months', 'three months', 'four months and more'];
  return late
    .map((name, index) => {
      const { cured, rolled } = ratesFor(index + 1);
      return `${name} late: ${percent(cured)} cure, ${percent(rolled)} roll on`;
    })
    .join('; ');
}

export const ASSUMPTIONS: readonly Assumption[] = [
  {
    title: 'Payments follow monthly rates',
    words: `Each late account draws once in 30 days what becomes of it. ${ratesInWords()}. Cards of Taiwan in 2005, not your people.`,
    source: DATA,
  },
  {
    title: 'A contact matters a little',
    words: `Where a contact was read or heard in the last 21 days, a cure is ${percent(CONTACT_FACTORS.with - 1)} likelier; without one it is ${percent(1 - CONTACT_FACTORS.without)} less likely. Only whether there was a contact counts: not its channel, its text or how many there were. A strategy that sends more of the same therefore costs more and earns no more here.`,
    source: ASSUMED,
  },
  {
    title: 'People keep their character',
    words:
      'Each person has a strain, a habit of reading and of answering the phone that last for the whole run, drawn from the seed and the number of the person: the same under every strategy.',
    source: ASSUMED,
  },
  {
    title: 'Some relapse',
    words: `Who is not late any more misses the next due with ${percent(COUNTS.relapse.late / COUNTS.relapse.of)}.`,
    source: DATA,
  },
  {
    title: 'What people say follows from what they will do',
    words:
      'Promises and announcements are made by some who will pay and by some who will not. A promise changes no payment.',
    source: ASSUMED,
  },
  {
    title: 'Troubles',
    words: `Dead e-mail addresses ${percent(SHARES.emailDead)}, wrong numbers ${percent(SHARES.phoneOfOther + SHARES.phoneNotInUse)}, people who stop a channel ${percent(SHARES.stops)}, disputes ${percent(SHARES.disputes)}, deaths ${percent(SHARES.death)}, bankruptcies ${percent(SHARES.bankruptcy)}, hardship ${percent(SHARES.hardship)} of those under high strain. Higher than in a quiet portfolio, so that each occurs.`,
    source: ASSUMED,
  },
  {
    title: 'Agencies',
    words: `While an agency has an account, ${percent(SHARE_VIA_AGENCY)} of the payments go to the agency. A placed account counts as contacted, whether the agency got through or not; beyond that an agency changes nothing.`,
    source: ASSUMED,
  },
  {
    title: 'Everybody else works at once and without mistakes',
    words:
      'Callers call on the day of the task, staff decide within days, agencies and the bureau answer on the same day, messages arrive unless the address is dead, and no provider fails.',
    source: ASSUMED,
  },
  {
    title: 'Statements',
    words:
      'A card gets a new minimum of 3.5 % of its balance every 30 days. Other products owe what the book lists, with no interest and no new loans.',
    source: ASSUMED,
  },
];

/** What every reader of a difference must know. */
export const CAUTION =
  'A simulated difference rests on the assumptions of the behaviour model. Its interval tells how far chance alone could move it, not how far the model is from your people. Before a strategy earns trust, try it on a small share of real accounts.';
