/** Real tables for runs by command: a temporary Postgres server. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../../platform/local/postgres.ts';
import { createDatabase, makeTemplate } from '../../support/database.ts';
import { type BothResult, runBoth } from './run-both.ts';

export interface Tables {
  /** Runs a seed over the maps, then the same acts over an empty database. */
  run(seed: number): Promise<BothResult>;
  close(): Promise<void>;
}

export async function openTables(): Promise<Tables> {
  const dir = mkdtempSync(join(tmpdir(), 'arrears-sim-'));
  const server = await startPostgres(join(dir, 'postgres'), { fast: true, database: 'admin' });
  process.env['ARREARS_TEST_POSTGRES'] = server.url;
  await makeTemplate();
  return {
    run: async (seed) => {
      const { db, close } = await createDatabase(2);
      return await runBoth(db, seed).finally(close);
    },
    close: async () => {
      await server.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
