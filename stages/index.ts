/** The ladder: one line per stage, mildest first. */
import type { Ladder } from '../domain/stage.ts';
import { agency } from './agency/stage.ts';
import { answers } from './answers/stage.ts';
import { arrangement } from './arrangement/stage.ts';
import { bureau } from './bureau/stage.ts';
import { call } from './call/stage.ts';
import { care } from './care/stage.ts';
import { education } from './education/stage.ts';
import { legal } from './legal/stage.ts';
import { plan } from './plan/stage.ts';
import { receipt } from './receipt/stage.ts';
import { reminder } from './reminder/stage.ts';
import { review } from './review/stage.ts';
import { sms } from './sms/stage.ts';

export const LADDER: Ladder = [
  reminder, // three e-mails
  sms, // two short messages
  call, // tasks for the callers
  agency, // notice, handover, recall
  bureau, // notice, then a record every month
  legal, // final demand, approval, case folder, filing
  receipt, // after a cure: thanks
  review, // beside the ladder: tasks for staff
  answers, // that a dispute or a complaint came, and how it ended
  arrangement, // reviews of a person's own word, and its proof
  plan, // repayment plans: copy, dates, break, certificate
  care, // in hardship: help, reviews, the word after a breathing space
  education, // plain information, where a creditor switches it on
];
