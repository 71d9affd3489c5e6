/** The person asked to be called at a time: until then nothing else asks for money, by whatever account of theirs. */
import { callBackWished } from '../call-backs.ts';
import { isPersonChannel } from '../channels.ts';
import { showMoment } from '../fact-words.ts';
import type { Policy } from './policy.ts';

/** Holds demands back until the call that the person asked for. */
export const callBack: Policy = {
  name: 'call-back',
  title: 'call-back',
  judge({ facts: { person } }, { purpose, channel, at }) {
    if (purpose !== 'demand' || !isPersonChannel(channel)) return null;
    const until = callBackWished(person.facts);
    if (until === null || until <= at) return null;
    const words = `the person asked to be called at ${showMoment(until, person.zone)}`;
    return { kind: 'wait', until, reason: { code: 'call-back', words } };
  },
};
