/**
 * After a restore: POST /v1/epoch/release, and POST /v1/epoch/logs/{lane} for lanes whose provider has no log to ask.
 */

import { z } from 'zod';
import type { ChannelAdapter } from '../../channels/channel.ts';
import { readSentLog } from '../../channels/sent-log.ts';
import { byPerson } from '../../domain/act.ts';
import { CHANNELS, type Channel } from '../../domain/channels.ts';
import { Problem } from '../../domain/problems.ts';
import type { Instant } from '../../domain/time.ts';
import { saveProviderLog } from '../../engine/restore/reconcile.ts';
import { giveLog, type ReleasedLane, readClosed, releaseEpoch } from '../../engine/restore/release-epoch.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { FILE_TYPES, FileBody, Lane, LanePath, MAX_FILE_BYTES, Name } from '../schemas.ts';

const Release = z.strictObject({
  as: Name,
  noLog: z.array(Lane).default([]).describe('lanes without a log: what had left by them may leave again'),
  since: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('when the backup was made, or earlier; the whole log when left out'),
});
const Released = z.object({
  epoch: z.uuid(),
  lanes: z.array(z.object({ lane: z.string(), log: z.enum(['asked', 'given', 'none']), messages: z.number() })),
  settled: z.number(),
});

export function releaseEpochRoute(api: Api, deps: ApiDeps): void {
  const schema = {
    summary: 'Let a database that was put back send again, once it knows what had left',
    body: Release,
    response: { 200: Released },
  };
  api.post('/v1/epoch/release', { schema }, async (request) => {
    const { as, noLog, since } = request.body;
    const lanes = await storeSentLogs(deps, noLog, since === undefined ? 0 : Date.parse(since));
    const { nudge, ...released } = await releaseEpoch(deps.db, lanes, {
      ...byPerson(as, await deps.now()),
      rulebook: deps.rulebook,
    });
    await deps.nudge(nudge);
    return released;
  });
}

/** Needs the scope of ingestFilesRoute, which reads bodies as they are. */
export function uploadSentLogsRoute(api: Api, deps: ApiDeps): void {
  const schema = {
    summary: 'What left by a lane since the backup, as CSV: key,at,covers',
    params: LanePath,
    querystring: z.strictObject({ as: Name }),
    body: FileBody,
    consumes: FILE_TYPES,
    response: { 200: z.object({ lane: z.string(), messages: z.number() }) },
  };
  api.post('/v1/epoch/logs/:lane', { schema, bodyLimit: MAX_FILE_BYTES }, async (request) => {
    const { lane } = request.params;
    return {
      lane,
      messages: await giveLog(deps.db, lane, readSentLog(request.body), byPerson(request.query.as, await deps.now())),
    };
  });
}

/**
 * For each lane the uploaded log, none where the caller takes the risk, else the provider's own. A missing log stops
 * the release.
 */
async function storeSentLogs(deps: ApiDeps, noLog: readonly Channel[], since: Instant): Promise<ReleasedLane[]> {
  const given = await readClosed(deps.db);
  const lanes: ReleasedLane[] = [];
  const missing: Channel[] = [];
  for (const lane of CHANNELS) {
    const adapter = deps.channels?.[lane];
    const messages = given[lane];
    if (messages !== undefined) lanes.push({ lane, log: 'given', messages });
    else if (noLog.includes(lane)) lanes.push({ lane, log: 'none', messages: 0 });
    else if (adapter?.log) lanes.push({ lane, log: 'asked', messages: await askLog(deps, lane, adapter.log(since)) });
    else missing.push(lane);
  }
  if (missing.length > 0) throw new Problem('log-missing', { lanes: missing.join(', ') });
  return lanes;
}

async function askLog(
  deps: ApiDeps,
  lane: Channel,
  asking: ReturnType<NonNullable<ChannelAdapter['log']>>,
): Promise<number> {
  const log = await asking.catch((error: unknown) => {
    deps.logger?.warn({ err: error, lane }, 'a lane could not be asked for its log');
    throw new Problem('log-unreadable', { lane }, { cause: error });
  });
  await saveProviderLog(deps.db, lane, log);
  return log.length;
}
