/** Every text that the ladder can send, and words that none of them may contain. */
import { isWrittenChannel, type WrittenChannel } from '../../domain/channels.ts';
import { LANGUAGES, type LetterFacts, type Rendered } from '../../domain/letter.ts';
import { LADDER } from '../../stages/index.ts';

export type Write = (letter: LetterFacts, channel: WrittenChannel) => Rendered;
export interface Text {
  name: string;
  stage: string;
  channel: WrittenChannel;
  write: Write;
}
export const STEPS = LADDER.flatMap((stage) => stage.steps.map((step) => ({ stage, step })));
export const TEXTS: Text[] = STEPS.flatMap(({ stage, step }) =>
  step.channels.filter(isWrittenChannel).map((channel) => ({
    name: `${stage.name}/${step.name}`,
    stage: stage.name,
    channel,
    write: step.message as Write,
  })),
);
const both = (texts: readonly Text[]) => texts.flatMap((text) => LANGUAGES.map((language) => ({ ...text, language })));
export const EMAILS = both(TEXTS.filter((text) => text.channel === 'email'));
/** Stages whose messages ask for no money. */
const ASKS_NOTHING = ['receipt', 'answers', 'arrangement', 'care', 'education', 'plan'];
export const ASKING = EMAILS.filter((text) => !ASKS_NOTHING.includes(text.stage));
export const REMINDERS = EMAILS.filter((text) => text.stage === 'reminder');
export const SMS = both(TEXTS.filter((text) => text.channel === 'sms'));

/** Words of debt. Subjects and SMS must not contain them, because others may read these. */
export const DEBT_WORDS =
  /\b(debts?|owe[ds]?|owing|overdue|arrears|unpaid|due|pay(ment|able|ing)?|paid|collect\w*|remind\w*|demand|default|legal|court|lawyer|bureau|agency|loan|card|instalments?|balance|amount)\b|[债欠逾催款额付贷费]|还款|法院|征信|委外|起诉|信用/i;
export const THREATS =
  /\b(arrest|police|prison|jail|immediately|urgent|last chance|consequences|seize|garnish)\b|警察|坐牢|立即|紧急|后果|查封|最后机会|否则/i;
