import type { Stage } from '../../domain/stage.ts';
import { smsFirst, smsSecond } from './messages.ts';

/** Two short messages that ask for a call back and say nothing that a lock screen should not show. */
export const sms: Stage = Object.freeze({
  name: 'sms',
  title: { en: 'SMS', 'zh-Hans': '短信' },
  opensAt: 10,
  kind: 'contact',
  exits: 'payment of what is overdue; lapses when a later contact stage opens',
  steps: [
    { name: 'sms-10', day: 10, channels: ['sms'], purpose: 'demand', message: smsFirst },
    { name: 'sms-14', day: 14, channels: ['sms'], purpose: 'demand', message: smsSecond },
  ],
} satisfies Stage);
