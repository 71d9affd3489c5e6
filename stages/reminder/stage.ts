import type { Stage } from '../../domain/stage.ts';
import { reminderFirst, reminderSecond, reminderThird } from './messages.ts';

/** Three e-mails in the first days: what is due, how to pay, how to object, where to find free help, and an offer in each. */
export const reminder: Stage = Object.freeze({
  name: 'reminder',
  title: { en: 'Reminder', 'zh-Hans': '提醒' },
  opensAt: 1,
  kind: 'contact',
  leaves: 'payment of what is overdue; lapses when a later contact stage opens',
  steps: [
    { name: 'email-1', day: 1, channels: ['email', 'sms'], purpose: 'demand', message: reminderFirst },
    { name: 'email-4', day: 4, channels: ['email', 'sms'], purpose: 'demand', message: reminderSecond },
    { name: 'email-8', day: 8, channels: ['email', 'sms'], purpose: 'demand', message: reminderThird },
  ],
} satisfies Stage);
