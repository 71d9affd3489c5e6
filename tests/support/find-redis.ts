/**
 * Finds the tests' Redis server: one already on this machine, or one that a package manager can install without asking.
 */
import { spawnSync } from 'node:child_process';
import { programOnPath } from '../../platform/local/programs.ts';

/** Access to the machine. */
export interface Machine {
  env: Readonly<Record<string, string | undefined>>;
  /** User id; 0 for root. */
  uid: number;
  find(program: string): string | undefined;
  /** Runs a program to its end. The status is null if the program cannot start. */
  run(program: string, args: readonly string[]): { status: number | null; output: string };
  logLine(words: string): void;
}

type Command = readonly [program: string, ...args: string[]];
interface Installer {
  /** Who may run it without a password. */
  as: readonly ('root' | 'sudo' | 'user')[];
  commands: readonly [Command, ...Command[]];
}
const INSTALLERS: readonly Installer[] = [
  // Where systemd runs, Debian's package also starts a server of its own; it is left running.
  {
    as: ['root', 'sudo'],
    commands: [
      ['apt-get', 'update', '-qq'],
      ['apt-get', 'install', '-y', '--no-install-recommends', 'redis-server'],
    ],
  },
  { as: ['user'], commands: [['brew', 'install', 'redis']] },
  { as: ['root'], commands: [['dnf', 'install', '-y', 'valkey']] },
  { as: ['root'], commands: [['apk', 'add', 'valkey']] },
];
const OLDEST = 7;
const NEED = `the tests need Redis ${OLDEST} or later`;
const INSTALL = 'run apt-get install redis-server as root (macOS: brew install redis), or set REDIS_SERVER_PATH';
const REPLACE = 'get a later one (https://redis.io/downloads) and set REDIS_SERVER_PATH to it';

/**
 * Path of a server of version 7 or later: from REDIS_SERVER_PATH, PATH, or the package manager. Throws if there is
 * none.
 */
export function findRedis(machine: Machine = thisMachine()): string {
  const server = machine.env['REDIS_SERVER_PATH'] ?? serverOnPath(machine) ?? installServer(machine);
  const version = /\bv=([\d.]+)/.exec(machine.run(server, ['--version']).output)?.[1];
  if (version === undefined) throw new Error(`${NEED}, and ${server} is no Redis server: ${REPLACE}`);
  if (Number.parseInt(version, 10) < OLDEST) throw new Error(`${NEED}, and ${server} is ${version}: ${REPLACE}`);
  return server;
}

export function thisMachine(env: Machine['env'] = process.env): Machine {
  return {
    env,
    uid: process.getuid?.() ?? Number.NaN,
    find: (program) => programOnPath(program, env['PATH']),
    run: (program, args) => {
      const { status, stdout, stderr } = spawnSync(program, args, {
        env,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        maxBuffer: 64 << 20,
      });
      return { status, output: `${stdout ?? ''}${stderr ?? ''}` };
    },
    logLine: (words) => void process.stderr.write(`${words}\n`),
  };
}

function serverOnPath(machine: Machine): string | undefined {
  return machine.find('redis-server') ?? machine.find('valkey-server');
}

/**
 * Announces and runs the installation, then looks for the server. A failed command does not matter if the server is
 * there afterwards.
 */
function installServer(machine: Machine): string {
  const commands = commandsToInstall(machine);
  if (commands === undefined) throw new Error(`${NEED}, and here none can be had without a password: ${INSTALL}`);
  const steps = commands.map((command) => command.join(' ')).join(', then ');
  machine.logLine(`no Redis server on PATH; installing it: ${steps}`);
  const failures = commands.flatMap((command) => failureOf(command, machine));
  const server = serverOnPath(machine);
  if (server === undefined)
    throw new Error(`${NEED}, and ${failures.join('; ') || 'what was installed is not on PATH'}: ${INSTALL}`);
  return server;
}

function commandsToInstall(machine: Machine): readonly Command[] | undefined {
  for (const { as, commands } of INSTALLERS) {
    if (machine.find(commands[0][0]) === undefined) continue;
    if (as.includes(machine.uid === 0 ? 'root' : 'user')) return commands;
    if (machine.uid !== 0 && as.includes('sudo') && machine.run('sudo', ['-n', 'true']).status === 0)
      return commands.map((command) => ['sudo', '-n', ...command]);
  }
  return undefined;
}

/** The failed command with its last line of output; empty if it succeeded. */
function failureOf([program, ...args]: Command, machine: Machine): string[] {
  const { status, output } = machine.run(program, args);
  if (status === 0) return [];
  return [`${[program, ...args].join(' ')} ended with ${status} (${output.trim().split('\n').at(-1)})`];
}
