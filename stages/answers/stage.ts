import { ANSWER_STEPS, ANSWERED, ANSWERS_STAGE, answersOf, stepOf, toldBy, wayOf } from '../../domain/answers.ts';
import type { Feature } from '../../domain/law/content/features.ts';
import type { Occurrence, Situation, Stage, Step } from '../../domain/stage.ts';
import { LETTER_MENTIONS } from '../letter-parts.ts';
import { confirmReceipt, tellOutcome } from './messages.ts';

/** What is to be told by the step now, and by this way. */
function toTell(situation: Situation, step: string, by: 'email' | 'letter'): Occurrence[] {
  const { about, tells } = toldBy(step);
  return answersOf(situation.facts)
    .filter((answer) => answer.about === about && answer.tells === tells && wayOf(situation, answer) === by)
    .map(({ no }) => ({ occurrence: no, on: situation.today, asked: true }));
}

const MENTIONS: readonly Feature[] = [...LETTER_MENTIONS, 'debt', 'how-to-dispute'];

function byMail(names: Parameters<typeof stepOf>[0]): Step {
  const name = stepOf(names, 'email');
  const isReceipt = names.tells === 'receipt';
  return {
    name,
    channels: ['email'],
    purpose: 'answer',
    duty: true,
    occurrences: (situation) => toTell(situation, name, 'email'),
    mentions: { email: isReceipt ? MENTIONS : [...MENTIONS, 'amount'] },
    message: (letter) => (isReceipt ? confirmReceipt(letter) : tellOutcome(letter)),
    ...(isReceipt && names.about === 'complaint' ? { whenSent: 'acknowledge-complaint' } : {}),
  };
}

function onPaper(names: Parameters<typeof stepOf>[0]): Step {
  const name = stepOf(names, 'letter');
  return {
    name,
    channels: ['desk'],
    purpose: 'review',
    duty: true,
    task: 'answer-by-letter',
    occurrences: (situation) => toTell(situation, name, 'letter'),
    lapses: ({ facts }, { occurrence }) =>
      answersOf(facts).some(
        ({ about, tells, no }) => about === names.about && tells === names.tells && no === occurrence,
      )
        ? null
        : { code: 'said-otherwise', words: 'it was closed, or said in another way' },
  };
}

const ALL = ANSWERED.flatMap((about) => ANSWER_STEPS.map((tells) => ({ about, tells })));

/** That a dispute or a complaint came, and how it ended: by e-mail, else a task to write a letter. */
export const answers: Stage = Object.freeze({
  name: ANSWERS_STAGE,
  title: { en: 'Answers', 'zh-Hans': '异议与投诉答复' },
  opensAt: 0,
  kind: 'duties',
  concerns: ({ facts }) => facts.creditor.answersFrom !== undefined,
  exits: 'nothing: each is said once',
  steps: [...ALL.map(byMail), ...ALL.map(onPaper)],
} satisfies Stage);
