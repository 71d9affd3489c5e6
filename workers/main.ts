/** A worker process. It reports `ready` to its parent and ends cleanly on SIGTERM and SIGINT. */
import { Problem } from '../domain/problems.ts';
import { loadOwnRules } from '../engine/law/load-own-rules.ts';
import { openScorer } from '../engine/score/open-scorer.ts';
import { readConfig } from '../platform/config.ts';
import { armFromEnvironment } from '../platform/crash-points.ts';
import { openLogger } from '../platform/logger.ts';
import { failStart, reportReady } from '../platform/start.ts';
import { rulebookWith } from '../stages/rules.ts';
import { startWorker } from './process.ts';

async function main(): Promise<void> {
  armFromEnvironment();
  const config = readConfig();
  const rulebook = rulebookWith(loadOwnRules(config.ARREARS_RULES));
  const scorer = openScorer(config.ARREARS_SCORE_MODEL);
  const logger = openLogger(config.LOG_LEVEL, { process: 'worker' });
  const { DATABASE_URL, TEMPORAL_ADDRESS } = config;
  if (DATABASE_URL === undefined || TEMPORAL_ADDRESS === undefined) throw new Problem('nothing-runs-here');
  const worker = await startWorker({ ...config, DATABASE_URL, TEMPORAL_ADDRESS }, logger, { rulebook, scorer });
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void worker.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);
  reportReady();
}

main().catch(failStart);
