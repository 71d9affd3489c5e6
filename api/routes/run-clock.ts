/** GET and POST /v1/clock: the business clock; only a simulated one can be run ahead. */
import { z } from 'zod';
import { type ClockState, readClock, runClockTo } from '../../db/clock.ts';
import { wireMoment } from '../../domain/contracts/answer.ts';
import { Moment } from '../../domain/contracts/event.ts';
import { isSettled } from '../../engine/effects/next-due.ts';
import type { Api, ApiDeps } from '../deps.ts';

const Clock = z.object({
  mode: z.enum(['wall', 'simulated']),
  now: z.string(),
  runTo: z.string().nullable(),
  speed: z.number(),
});
const Read = Clock.extend({ settled: z.boolean().describe('nothing that is due is still open') });
const Run = z.strictObject({
  runTo: Moment,
  speed: z.number().int().min(1).max(100_000_000).optional().describe('most business seconds a wall second'),
});

const shown = ({ mode, now, runTo, speed }: ClockState) => ({
  mode,
  now: wireMoment(now),
  runTo: runTo === null ? null : wireMoment(runTo),
  speed,
});

export function runClockRoute(api: Api, deps: ApiDeps): void {
  api.get('/v1/clock', { schema: { summary: 'The business clock', response: { 200: Read } } }, async () => {
    const clock = await readClock(deps.db);
    return { ...shown(clock), settled: await isSettled(deps.db, clock.now) };
  });
  api.post(
    '/v1/clock',
    { schema: { summary: 'Let a simulated clock run to a moment', body: Run, response: { 200: Clock } } },
    async (request) => shown(await runClockTo(deps.db, Date.parse(request.body.runTo), request.body.speed)),
  );
}
