/** Temporal as a part of the world: the development server, or the release over the same Postgres. */
import { join } from 'node:path';
import { startTemporal } from '../../platform/local/temporal.ts';
import type { ChaosPart, Kind, Started } from './parts.ts';
import { steadyPort } from './ports.ts';
import { findTemporalServer, prepareStores, serverPorts, startTemporalServer } from './temporal-server.ts';

interface TemporalOptions {
  temporal?: 'development' | 'server';
  dir: string;
  postgres: Promise<ChaosPart>;
  databasePort: number;
  supervise(name: string, kind: Kind, start: () => Promise<Started>): Promise<ChaosPart>;
  report(words: string): void;
}

export async function superviseTemporal(options: TemporalOptions): Promise<{ part: ChaosPart; address: string }> {
  const { dir, databasePort, supervise } = options;
  const folder = join(dir, 'temporal');
  const start = (run: () => Promise<Started>) => supervise('Temporal', 'temporal', run);
  if (options.temporal !== 'server') {
    const port = await steadyPort();
    const part = await start(() => startTemporal(folder, { ports: { port, uiPort: null } }));
    return { part, address: `127.0.0.1:${port}` };
  }
  const programs = await findTemporalServer(options.report);
  await options.postgres;
  await prepareStores(programs, databasePort);
  const ports = await serverPorts();
  const part = await start(() => startTemporalServer(programs, folder, databasePort, ports));
  return { part, address: `127.0.0.1:${ports.grpc[0]}` };
}
