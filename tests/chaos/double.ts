/** The provider double as a process of the world: start it, make it misbehave, read its log. */
import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endWithParent, whenEnded } from '../../platform/local/children.ts';
import { newSecret } from '../support/api.ts';
import type { Armed } from '../support/provider-double/faults.ts';
import { type LogLine, readProviderLog } from '../support/provider-double/log.ts';
import type { ChaosPart, Kind, Started } from './parts.ts';
import { steadyPort } from './ports.ts';

const MAIN = fileURLToPath(new URL('../support/provider-double/main.ts', import.meta.url));

export interface Double {
  part: ChaosPart;
  /** Folder of its log. */
  dir: string;
  httpPort: number;
  smtpPort: number;
  /** `source=secret` of its receipts. */
  eventSecret: string;
  /** Settings that make workers use it through the given ports. */
  settings(ports: { http: number; smtp: number }): Record<string, string>;
  arm(fault: Armed): Promise<void>;
  /** Ends all misbehaviour. */
  clear(): Promise<void>;
  /** How often each fault occurred. */
  met(): Promise<Record<string, number>>;
  log(): LogLine[];
}

type Supervise = (name: string, kind: Kind, start: () => Promise<Started>) => Promise<ChaosPart>;

export async function startDouble(options: {
  dir: string;
  logs: string;
  seed: number;
  apiUrl: string;
  supervise: Supervise;
}): Promise<Double> {
  const { dir, logs, seed, apiUrl } = options;
  const [http, smtp, control] = await Promise.all([steadyPort(), steadyPort(), steadyPort()]);
  const [secret, apiSecret] = [newSecret(), newSecret()];
  const args = {
    dir,
    secret,
    seed,
    http,
    smtp,
    control,
    api: apiUrl,
    'api-secret': apiSecret,
    'api-source': 'provider',
  };
  const start = (): Promise<Started> => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', MAIN, ...Object.entries(args).flatMap(([name, value]) => [`--${name}`, String(value)])],
      { stdio: ['ignore', 'pipe', openSync(join(logs, 'double.log'), 'a')] },
    );
    endWithParent(child);
    return listening(child);
  };
  const ask = async (path: string, body?: object): Promise<Record<string, number>> => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const answer = await fetch(`http://127.0.0.1:${control}${path}`, init);
    return (await answer.json()) as Record<string, number>;
  };
  return {
    part: await options.supervise('the provider', 'double', start),
    dir,
    httpPort: http,
    smtpPort: smtp,
    eventSecret: `provider=${apiSecret}`,
    settings: (ports) => ({
      SMS_URL: `http://127.0.0.1:${ports.http}`,
      SMS_SECRET: secret,
      SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
    }),
    arm: async (fault) => void (await ask('/arm', fault)),
    clear: async () => void (await ask('/clear', {})),
    met: () => ask('/met'),
    log: () => readProviderLog(dir),
  };
}

/** Resolves at its first line, which it writes once it listens. */
function listening(child: ChildProcess): Promise<Started> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', () => resolve({ pid: child.pid as number, onExit: (run) => whenEnded(child, run) }));
    child.once('exit', (code) => reject(new Error(`the provider double ended at its start (${code})`)));
  });
}
