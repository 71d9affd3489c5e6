/** Logs of the providers: the log of the provider double, and for files the folders of the outbox. */
import { type Kysely, sql } from 'kysely';
import { openOutbox } from '../../channels/outbox/adapter.ts';
import type { Database } from '../../db/schema.ts';
import type { Channel } from '../../domain/channels.ts';
import { type Acceptance, checkProviderLog, type LogCheck } from '../support/check-provider-log.ts';
import type { LogLine } from '../support/provider-double/log.ts';
import type { Workload } from './workload.ts';
import type { ChaosWorld } from './world.ts';

const FILES = ['agency', 'bureau', 'court'] as const;

export function acceptancesOf(lines: readonly LogLine[]): Acceptance[] {
  return lines
    .filter((line) => line.event === 'accepted')
    .map(({ protocol, key, covers = [], at, notAfter }) => ({
      lane: protocol === 'http' ? 'sms' : 'email',
      key: key ?? '',
      covers,
      at: Date.parse(at),
      notAfter: notAfter === undefined ? null : Date.parse(notAfter),
    }));
}

async function placedFiles(home: string): Promise<Acceptance[]> {
  const logs = FILES.map(async (lane) => {
    const rows = await openOutbox(home, lane)
      .log?.(0)
      .catch(() => []);
    return (rows ?? []).map(({ key, at, covers }) => ({ lane, key, at, covers, notAfter: null }) satisfies Acceptance);
  });
  return (await Promise.all(logs)).flat();
}

export async function checkLogs(world: ChaosWorld): Promise<LogCheck> {
  const log = [...acceptancesOf(world.double.log()), ...(await placedFiles(world.home))];
  return checkProviderLog(world.db, log, ['email', 'sms', ...FILES] satisfies Channel[]);
}

/** Facts that the API confirmed but that are missing, and missing accounts. */
export async function lostFacts(db: Kysely<Database>, workload: Workload): Promise<string[]> {
  const { rows } = await sql<{
    id: string;
  }>`select distinct external_id as id from fact where source = 'lender'`.execute(db);
  const there = new Set(rows.map((row) => row.id));
  const lost = [...workload.recorded]
    .filter((id) => !there.has(id))
    .map((id) => `lost-fact: the API had recorded ${id}, and it is not there`);
  const { rows: counted } = await sql<{ n: number }>`select count(*)::int as n from account`.execute(db);
  const missing = workload.accounts() - (counted[0]?.n ?? 0);
  return missing > 0 ? [...lost, `lost-accounts: ${missing} of the accounts that came in are not there`] : lost;
}
