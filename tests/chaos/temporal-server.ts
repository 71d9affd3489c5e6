/**
 * A Temporal server as in production: the release itself over Postgres, with the schema of its own tool. Both programs
 * are built with Go, once, and cached outside the repository.
 */
import { execFile, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { DAY_MS } from '../../domain/time.ts';
import { cacheDir } from '../../platform/cache.ts';
import { endWithParent, OWN_GROUP, stopChild, whenEnded } from '../../platform/local/children.ts';
import { goInstall } from '../../platform/local/go-install.ts';
import { isProgram } from '../../platform/local/programs.ts';
import { until } from '../support/wire.ts';
import { steadyPort } from './ports.ts';

/** As in docker-compose.yml. */
const VERSION = '1.32.0';
const MODULE = 'go.temporal.io/server';
const PLUGIN = 'postgres12_pgx';
/** Database names, by the kind of schema. */
const STORES = { temporal: 'temporal', visibility: 'temporal_visibility' } as const;
const SERVICES = ['frontend', 'history', 'matching', 'worker'] as const;
const START_MS = 60_000;
const RETENTION_MS = 3 * DAY_MS;

export interface ServerPrograms {
  server: string;
  sqlTool: string;
}

/** The programs: from the cache, or built. Throws Problem `temporal-binary-missing`. */
export async function findTemporalServer(report: (words: string) => void): Promise<ServerPrograms> {
  const bin = join(cacheDir(), `temporal-server-${VERSION}`);
  const programs = { server: join(bin, 'server'), sqlTool: join(bin, 'sql') };
  if (!Object.values(programs).every(isProgram)) {
    mkdirSync(bin, { recursive: true });
    await goInstall({
      packages: ['cmd/server', 'cmd/tools/sql'].map((path) => `${MODULE}/${path}@v${VERSION}`),
      title: `${MODULE} ${VERSION}`,
      seconds: 600,
      bin,
      otherwise: 'a server over Postgres is built from source',
      report,
    });
  }
  return programs;
}

/** Creates both databases of the server, with their schema. */
export async function prepareStores({ sqlTool }: ServerPrograms, postgresPort: number): Promise<void> {
  for (const [kind, database] of Object.entries(STORES)) {
    const tool = (...args: string[]) => promisify(execFile)(sqlTool, [...connection(postgresPort, database), ...args]);
    await tool('create');
    await tool('setup-schema', '-v', '0.0');
    await tool('update-schema', '--schema-name', `postgresql/v12/${kind}`);
  }
}

const connection = (port: number, database: string): string[] => [
  ...['--plugin', PLUGIN, '--ep', '127.0.0.1', '--port', String(port)],
  ...['--user', 'postgres', '--db', database],
];

/** Ports of one server: two of each service. The schema keeps those of membership as int2. */
export interface ServerPorts {
  grpc: readonly number[];
  membership: readonly number[];
}

export async function serverPorts(): Promise<ServerPorts> {
  const ports = () => Promise.all(SERVICES.map(steadyPort));
  return { grpc: await ports(), membership: await ports() };
}

const addressOf = ({ grpc }: ServerPorts): string => `127.0.0.1:${grpc[SERVICES.indexOf('frontend')]}`;

/** The configuration; JSON is YAML. */
function configurationOf(dir: string, postgresPort: number, ports: ServerPorts): object {
  const store = (databaseName: string, maxConns: number) => ({
    sql: {
      pluginName: PLUGIN,
      databaseName,
      connectAddr: `127.0.0.1:${postgresPort}`,
      connectProtocol: 'tcp',
      user: 'postgres',
      password: '',
      maxConns,
      maxIdleConns: maxConns,
    },
  });
  return {
    log: { stdout: true, level: 'error' },
    persistence: {
      defaultStore: 'default',
      visibilityStore: 'visibility',
      numHistoryShards: 4,
      // Each service opens its own.
      datastores: { default: store(STORES.temporal, 10), visibility: store(STORES.visibility, 4) },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services: Object.fromEntries(
      SERVICES.map((name, at) => [
        name,
        { rpc: { grpcPort: ports.grpc[at], membershipPort: ports.membership[at], bindOnIP: '127.0.0.1' } },
      ]),
    ),
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: addressOf(ports) },
      },
    },
    dynamicConfigClient: { filepath: join(dir, 'dynamic.yaml'), pollInterval: '60s' },
  };
}

/** A search attribute that a worker has just registered is known at once, not a minute later. */
const DYNAMIC = { 'system.forceSearchAttributesCacheRefreshOnRead': [{ value: true }] };

export interface TemporalServer {
  address: string;
  pid: number;
  onExit(run: () => void): void;
  close(): Promise<void>;
}

/** Starts a server over prepared stores and makes sure of its namespace. */
export async function startTemporalServer(
  { server }: ServerPrograms,
  dir: string,
  postgresPort: number,
  ports: ServerPorts,
): Promise<TemporalServer> {
  mkdirSync(dir, { recursive: true });
  const config = join(dir, 'server.yaml');
  writeFileSync(join(dir, 'dynamic.yaml'), JSON.stringify(DYNAMIC));
  writeFileSync(config, JSON.stringify(configurationOf(dir, postgresPort, ports)));
  const log = openSync(join(dir, 'server.log'), 'a');
  const child = spawn(server, ['--config-file', config, '--allow-no-auth', 'start'], {
    ...OWN_GROUP,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  endWithParent(child);
  const address = addressOf(ports);
  try {
    await until(
      'the Temporal server over Postgres',
      async () => {
        if (child.exitCode !== null) throw new Error(`the Temporal server ended at its start (${child.exitCode})`);
        return hasNamespace(address);
      },
      START_MS,
    );
  } catch (error) {
    await stopChild(child, 'SIGKILL');
    throw error;
  }
  return {
    address,
    pid: child.pid as number,
    onExit: (run) => whenEnded(child, run),
    close: () => stopChild(child),
  };
}

/** True once all services know the namespace; registers it before. */
async function hasNamespace(address: string): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: '2s' }).catch(() => null);
  if (connection === null) return false;
  const namespace = 'default';
  const service = connection.workflowService;
  try {
    await service
      .registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs(RETENTION_MS) })
      .catch(() => undefined);
    await service.countWorkflowExecutions({ namespace, query: '' });
    await service.describeTaskQueue({ namespace, taskQueue: { name: 'any' }, taskQueueType: 1 });
    return true;
  } catch {
    return false;
  } finally {
    await connection.close();
  }
}
