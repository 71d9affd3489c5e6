/** `arrears explain`: the story of one account. */
import { AHEAD_DAYS } from '../../domain/contracts/ahead.ts';
import type { StoryView } from '../../domain/contracts/story-view.ts';
import { strategyWords } from '../../domain/strategy/move.ts';
import { findAccount, pathOf } from '../account.ts';
import { planLine } from '../agreement-text.ts';
import { openApiClient } from '../api-client.ts';
import { complaintLine } from '../complaint-text.ts';
import { Fault } from '../fault.ts';
import { answer, count, type OutputOptions, paint, plain, showMoney, showTime } from '../print.ts';
import { forecastText } from './forecast-text.ts';

export interface ExplainOptions extends OutputOptions {
  /** Days of forecast; `true`: as many as usual. */
  ahead?: number | true;
  delivered?: boolean;
  unanswered?: boolean;
}

export async function explainAccount(typed: string, options: ExplainOptions): Promise<void> {
  const query = aheadQuery(options);
  const api = openApiClient();
  const story = await api.get<StoryView>(pathOf(await findAccount(api, typed)), query);
  answer(options, story, () => storyText(story));
}

/** What the API is asked about the time ahead. Throws when assumptions are named and no forecast is asked for. */
export function aheadQuery({ ahead, delivered = false, unanswered = false }: ExplainOptions) {
  if (ahead === undefined && !delivered && !unanswered) return {};
  if (ahead === undefined)
    throw new Fault(
      'invalid-request',
      `--${delivered ? 'delivered' : 'unanswered'} says what a forecast assumes, and none is asked for.`,
      'Add --ahead, or --ahead DAYS.',
    );
  return {
    ahead: ahead === true ? AHEAD_DAYS : ahead,
    ...(delivered ? { receipts: 'delivered' } : {}),
    ...(unanswered ? { calls: 'unanswered' } : {}),
  };
}

/** The story as it is read; times in the creditor's zone. */
export function storyText(story: StoryView): string {
  const at = (iso: string) => showTime(iso, story.zone);
  const sections = [
    heading(story),
    waitsText(story, at),
    section('Why', story.why),
    section(
      'Done',
      story.done.map(
        (done) =>
          `${at(done.at)}  ${done.what}${done.outcome === '' || done.outcome === 'recorded' ? '' : `: ${done.outcome}`}`,
      ),
    ),
    section(
      'Next',
      story.next.map((next) => nextLine(next, at)),
      'nothing is planned',
    ),
    section(
      'Held back',
      story.heldBack.map((held) => heldLine(held, at)),
    ),
    section(
      'Disputed',
      story.disputes.map(
        ({ since, what, about, dispute, answerBy }) =>
          `${at(since)}  ${what} (${about}): not asked for until it is answered${byWords(answerBy)} (dispute ${dispute})`,
      ),
    ),
    section(
      'Complaints',
      story.complaints.map((complaint) => complaintLine(complaint, at)),
    ),
    section('Classes', classesLines(story)),
    section('Strategy', strategyLines(story, at)),
    section('Restart', story.restart === null ? [] : [story.restart]),
    section('Plans', story.plans.map(planLine)),
    section('Debits', story.debits.map(debitLine)),
    section('Promises', story.promises.map(promiseLine)),
    section('Limitation', limitationLines(story)),
    // Nearly every account has the debtor and nobody else.
    section('Parties', story.parties.length > 1 ? story.parties.map(partyLine) : []),
    section(
      'Features',
      story.features.map(({ name, value, asOf }) => `${name} ${value} (as of ${asOf})`),
    ),
  ];
  if (story.ahead !== undefined) sections.push(forecastText(story.ahead, story.zone));
  return sections.filter((section) => section !== '').join('\n\n');
}

function heading(story: StoryView): string {
  const late = story.dpd > 0 ? `${count(story.dpd, 'day')} late` : 'not late';
  const parallel = story.parallel.length === 0 ? '' : `, beside it ${story.parallel.join(', ')}`;
  const placed = story.placedWith === null ? '' : ` It is with the agency ${story.placedWith}.`;
  return [
    paint('bold', `${story.account}: ${story.stage}${parallel}, ${late}`),
    `Overdue ${showMoney(story.overdue)} of a balance of ${showMoney(story.balance)}. Health: ${story.health}.${placed}`,
    `Judged by ${story.law.join(', ')}.`,
  ].join('\n');
}

/** What the next step waits for. */
function waitsText({ waits }: StoryView, at: (iso: string) => string): string {
  if (waits === null) return '';
  const until = waits.until === null ? 'until that is lifted' : `until ${at(waits.until)}`;
  return section('The next step waits', [
    `${waits.step ?? 'nothing is planned'}, ${until}: ${waits.because.join('; ')}`,
  ]);
}

function debitLine({ debit, amount, on, mandate, state, failure }: StoryView['debits'][number]): string {
  const became = failure === null ? state : `${state}: ${failure}`;
  return `${showMoney(amount)} on ${on} by mandate ${mandate}, ${became} (debit ${debit})`;
}

function promiseLine({ state, parts, until }: StoryView['promises'][number]): string {
  const amounts = parts.map((part) => `${showMoney(part.amount)} for ${part.on}`).join(', ');
  return `${state}: ${amounts}${state === 'running' || state === 'in-review' ? ` (quiet until ${until})` : ''}`;
}

function limitationLines({ limitation }: StoryView): string[] {
  if (limitation === null) return [];
  const { lastDay, law, barred, basis, unknown } = limitation;
  const by = law === 'creditor' ? '' : `, law of ${law}`;
  const state = barred ? 'barred: the last day to sue was' : 'last day to sue:';
  return [
    `${state} ${lastDay}${by} (${basis})`,
    ...unknown.map((other) => `the law of ${other.law} cannot say: ${other.words}`),
  ];
}

function classesLines({ classes, account }: StoryView): string[] {
  if (classes === null) return [];
  return [
    `ability ${classes.ability}, willingness ${classes.willingness}: npx arrears score explain ${account} says why`,
  ];
}

function strategyLines({ strategy }: StoryView, at: (iso: string) => string): string[] {
  if (strategy === null) return [];
  const { version, segment, since, withheld, moving, experiment, changes } = strategy;
  const where = segment === null ? 'the segment is chosen at its next evaluation' : `segment ${segment} since ${since}`;
  return [
    version === null ? strategyWords(null) : `${version}, ${where}${withheld ? ', in the holdout' : ''}`,
    ...(moving === null
      ? []
      : [`moves to ${strategyWords(moving.to)} at its next ${moving.at === 'now' ? 'evaluation' : 'stage'}`]),
    ...(experiment === null
      ? []
      : [`in the arm ${experiment.arm} of the experiment ${experiment.name} since ${experiment.since}`]),
    ...changes.map(
      (change) =>
        `${at(change.at)}  ${strategyWords(change.strategy)}${change.segment === null ? '' : ` ${change.segment}`}: ${change.because.join('; ')}`,
    ),
  ];
}

function partyLine({ role, person, liability, share, cap, permission }: StoryView['parties'][number]): string {
  const limit = cap === null ? `for ${share} %` : `for at most ${showMoney(cap)}`;
  const liable = liability === 'full' ? 'in full' : limit;
  return `${role} ${person}: ${liability === 'none' ? 'not liable' : `liable ${liable}`}; ${permission}`;
}

function nextLine(next: StoryView['next'][number], at: (iso: string) => string): string {
  const cancelled = next.cancelledBy.length === 0 ? '' : `; cancelled by ${next.cancelledBy.join(', ')}`;
  return `${at(next.at)}  ${next.what}${cancelled}`;
}

function heldLine(held: StoryView['heldBack'][number], at: (iso: string) => string): string {
  const until = held.until === null ? '' : ` until ${at(held.until)}`;
  const lifted = held.liftedBy.length === 0 ? '' : `; lifted by ${held.liftedBy.join(', ')}`;
  return `${held.what}${until}: ${held.because.join('; ')}${lifted}`;
}

function section(title: string, lines: readonly string[], empty?: string): string {
  if (lines.length === 0 && empty === undefined) return '';
  return [paint('bold', title), ...(lines.length === 0 ? [empty ?? ''] : lines).map((line) => `  ${plain(line)}`)].join(
    '\n',
  );
}

/** The last day that a law gives for the answer; nothing where no law gives one. */
function byWords(answerBy: StoryView['disputes'][number]['answerBy']): string {
  if (answerBy === null) return '';
  const { on, rule, unverified } = answerBy;
  return `, by ${on} (${rule}${unverified ? ', default, unverified' : ''})`;
}
