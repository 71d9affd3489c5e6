import type { Stage } from '../../domain/stage.ts';
import { thanks } from './messages.ts';

/** One thank-you when everything overdue is paid, if any message was sent or call made. */
export const receipt: Stage = Object.freeze({
  name: 'receipt',
  title: { en: 'Receipt', 'zh-Hans': '收讫致谢' },
  opensAt: 0,
  kind: 'after',
  exits: 'nothing: it is said once',
  steps: [
    {
      name: 'thanks',
      channels: ['email', 'sms'],
      purpose: 'receipt',
      message: thanks,
      occurrences: ({ facts, today }) => {
        const { episode } = facts;
        if (!episode || episode.curedVersion === null || facts.closed) return [];
        const spoken = facts.effects.some(
          (effect) => effect.episode === episode.no && effect.purpose !== 'receipt' && effect.state === 'sent',
        );
        return spoken ? [{ occurrence: 1, on: today }] : [];
      },
    },
  ],
} satisfies Stage);
