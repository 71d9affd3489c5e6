/** `arrears release --database`: after a restore, opens the lanes once it is known what had been sent. */
import { readFileSync } from 'node:fs';
import { CHANNELS, type Channel } from '../../domain/channels.ts';
import { openApiClient } from '../api-client.ts';
import { UsageFault } from '../fault.ts';
import { readChoice, readName } from '../input.ts';
import { answer, count, note, type OutputOptions } from '../print.ts';

export interface ReleaseOptions extends OutputOptions {
  as?: string;
  /** LANE=FILE */
  log?: readonly string[];
  noLog?: readonly string[];
  since?: string;
}
interface Released {
  epoch: string;
  lanes: { lane: string; log: 'asked' | 'given' | 'none'; messages: number }[];
  settled: number;
}

export async function releaseDatabase(options: ReleaseOptions): Promise<void> {
  const as = readName(options.as);
  const noLog = (options.noLog ?? []).map((lane) => readChoice(lane, CHANNELS, 'The lane'));
  const logs = (options.log ?? []).map(readLog);
  const since = options.since === undefined ? {} : { since: readSince(options.since) };
  const api = openApiClient();
  for (const { lane, bytes } of logs) {
    const { messages } = await api.send<{ messages: number }>(`/v1/epoch/logs/${lane}`, { as }, bytes);
    note(`${lane}: ${count(messages, 'message')} taken in.`);
  }
  const released = await api.post<Released>('/v1/epoch/release', { as, noLog, ...since });
  answer(options, released, () => releasedText(released));
}

function readLog(typed: string): { lane: Channel; bytes: Uint8Array<ArrayBuffer> } {
  const [, lane, path] = /^([^=]+)=(.+)$/.exec(typed) ?? [];
  if (lane === undefined || path === undefined)
    throw new UsageFault(`--log "${typed}" names no file.`, 'Write it as --log LANE=FILE.');
  return { lane: readChoice(lane, CHANNELS, 'The lane'), bytes: new Uint8Array(readFileSync(path)) };
}

function readSince(typed: string): string {
  const at = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(typed) ? Date.parse(typed) : Number.NaN;
  if (!Number.isNaN(at)) return new Date(at).toISOString();
  throw new UsageFault(`--since "${typed}" is not a moment with its offset.`, 'Write it as 2026-03-05T09:30+08:00.');
}

/** What each lane's log proved. */
const LOG_WORDS = {
  asked: 'its own log',
  given: 'the log given',
  none: 'no log: what had left may leave again',
} as const;

function releasedText({ lanes, settled }: Released): string {
  const rows = lanes.map(
    ({ lane, log, messages }) =>
      `  ${lane}: ${LOG_WORDS[log]}${log === 'none' ? '' : `, ${count(messages, 'message')}`}`,
  );
  return [
    'All lanes are open again.',
    ...rows,
    `${count(settled, 'open effect')} had left and will not be sent again.`,
  ].join('\n');
}
