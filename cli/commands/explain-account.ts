/** `arrears explain`: the story of one account. */
import type { StoryView } from '../../domain/contracts/views.ts';
import { findAccount, pathOf } from '../account.ts';
import { openApiClient } from '../api-client.ts';
import { answer, count, type OutputOptions, paint, plain, showMoney, showTime } from '../print.ts';

export async function explainAccount(typed: string, options: OutputOptions): Promise<void> {
  const api = openApiClient();
  const story = await api.get<StoryView>(pathOf(await findAccount(api, typed)));
  answer(options, story, () => storyText(story));
}

/** The story as it is read; times in the creditor's zone. */
export function storyText(story: StoryView): string {
  const at = (iso: string) => showTime(iso, story.zone);
  const sections = [
    heading(story),
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
    section('Promises', story.promises.map(promiseLine)),
    // Nearly every account has the debtor and nobody else.
    section('Parties', story.parties.length > 1 ? story.parties.map(partyLine) : []),
    section(
      'Features',
      story.features.map(({ name, value, asOf }) => `${name} ${value} (as of ${asOf})`),
    ),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function heading(story: StoryView): string {
  const late = story.dpd > 0 ? `${count(story.dpd, 'day')} late` : 'not late';
  const parallel = story.parallel.length === 0 ? '' : `, beside it ${story.parallel.join(', ')}`;
  const placed = story.placedWith === null ? '' : ` It is with the agency ${story.placedWith}.`;
  return [
    paint('bold', `${story.account}: ${story.stage}${parallel}, ${late}`),
    `Overdue ${showMoney(story.overdue)} of a balance of ${showMoney(story.balance)}. Health: ${story.health}.${placed}`,
  ].join('\n');
}

function promiseLine({ state, parts, until }: StoryView['promises'][number]): string {
  const amounts = parts.map((part) => `${showMoney(part.amount)} for ${part.on}`).join(', ');
  return `${state}: ${amounts}${state === 'running' ? ` (quiet until ${until})` : ''}`;
}

function partyLine({ role, person, liability, share, cap }: StoryView['parties'][number]): string {
  const limit = cap === null ? `for ${share} %` : `for at most ${showMoney(cap)}`;
  const liable = liability === 'full' ? 'in full' : limit;
  return `${role} ${person}: ${liability === 'none' ? 'not liable' : `liable ${liable}`}`;
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
