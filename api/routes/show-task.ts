/** GET /v1/tasks/{no}: what the doer must see. The only answer that names a person and a phone number. */
import type { WrongRecord } from '../../channels/bureau/right-record.ts';
import { wireAmount } from '../../domain/contracts/answer.ts';
import type { BureauRecord } from '../../domain/contracts/bureau-record.ts';
import { ShownTaskView, type TaskView } from '../../domain/contracts/views.ts';
import { factWords } from '../../domain/fact-words.ts';
import type { PromisePart } from '../../domain/facts.ts';
import { theftChecks } from '../../domain/identity-theft.ts';
import type { Offer } from '../../domain/offer.ts';
import { restartChecks, restartOf } from '../../domain/restart.ts';
import { factUnderReview, isReviewKind } from '../../domain/reviews.ts';
import type { Situation } from '../../domain/stage.ts';
import { taskRule } from '../../domain/tasks.ts';
import type { Instant } from '../../domain/time.ts';
import { readCall } from '../../engine/tasks/call-task.ts';
import { letterOfTask } from '../../engine/tasks/letter-task.ts';
import { readTask, readWrongRecords, situationOfTask } from '../../engine/tasks/read-task.ts';
import { callScript } from '../../stages/call/messages.ts';
import { CALL_RESULTS, CONTACT_OUTCOMES, type OutcomeRow } from '../../stages/call/outcomes.ts';
import { courtChecklist } from '../../stages/legal/checklist.ts';
import { letterFacts } from '../../stages/letter-facts.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { TaskPath } from '../schemas.ts';

export function showTaskRoute(api: Api, deps: ApiDeps): void {
  const schema = {
    summary: 'One task with what its doer must see: whom to call and how, a checklist, or records to correct',
    params: TaskPath,
    response: { 200: ShownTaskView },
  };
  api.get('/v1/tasks/:no', { schema }, async ({ params }) => shownTask(deps, BigInt(params.no), await deps.now()));
}

/** The task as its doer sees it at `now`. Throws `unknown-task`. */
export async function shownTask({ db, rulebook }: ApiDeps, no: bigint, now: Instant): Promise<ShownTaskView> {
  const task = await readTask(db, no, now);
  const { shows } = taskRule(task.kind);
  const situation =
    NEEDS_SITUATION.has(shows) || task.evidence !== null ? await situationOfTask(db, rulebook, no, now) : null;
  const call = shows === 'call' ? await readCall(db, rulebook, no, now) : null;
  const letter = call && letterFacts(call.to, [call.facts], now, rulebook.rulesFor(call.facts));
  return {
    ...task,
    checklist: situation && (checklistOf(shows, situation) ?? theftChecks(situation, task.evidence?.length ?? 0)),
    review: situation !== null && shows === 'arrangement' ? reviewOfTask(task, situation) : null,
    letter: shows === 'letter' ? await letterOfTask(db, rulebook, no, now) : null,
    records: shows === 'bureau-records' ? (await readWrongRecords(db, no, now)).map(recordAnswer) : null,
    call: letter && {
      spokenTo: call.spokenTo,
      script: callScript(letter),
      offers: letter.offer && offersAnswer(letter.offer, call.facts.currency),
      outcomes: { contact: outcomesAnswer(CONTACT_OUTCOMES), result: outcomesAnswer(CALL_RESULTS) },
    },
  };
}

const NEEDS_SITUATION: ReadonlySet<string> = new Set(['court-checklist', 'restart-checklist', 'arrangement']);

/** The checklist of the task; null when it has none, or need not be done any more. */
function checklistOf(shows: string, situation: Situation): ShownTaskView['checklist'] {
  if (shows === 'court-checklist') return courtChecklist(situation);
  const restart = shows === 'restart-checklist' ? restartOf(situation) : null;
  return restart && restartChecks(situation, restart, situation.today);
}

/** What is under review, in words. */
function reviewOfTask({ kind, occurrence }: TaskView, { facts, standing }: Situation): ShownTaskView['review'] {
  if (!isReviewKind(kind)) return null;
  const { zone } = facts.creditor;
  const said = factUnderReview(kind, occurrence ?? 0, facts.facts, zone);
  if (said === undefined) return null;
  const promise = standing.promises.find((promise) => promise.id === said.id);
  const announced = standing.announcement?.ids.includes(said.id) ? standing.announcement : null;
  const { exceeds = null, until = null } = promise ?? announced ?? {};
  return { said: factWords(said, facts.currency, zone).what, exceeds, until };
}

/** What a wrong record said, and what would be right. */
function recordAnswer({ said, right }: WrongRecord) {
  const answer = ({ status, overdue, balance, currency, dateOfFirstDelinquency }: BureauRecord) => ({
    status,
    overdue: wireAmount(currency, BigInt(overdue)),
    balance: wireAmount(currency, BigInt(balance)),
    dateOfFirstDelinquency,
  });
  return { month: said.month, said: answer(said), right: answer(right) };
}

/** The offers in the form of an outcome's `parts`. */
export function offersAnswer({ instalments, deferral }: Offer, currency: string) {
  const part = ({ on, minor }: PromisePart) => ({ on, amount: wireAmount(currency, minor) });
  return { instalments: instalments.map(part), deferral: deferral === null ? [] : [part(deferral)] };
}

/** What may be recorded, what it does, and what must be given with it. */
function outcomesAnswer(table: Readonly<Record<string, OutcomeRow>>) {
  return Object.entries(table).map(([name, { words, needs }]) => ({ name, words, needs: [...needs] }));
}
