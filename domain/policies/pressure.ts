/** Demands wait until enough of earlier contacts has faded for the person to bear another (domain/care/pressure.ts). */
import { FADES_IN_DAYS, fitsFrom, weightOfDemand } from '../care/pressure.ts';
import { isPersonChannel } from '../channels.ts';
import type { Policy } from './policy.ts';

/** Holds demands back while the budget of pressure is used up. */
export const pressure: Policy = {
  name: 'pressure',
  title: 'pressure',
  contactDays: FADES_IN_DAYS,
  judge({ facts }, { purpose, channel, at }) {
    if (purpose !== 'demand' || !isPersonChannel(channel) || facts.contacts.length === 0) return null;
    const until = fitsFrom(facts.contacts, weightOfDemand(channel), at);
    if (until <= at) return null;
    const words = 'the person has had as much contact as they can bear; earlier contacts must fade first';
    return { kind: 'wait', until, reason: { code: 'pressure', words } };
  },
};
