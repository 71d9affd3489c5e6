/** `arrears retry`: frees what is stuck. The gate is asked again before anything leaves. */
import { CHANNELS } from '../../domain/channels.ts';
import { FOUND_VERDICTS } from '../../domain/contracts/outcome.ts';
import type { FreedView, StuckView } from '../../domain/contracts/views.ts';
import { isUuid } from '../../domain/uuid.ts';
import { findAccount, pathOf } from '../account.ts';
import { type ApiClient, openApiClient } from '../api-client.ts';
import { EXIT, Fault, UsageFault } from '../fault.ts';
import { readChoice, readName } from '../input.ts';
import { answer, count, type OutputOptions } from '../print.ts';
import { readCause } from '../stuck.ts';

interface RetryOptions extends OutputOptions {
  lane?: string;
  cause?: string;
  found?: string;
  as?: string;
}

export async function retryStuck(what: string | undefined, options: RetryOptions): Promise<number> {
  const ways = [what, options.lane, options.cause].filter((item) => item !== undefined);
  if (ways.length !== 1)
    throw new UsageFault(
      'Name one thing: an effect, an account, a refused file, --lane or --cause.',
      'npx arrears stuck shows what is stuck, each with its command.',
    );
  if (options.found !== undefined && (what === undefined || !isUuid(what)))
    throw new UsageFault('--found speaks of one effect.', 'npx arrears stuck --json shows the ids.');
  const api = openApiClient();
  if (options.lane !== undefined) return freeLane(api, options.lane, options);
  if (options.cause !== undefined) return freeCause(api, options.cause, options);
  if (what !== undefined && isUuid(what)) return freeById(api, what, options);
  return freeAccount(api, what ?? '', options);
}

async function freeLane(api: ApiClient, typed: string, options: RetryOptions): Promise<number> {
  const lane = readChoice(typed, CHANNELS, 'The lane');
  const freed = await api.post<FreedView>(`/v1/lanes/${lane}/open`);
  answer(
    options,
    freed,
    () => `The lane ${lane} ${freed.lanes.length > 0 ? 'is open again' : 'was open'}. ${dueText(freed)}`,
  );
  return EXIT.done;
}

async function freeAccount(api: ApiClient, typed: string, options: RetryOptions): Promise<number> {
  const account = await findAccount(api, typed);
  const freed = await api.post<FreedView>(`${pathOf(account)}/retry`);
  answer(options, freed, () => `${account.name} is looked at again. ${dueText(freed)}`);
  return EXIT.done;
}

/** Frees everything stuck for one cause, as far as no person and no repair is needed. */
async function freeCause(api: ApiClient, typed: string, options: RetryOptions): Promise<number> {
  const code = readCause(typed);
  const stuck = await api.get<StuckView[]>('/v1/stuck', { code });
  const freed = await api.post<FreedView>(`/v1/stuck/${code}/retry`);
  const [first] = stuck;
  if (first !== undefined && HELD_BY_PEOPLE.has(code))
    throw new Fault(
      'not-freed',
      `${count(stuck.length, 'entry', 'entries')} of ${code} cannot be freed by a retry.`,
      first.remedy,
    );
  answer(options, freed, () => (first === undefined ? `Nothing is stuck for ${code}.` : dueText(freed)));
  return EXIT.done;
}
const HELD_BY_PEOPLE: ReadonlySet<string> = new Set([
  'database-older',
  'outcome-unknown',
  'file-refused',
  'task-late',
  'recall-not-acknowledged',
]);

/** The id of an effect, else of a refused file. */
async function freeById(api: ApiClient, id: string, options: RetryOptions): Promise<number> {
  if (options.found !== undefined) return settle(api, id, options.found, options);
  try {
    const freed = await api.post<FreedView>(`/v1/effects/${id}/retry`);
    answer(options, freed, () => dueText(freed));
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'unknown-effect') throw error;
    return releaseFile(api, id, options, error);
  }
}

async function releaseFile(api: ApiClient, id: string, options: RetryOptions, unknown: Fault): Promise<number> {
  const files = await api.get<StuckView[]>('/v1/stuck', { code: 'file-refused' });
  if (!files.some((file) => file.file === id)) throw unknown;
  const released = await api.post(`/v1/files/${id}/release`, { as: readName(options.as) });
  answer(options, released, () => 'The refused file is set aside; nothing of it was taken.');
  return EXIT.done;
}

async function settle(api: ApiClient, id: string, typed: string, options: RetryOptions): Promise<number> {
  const verdict = readChoice(typed, FOUND_VERDICTS, '--found');
  const freed = await api.post<FreedView>(`/v1/effects/${id}/settle`, { as: readName(options.as), verdict });
  const words = {
    sent: 'It is recorded as sent.',
    unsent: `It is recorded as not sent. ${dueText(freed)}`,
    'give-up': 'It is given up.',
  };
  answer(options, freed, () => words[verdict]);
  return EXIT.done;
}

function dueText({ effects, lanes }: FreedView): string {
  const due =
    effects.length === 0
      ? 'No effect had to be freed.'
      : `${count(effects.length, 'effect is', 'effects are')} due again.`;
  return lanes.length === 0 ? due : `${due} Open again: ${lanes.join(', ')}.`;
}
