/** The lender's staff and the bureau: approvals, reviews, court, the end of a ladder, answers to records. */
import { factUnderReview, isReviewKind } from '../../domain/reviews.ts';
import { takesOutcome } from '../../domain/tasks.ts';
import { addDays, DAY_MS } from '../../domain/time.ts';
import { draw } from '../behaviour/draw.ts';
import type { AccountRow, EffectRow, TaskRow } from '../maps/book.ts';
import type { PersonLife } from './person-life.ts';

/** Days that a person in trouble gets before a review. */
const REVIEW_DAYS = 4;
const SHARE_APPROVED = 0.9;
const SHARE_FILED = 0.85;
const SHARE_HARDSHIP_ENDS = 0.4;
const SHARE_ACCEPTED = 0.5;
/** Of decisions at the end of a ladder. */
const SHARE_WAIT = 0.5;
const SHARE_WRITTEN_OFF = 0.75;
const WAIT_DAYS = 45;
const APPROVER = 'approver';
const CLERK = 'clerk';

/** Callers call, and the bank closes its disputes itself. */
const OF_OTHERS: readonly string[] = ['call', 'review-dispute'];

/** Does the tasks other than calls, in the order in which they opened. */
export function workDesk(life: PersonLife): void {
  const tasks = life.tasks;
  if (tasks.length === 0) return;
  // Tasks that open meanwhile wait for tomorrow.
  life.tasks = [];
  const waiting: TaskRow[] = [];
  for (const task of tasks) {
    if (task.state !== 'open') continue;
    if (OF_OTHERS.includes(task.kind) || !doTask(life, task)) waiting.push(task);
    life.engine.runUntil(life.engine.now);
  }
  life.tasks = [...waiting, ...life.tasks];
}

/** False: not today. */
function doTask(life: PersonLife, task: TaskRow): boolean {
  const { account, effect, kind } = task;
  if (takesOutcome(kind, 'care-reviewed')) return reviewCare(life, task);
  if (account === null || effect === null) {
    life.engine.endTask(task);
    return true;
  }
  const luck = draw(life.seed, life.accountOf(account).of.id, life.debtorDay, kind);
  answer(life, { task, account, effect, luck });
  return true;
}

interface Question {
  task: TaskRow;
  account: AccountRow;
  effect: EffectRow;
  luck: number;
}

function answer(life: PersonLife, question: Question): void {
  const { engine } = life;
  const { task, account, effect, luck } = question;
  const of = { effect: effect.id, by: APPROVER };
  switch (task.kind) {
    case 'approve-court':
      if (luck < SHARE_APPROVED) engine.tell(account, { kind: 'approved', body: of });
      else engine.tell(account, { kind: 'approval-refused', body: { ...of, reason: 'a last offer first' } });
      return;
    case 'record-filing':
      recordFiling(life, account, luck < SHARE_FILED);
      return;
    case 'ladder-end':
      endLadder(life, account, luck);
      return;
    case 'restart-review':
      engine.tell(account, { kind: 'restart-reviewed', body: { answer: 'begin', by: CLERK } });
      return;
    default:
      review(life, question);
  }
}

function review({ engine }: PersonLife, { task, account, effect, luck }: Question): void {
  const said = isReviewKind(task.kind)
    ? factUnderReview(task.kind, effect.occurrence, account.facts, account.creditor.zone)
    : undefined;
  if (said === undefined) engine.endTask(task);
  else engine.answerReview(task, { of: said.id, answer: luck < SHARE_ACCEPTED ? 'accept' : 'decline', by: CLERK });
}

function recordFiling(life: PersonLife, account: AccountRow, filed: boolean): void {
  if (!filed) {
    life.engine.tell(account, { kind: 'not-filed', body: { reason: 'the cost is not in proportion' } });
    return;
  }
  const { figures } = life.accountOf(account);
  figures.cost.filing += life.costs.filing;
  life.engine.tell(account, { kind: 'filed', body: { court: 'court', number: `${account.number}-1` } });
}

function endLadder(life: PersonLife, account: AccountRow, luck: number): void {
  const { figures } = life.accountOf(account);
  const today = life.timetable.dateOf(life.day);
  if (luck < SHARE_WAIT) {
    const body = { answer: 'wait', until: addDays(today, WAIT_DAYS), by: CLERK } as const;
    life.engine.tell(account, { kind: 'ladder-answer', body });
    return;
  }
  figures.givenUp += 1;
  const answer = luck < SHARE_WRITTEN_OFF ? 'write-off' : 'sell';
  life.engine.tell(account, { kind: 'ladder-answer', body: { answer, by: CLERK } });
}

/** Hardship, death, bankruptcy and holds are reviewed after some days; some hardship ends. */
function reviewCare({ engine, row, seed, debtorDay }: PersonLife, task: TaskRow): boolean {
  if (engine.now - task.openedAt < REVIEW_DAYS * DAY_MS) return false;
  const ends = draw(seed, row.id, debtorDay, task.kind) < SHARE_HARDSHIP_ENDS;
  if (task.kind === 'hardship-review' && ends)
    engine.tellOf(row, { kind: 'hardship-ended', body: { reason: 'a plan was agreed' } });
  engine.tellOf(row, { kind: 'care-reviewed', body: { outcome: 'papers seen' } });
  return true;
}

/** The bureau takes every record. */
export function answerBureau({ engine, records }: PersonLife): void {
  for (const effect of records.splice(0))
    engine.tell(effect.account, { kind: 'bureau-acknowledged', body: { month: String(effect.occurrence) } });
}
