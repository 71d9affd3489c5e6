/** `arrears calling`: somebody calls, is asked who they are, and then hears where they stand. */
import type { CallerView, IdentifiedView } from '../../domain/contracts/caller.ts';
import { FACTORS, NEEDED } from '../../domain/worklist/identity.ts';
import { openApiClient } from '../api-client.ts';
import { UsageFault } from '../fault.ts';
import { readChoice, readName } from '../input.ts';
import { answer, count, type OutputOptions, paint, pairs, plain, showMoney } from '../print.ts';
import { readTimes, type TimeOf } from '../times.ts';
import { caseText } from '../work-text.ts';

interface CallingOptions extends OutputOptions {
  number?: string;
  reference?: string;
  name?: string;
  speaksAs?: string;
  answer?: string[];
  as?: string;
}

export async function openCaller({ number, reference, name, speaksAs, as, ...options }: CallingOptions): Promise<void> {
  const given = Object.entries({ number, reference, name }).filter(([, value]) => value !== undefined);
  if (given.length !== 1)
    throw new UsageFault(
      'It is not said by what the caller is to be found.',
      'Give one of --number, --reference and --name.',
    );
  const body = { as: readName(as), speaksAs, ...Object.fromEntries(given) };
  const caller = await openApiClient().post<CallerView>('/v1/callers', body);
  answer(options, caller, () => callerText(caller));
}

const callerText = ({ caller, candidates, ask, triesLeft }: CallerView): string =>
  [
    `Caller ${caller}: ${count(candidates, 'person', 'persons')} may be meant. Say nothing of a debt.`,
    `${paint('bold', `Ask; ${NEEDED} answers must fit, and no other may be wrong`)}\n${pairs(
      ask.map(({ factor, question }) => [factor, question] as const),
    )}`,
    `Type what they say (${count(triesLeft, 'try', 'tries')}): npx arrears calling identify ${caller} ${ask
      .slice(0, NEEDED)
      .map(({ factor }) => `--answer ${factor}=WORDS`)
      .join(' ')} --as NAME`,
  ].join('\n\n');

export async function identifyCaller(no: string, { answer: said, as, ...options }: CallingOptions): Promise<void> {
  if (!/^[1-9]\d{0,14}$/.test(no))
    throw new UsageFault(`"${no}" is not the number of a caller.`, 'npx arrears calling --help shows how to begin.');
  const answers = Object.fromEntries(
    (said ?? []).map((text) => {
      const at = text.indexOf('=');
      if (at < 1) throw new UsageFault('An answer is not written as QUESTION=WORDS.', 'Write --answer due-day=5.');
      return [readChoice(text.slice(0, at), FACTORS, 'The question'), text.slice(at + 1)] as const;
    }),
  );
  if (Object.keys(answers).length < NEEDED)
    throw new UsageFault(`${NEEDED} answers are needed.`, 'Give --answer QUESTION=WORDS for each.');
  const api = openApiClient();
  const identified = await api.post<IdentifiedView>(`/v1/callers/${no}/identify`, { as: readName(as), answers });
  const timeOf = await readTimes(api);
  answer(options, identified, () => identifiedText(identified, timeOf));
}

function identifiedText({ caller, person, accounts, tasks }: IdentifiedView, timeOf: TimeOf): string {
  const tasksText = tasks.map(
    ({ task, kind, account }) => `  ${task} (${kind}${account === null ? '' : `, ${account}`})`,
  );
  return [
    `Caller ${caller} is identified: ${plain(person.name)} (person ${person.number}, ${person.language}).`,
    ...accounts.map((account) => accountText(account, timeOf)),
    ...(tasks.length === 0 ? [] : [`${paint('bold', 'Open tasks')}\n${tasksText.join('\n')}`]),
  ].join('\n\n');
}

function accountText(
  { account, permission, case: about, offers }: IdentifiedView['accounts'][number],
  timeOf: TimeOf,
): string {
  const parts = (all: NonNullable<typeof offers>['deferral']) =>
    all.map(({ on, amount }) => `${showMoney(amount)} on ${on}`).join(', ') || null;
  const says = `The caller ${permission}.`;
  if (about === null) return `${paint('bold', account)}\n${says}`;
  return [
    caseText(about, timeOf),
    says,
    ...(offers === null
      ? []
      : [
          pairs([
            ['instalments', parts(offers.instalments)],
            ['deferral', parts(offers.deferral)],
          ]),
        ]),
    'To record:',
    `  npx arrears record ${account} promise --parts DATE=AMOUNT --as NAME`,
    `  npx arrears record ${account} dispute --about amount --as NAME`,
    `  npx arrears record ${account} payment-announced --as NAME`,
  ].join('\n');
}
