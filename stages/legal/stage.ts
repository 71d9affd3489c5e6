import type { Occurrence, Reason, Situation, Stage } from '../../domain/stage.ts';
import { factsOf } from '../../domain/standing.ts';
import { addDays, localDate } from '../../domain/time.ts';
import { deliveredNotice, noticeTries } from '../notice.ts';
import { courtChecklist } from './checklist.ts';
import { finalDemand } from './messages.ts';

/** Days that the final demand gives. */
export const DEMAND_DAYS = 14;
const OPENS_AT = 91;

function mayOpen({ facts, standing }: Situation): Reason | null {
  const no = (code: string, words: string): Reason => ({ code, words: `not to court: ${words}` });
  if (facts.balance < facts.creditor.legalFloor) return no('below-floor', 'the balance is below the floor');
  if (facts.placements.some((one) => one.state !== 'ended')) return no('placed', 'an agency still has the account');
  if (standing.disputed) return no('disputed', 'the debt is disputed');
  if (standing.hardship || standing.dead || standing.bankrupt) return no('care', 'hardship, death or bankruptcy');
  if (standing.runningPromise) return no('promise-running', 'a promise runs');
  const told = facts.effects.some((one) => one.step === 'notice' && one.state === 'sent' && one.bouncedAt === null);
  if (!told && facts.notifiedOn === null) return no('no-notice', 'no notice of a measure has been given');
  return null;
}

const approvedEffect = (situation: Situation) => factsOf(situation.facts.facts, 'approved').at(-1);
const refusal = (situation: Situation) => factsOf(situation.facts.facts, 'approval-refused').at(-1);

/** A second person is asked once the final demand has run out and every point of the checklist holds. */
function approval(situation: Situation): Occurrence[] {
  const { facts, today } = situation;
  const demand = deliveredNotice(situation, 'legal', 'final-demand');
  if (approvedEffect(situation) || refusal(situation)) return [];
  // Planned ahead with the demand; as long as it is not delivered the day moves on.
  const on = addDays(demand?.deliveredAt ? localDate(demand.deliveredAt, facts.creditor.zone) : today, DEMAND_DAYS + 1);
  return [{ occurrence: 1, on: on > today ? on : today }];
}

function checklistFails(situation: Situation): Reason | null {
  const failed = courtChecklist(situation).filter((one) => !one.passed);
  return failed.length === 0
    ? null
    : { code: 'checklist', words: `the court checklist fails: ${failed.map((one) => one.name).join(', ')}` };
}

function folder(situation: Situation): Occurrence[] {
  return approvedEffect(situation) && situation.facts.courtCase?.state !== 'withdrawn' ? [{ occurrence: 1, on: situation.today }] : [];
}

function filing(situation: Situation): Occurrence[] {
  const { state } = situation.facts.courtCase ?? {};
  if (state === 'folder-made') return [{ occurrence: 1, on: situation.today }];
  return state === 'open' ? [{ occurrence: 1, on: addDays(situation.today, 1) }] : [];
}

/** The case was taken back after its folder had been made: the folder says so. */
function withdrawal(situation: Situation): Occurrence[] {
  const made = situation.facts.effects.some((one) => one.stage === 'legal' && one.step === 'case-folder' && one.state === 'sent');
  return made && situation.facts.courtCase?.state === 'withdrawn' ? [{ occurrence: 1, on: situation.today }] : [];
}

/** The ladder has run out: nothing runs, nothing can follow, something is still owed. A person decides; never silence. */
function ranOut(situation: Situation): Occurrence[] {
  const { facts, standing, today } = situation;
  if (standing.cured || facts.closed || standing.dpd < OPENS_AT) return [];
  if (facts.placements.some((one) => one.state !== 'ended') || standing.runningPromise) return [];
  const ended = refusal(situation) || facts.courtCase?.state === 'not-filed' || facts.balance < facts.creditor.legalFloor;
  if (!ended || standing.disputed) return [];
  const answers = factsOf(facts.facts, 'ladder-answer');
  const last = answers.at(-1);
  if (last && last.body.answer !== 'wait') return [];
  const on = last?.body.until && last.body.until > today ? last.body.until : today;
  return [{ occurrence: answers.length + 1, on }];
}

/** The last step: a demand, a checklist, a second person's approval, a folder; a person files it or says why not. */
export const legal: Stage = Object.freeze({
  name: 'legal',
  title: { en: 'Legal', 'zh-Hans': '法律程序' },
  opensAt: OPENS_AT,
  kind: 'measure',
  opens: mayOpen,
  leaves: 'payment or dispute before filing: the case is withdrawn',
  steps: [
    {
      name: 'final-demand',
      channels: ['email', 'sms'],
      purpose: 'notice',
      wanted: noticeTries('legal', 'final-demand'),
      message: finalDemand,
    },
    { name: 'approval', channels: ['desk'], purpose: 'handover', task: 'approve-court', wanted: approval, needless: checklistFails },
    { name: 'case-folder', channels: ['court'], purpose: 'handover', recipient: () => 'court', wanted: folder },
    { name: 'filing', channels: ['desk'], purpose: 'handover', task: 'record-filing', wanted: filing },
    { name: 'withdrawal', channels: ['court'], purpose: 'undo', duty: true, recipient: () => 'court', wanted: withdrawal },
    { name: 'ladder-end', channels: ['desk'], purpose: 'review', duty: true, task: 'ladder-end', wanted: ranOut },
  ],
} satisfies Stage);
