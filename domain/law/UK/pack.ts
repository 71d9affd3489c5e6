/** United Kingdom: the law of England and Wales unless a rule says otherwise. */
import type { Pack } from '../rule.ts';
import { CONTACT_RULES } from './contact.ts';
import { PROCESS_RULES } from './process.ts';

/** United Kingdom. */
export const UK: Pack = {
  name: 'UK',
  title: 'United Kingdom',
  version: '2026-12-01',
  rules: [...CONTACT_RULES, ...PROCESS_RULES],
  notCovered: [
    'Procedure in Scotland and Northern Ireland: the letter of claim of England and Wales is asked for there too.',
    'Mortgages, and debts of businesses.',
    'Bankruptcy, individual voluntary arrangements, debt relief orders and the Scottish moratorium.',
    'Limitation that a moratorium extends: the shorter period is counted.',
    'Charges while fewer than two payments are missed: the notice of sums in arrears is asked for from the first.',
    'The three to six months of arrears before a default is filed, and what a default notice must say and enclose.',
    'Complaints about electronic money and payment services, which are answered sooner, and what a response must say.',
    'What the chapter on arrears says since it was reworded in November 2024.',
  ],
};
