import type { Stage } from '../../domain/stage.ts';
import { SMS_MENTIONS } from '../sms-parts.ts';
import { smsInTone } from './messages.ts';

const MENTIONS = { sms: SMS_MENTIONS };

/** Two short messages that ask for a call back and say nothing that a lock screen should not show. */
export const sms: Stage = Object.freeze({
  name: 'sms',
  title: { en: 'SMS', 'zh-Hans': '短信' },
  opensAt: 10,
  kind: 'contact',
  exits: 'payment of what is overdue; lapses when a later contact stage opens',
  steps: [
    { name: 'sms-10', day: 10, channels: ['sms'], purpose: 'demand', mentions: MENTIONS, message: smsInTone },
    { name: 'sms-14', day: 14, channels: ['sms'], purpose: 'demand', mentions: MENTIONS, message: smsInTone },
  ],
} satisfies Stage);
