/** A worker process as workers/main.ts, but its e-mail leaves by a recorded channel: BENCH_CHANNEL, BENCH_CALLS. */
import type { ChannelAdapter } from '../../channels/channel.ts';
import { openOutbox } from '../../channels/outbox/adapter.ts';
import { readConfig } from '../../platform/config.ts';
import { openLogger } from '../../platform/logger.ts';
import { failStart, reportReady } from '../../platform/start.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { startWorker, type WorkerConfig } from '../../workers/process.ts';
import { TEST_SCORER } from '../support/scorer.ts';
import { answerAfter, recordCalls } from './recorded-channel.ts';

const SLOW_MS = 100;

function openEmail(home: string, calls: string): ChannelAdapter {
  switch (process.env['BENCH_CHANNEL']) {
    case 'instant':
      return answerAfter(0, calls);
    case 'slow':
      return answerAfter(SLOW_MS, calls);
    default:
      return openOutbox(home, 'email');
  }
}

async function main(): Promise<void> {
  const config = readConfig() as WorkerConfig;
  const calls = process.env['BENCH_CALLS'] ?? '';
  const email = recordCalls(openEmail(config.home, calls), calls, config.ARREARS_LEASE_SECONDS);
  const logger = openLogger(config.LOG_LEVEL, { process: 'worker' });
  const worker = await startWorker(config, logger, {
    ...{ rulebook: RULEBOOK, scorer: TEST_SCORER, channels: { email } },
  });
  process.once('SIGTERM', () => void worker.stop().then(() => process.exit(0)));
  // Its parent is gone.
  process.once('disconnect', () => process.exit(1));
  reportReady();
}

main().catch(failStart);
