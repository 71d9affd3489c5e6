/** What the person asked for: hours, channels, places. */
import type { LegalCase, Preference } from '../case.ts';
import type { PreferencesDemand, RuleAnswer } from '../rule.ts';
import { commonOpening } from './hours.ts';
import { isInForce } from './in-force.ts';

export function judgePreferences({ of }: PreferencesDemand, legalCase: LegalCase): RuleAnswer | null {
  for (const preference of legalCase.preferences) {
    const answer = isInForce(preference, legalCase.at) ? JUDGES[of](preference, legalCase) : null;
    if (answer !== null) return answer;
  }
  return null;
}

const JUDGES: Readonly<
  Record<PreferencesDemand['of'], (preference: Preference, legalCase: LegalCase) => RuleAnswer | null>
> = {
  hours({ hours }, { at, zones }) {
    if (hours === null) return null;
    const until = commonOpening(at, zones, hours);
    if (until === null)
      return { kind: 'refuse', code: 'no-common-hour', words: 'no hour is one that the person asked for' };
    return until > at
      ? { kind: 'wait', until, code: 'asked-hours', words: 'outside the hours that the person asked for' }
      : null;
  },
  channel({ notBy }, { intent }) {
    if (notBy === null || notBy !== intent.channel) return null;
    return { kind: 'refuse', code: 'asked-channel', words: `the person asked for no contact by ${notBy}` };
  },
  place({ notAt }, { intent }) {
    if (notAt === null || notAt !== intent.place) return null;
    return { kind: 'refuse', code: 'asked-place', words: `the person must not be contacted at this place: ${notAt}` };
  },
};
