import type { Reason, Situation, Stage } from '../../domain/stage.ts';
import { plainTask } from '../../domain/tasks.ts';
import { ASKING_MENTIONS } from '../../stages/letter-parts.ts';
import { announceVisit } from './messages.ts';

/** Nobody goes to an address that is not known. */
function noAddress({ facts }: Situation): Reason | null {
  return facts.person.hasAddress ? null : { code: 'no-address', words: 'no visit: the address is not known' };
}

/** A visit by own staff, announced by e-mail; what came of it is recorded with the task. */
export const fieldVisit: Stage = Object.freeze({
  name: 'field-visit',
  title: { en: 'Field visit', 'zh-Hans': '上门沟通' },
  opensAt: 22,
  kind: 'contact',
  exits: 'payment; the visit',
  steps: [
    {
      name: 'announcement',
      day: 22,
      channels: ['email'],
      purpose: 'demand',
      skipReason: noAddress,
      mentions: { email: ASKING_MENTIONS },
      message: announceVisit,
    },
    {
      name: 'visit',
      day: 25,
      channels: ['desk'],
      purpose: 'demand',
      task: plainTask('field-visit'),
      skipReason: noAddress,
    },
  ],
} satisfies Stage);
