/** Massachusetts: 940 CMR 7.00 binds creditors that collect their own debts, 209 CMR 18.00 collectors. */
import type { ContactChannel, LegalCase } from '../case.ts';
import { judgeCap } from '../mechanisms/counts.ts';
import type { CapDemand, Rule, RuleAnswer } from '../rule.ts';
import { ALL_BUT_ATTORNEY, longStanding, SEEN } from './shared.ts';

const REGIONS = ['MA'];
const TELEPHONE: readonly ContactChannel[] = ['call', 'sms'];
/** Places whose number the person gave as a personal one. */
const HOME: readonly string[] = ['home', 'cell'];

/** Calls and texts that reached the number: an attempt counts, unless nobody could be reached and no message left. */
const COMMUNICATIONS: CapDemand['counts'] = {
  channels: TELEPHONE,
  outcomes: ['attempted', 'no-answer', 'voicemail', 'third-party', 'conversation', 'sent'],
  addressees: ALL_BUT_ATTORNEY,
};

/** Where an earlier contact reached the person is not known here, so each counts. An unknown place is the home. */
function judgeElsewhere(legalCase: LegalCase): RuleAnswer | null {
  const { place } = legalCase.intent;
  if (place === null || HOME.includes(place)) return null;
  return judgeCap({ kind: 'cap', counts: COMMUNICATIONS, per: 'debt', days: 30, most: 2 }, legalCase);
}

/** Rules of Massachusetts. */
export const MASSACHUSETTS_RULES: readonly Rule[] = [
  longStanding({
    id: 'US-FREQ-MA',
    words: 'In Massachusetts a person is called or texted at most twice in seven days about each debt.',
    clause: '940 CMR 7.04(1)(f); 209 CMR 18.16(1)(d)',
    source: SEEN.massachusetts,
    confidence: 'quoted',
    severity: 'hard',
    binds: { acts: ['contact'], regions: REGIONS, channels: TELEPHONE, addressees: ALL_BUT_ATTORNEY },
    demand: { kind: 'cap', counts: COMMUNICATIONS, per: 'debt', days: 7, most: 2 },
  }),
  longStanding({
    id: 'US-FREQ-MA-02',
    words: 'In Massachusetts a person is called or texted elsewhere than at home at most twice in 30 days.',
    clause: '940 CMR 7.04(1)(f); 209 CMR 18.16(1)(d)',
    source: SEEN.massachusetts,
    confidence: 'quoted',
    severity: 'hard',
    binds: { acts: ['contact'], regions: REGIONS, channels: TELEPHONE, addressees: ALL_BUT_ATTORNEY },
    demand: { kind: 'judged', judge: judgeElsewhere },
  }),
  longStanding({
    id: 'US-VISIT-MA',
    words: 'In Massachusetts a person is visited at home at most once in 30 days about each debt.',
    clause: '940 CMR 7.04(1)',
    source: 'a legal aid page on the regulation',
    confidence: 'secondary',
    severity: 'hard',
    binds: { acts: ['contact'], regions: REGIONS, channels: ['visit'], addressees: ALL_BUT_ATTORNEY },
    demand: { kind: 'cap', counts: { channels: ['visit'] }, per: 'debt', days: 30, most: 1 },
  }),
  longStanding({
    id: 'US-TIME-MA',
    words: 'In Massachusetts a creditor too calls only from 08:00 up to 21:00, unless other waking hours are known.',
    clause: '940 CMR 7.04(1), 7.05(3)(e)',
    source: 'the regulation on households; a legal aid page on that of debtors',
    confidence: 'secondary',
    severity: 'hard',
    binds: {
      acts: ['contact'],
      actors: ['creditor'],
      regions: REGIONS,
      channels: ['call', 'visit'],
      addressees: ALL_BUT_ATTORNEY,
    },
    demand: { kind: 'hours', opens: 8 * 60, closes: 21 * 60, agreed: true },
  }),
  longStanding({
    id: 'US-TIME-MA-02',
    words: 'In Massachusetts a creditor too keeps the hours in which the person said to be awake.',
    clause: '940 CMR 7.04(1)',
    source: 'a legal aid page on the regulation',
    confidence: 'secondary',
    severity: 'hard',
    binds: {
      acts: ['contact'],
      actors: ['creditor'],
      regions: REGIONS,
      channels: ['call', 'visit'],
      addressees: ALL_BUT_ATTORNEY,
    },
    demand: { kind: 'preferences', of: 'hours' },
  }),
  longStanding({
    id: 'US-PLACE-MA',
    words: 'In Massachusetts a creditor too does not call a person at work who asked it not to.',
    clause: '940 CMR 7.04(1)(h); 209 CMR 18.16(1)(c)',
    source: SEEN.massachusetts,
    confidence: 'quoted',
    severity: 'hard',
    binds: { acts: ['contact'], actors: ['creditor'], regions: REGIONS, addressees: ALL_BUT_ATTORNEY },
    demand: { kind: 'preferences', of: 'place' },
  }),
  longStanding({
    id: 'US-ATTY-MA',
    words: 'In Massachusetts a creditor too contacts the attorney only, once it was told to.',
    clause: '940 CMR 7.04(1)',
    source: 'a legal aid page on the regulation',
    confidence: 'secondary',
    severity: 'hard',
    binds: {
      acts: ['contact'],
      actors: ['creditor'],
      regions: REGIONS,
      addressees: ALL_BUT_ATTORNEY,
      purposes: ['demand', 'notice', 'answer', 'information', 'locate'],
    },
    demand: { kind: 'status', status: 'attorney' },
  }),
  longStanding({
    id: 'US-3P-MA',
    words: 'In Massachusetts a creditor too lets no third party guess that there is a debt.',
    clause: '940 CMR 7.06(1)(a), (b)',
    source: SEEN.massachusetts,
    confidence: 'verbatim',
    severity: 'hard',
    binds: {
      acts: ['contact'],
      actors: ['creditor'],
      regions: REGIONS,
      addressees: ['contact-person', 'third-party'],
    },
    demand: { kind: 'content', forbids: ['debt', 'amount', 'lawsuit', 'postcard'] },
  }),
];
