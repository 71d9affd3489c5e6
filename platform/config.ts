/**
 * All settings, read once from the environment and validated together. Settings missing there come from
 * `.arrears/run.json`.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { CHANNELS, type Channel } from '../domain/channels.ts';
import { Problem } from '../domain/problems.ts';
import { plainAddress } from './address.ts';
import { readRunFile } from './run-file.ts';

const url = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `must be a URL that starts with ${protocols.join(' or ')}//`,
    );
const whole = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error });
};
const isLoopback = (text: string): boolean =>
  URL.canParse(text) && /^(127(\.\d+){3}|localhost|\[::1\])$/.test(new URL(text).hostname);
/** Standard Webhooks secret: base64 of at least 18 bytes, with or without the prefix. */
const SECRET = /^(whsec_)?(?:[A-Za-z0-9+/]{4}){6,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const lanesOf = (text: string): string[] => text.split(',').map((name) => name.trim());
const isLane = (text: string): text is Channel => (CHANNELS as readonly string[]).includes(text);
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** One row per setting; docs/configuration.md is generated from the descriptions. */
export const SETTINGS = z.strictObject({
  DATABASE_URL: url('postgres:', 'postgresql:')
    .optional()
    .describe('Postgres 15 or later. Left out: a built-in server is started, its files under ARREARS_HOME.'),
  REDIS_URL: url('redis:', 'rediss:')
    .optional()
    .describe('Redis 7 or later with maxmemory-policy noeviction. Left out: the queue lives in Postgres.'),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[\w.-]+:\d+$/, 'must be host:port')
    .optional()
    .describe('A Temporal frontend. Left out: a local development server is started.'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default').describe('The Temporal namespace.'),
  TEMPORAL_CLI_PATH: z
    .string()
    .optional()
    .describe('The `temporal` binary for the local server. Left out: PATH, the cache, a download, `go install`.'),
  ARREARS_TASK_QUEUE: z
    .string()
    .regex(/^[\w-]{1,60}$/, 'must be letters, digits, dashes and underscores')
    .default('arrears')
    .describe(
      'Name of the Temporal task queue and prefix of keys in Redis: ' +
        'one for each database that shares a server with others.',
    ),
  ARREARS_HOME: z
    .string()
    .default('.arrears')
    .describe('Where files are kept: the local servers, the outbox, run.json.'),
  ARREARS_LANES: z
    .string()
    .refine((text) => lanesOf(text).every(isLane), `must be lanes with commas between: ${CHANNELS.join(', ')}`)
    .default(CHANNELS.join(','))
    .describe(
      'Lanes that this worker works. Where the outbox of the others is not shared, ' +
        'the lanes that write into it are left out (docs/operating.md).',
    ),
  ARREARS_CREDITORS: z
    .string()
    .optional()
    .describe('JSON file with the creditors and their terms; read when the API starts.'),
  ARREARS_RULES: z
    .string()
    .optional()
    .describe(
      "JSON file with the lender's own rules of contact (docs/law.md), the same for all processes; read when they start. " +
        'Left out: those that ship. Published versions replace it from their date on.',
    ),
  ARREARS_SCORE_MODEL: z
    .string()
    .optional()
    .describe(
      'JSON file with the model that scores accounts (docs/score.md), the same for all workers, which are stopped before it changes. ' +
        'Left out: the shipped model, a demonstration.',
    ),
  ARREARS_EVENT_SECRETS: z
    .string()
    .optional()
    .describe('Secrets of event sources: `source=whsec_...` pairs with commas between, or `@file` with one a line.'),
  ARREARS_PAYMENT_SECRETS: z
    .string()
    .optional()
    .describe(
      'Secrets of payment providers (docs/payments.md), one for each creditor: `provider/creditor=whsec_...` pairs ' +
        'with commas between, or `@file` with one a line.',
    ),
  ARREARS_LEASE_SECONDS: whole(2, 3600)
    .default(30)
    .describe('Wall seconds that a claim may take from lease to result.'),
  ARREARS_TAKEOVER_SECONDS: whole(1, 600)
    .default(10)
    .describe(
      'Wall seconds after which others take over the jobs and loops of a worker that is gone or stands still. ' +
        'Shorter heals sooner; longer bears longer pauses.',
    ),
  ARREARS_SWEEP_MS: whole(50, 600_000).default(2000).describe('Wall milliseconds between two sweeps of a worker.'),
  ARREARS_STARTS_PER_SECOND: whole(1, 10_000)
    .default(100)
    .describe('Most workflows opened a second by one worker after a large import.'),
  ARREARS_CALLS_AT_ONCE: whole(1, 1000)
    .default(100)
    .describe(
      'Most calls at once of one worker to a provider of e-mail or SMS. ' +
        'Fewer are made while fewer suffice, and when the provider is busy.',
    ),
  ARREARS_CHECKS_PER_SECOND: whole(1, 10_000)
    .default(20)
    .describe(
      'Most workflows that wait for a fact only and that one worker looks for in Temporal a second, each once a day: ' +
        '20 are enough for 1.6 million.',
    ),
  DATABASE_POOL_SIZE: whole(2, 200).default(12).describe('Most Postgres connections of one process, the queue aside.'),
  SMTP_URL: url('smtp:', 'smtps:')
    .optional()
    .describe('E-mail leaves by this server. Left out: it is written to the outbox.'),
  SMS_URL: url('http:', 'https:')
    .refine(
      (text) => text.startsWith('https:') || isLoopback(text),
      'must begin with https:// unless the gateway runs on this machine',
    )
    .optional()
    .describe(
      'SMS leave by the HTTP gateway at this address (docs/sms-gateway.md). Left out: they are written to the outbox.',
    ),
  SMS_SECRET: z
    .string()
    .regex(SECRET, 'must be a secret of at least 24 base64 characters')
    .optional()
    .describe(
      'Secret that signs the calls to the SMS gateway, as Standard Webhooks do: `whsec_...`. Given with SMS_URL.',
    ),
  ARREARS_EVIDENCE_FILE_MIB: whole(1, 50)
    .default(10)
    .describe('Most mebibytes of one file that comes with a dispute or a complaint (docs/disputes.md).'),
  ARREARS_EVIDENCE_CASE_MIB: whole(1, 500)
    .default(30)
    .describe('Most mebibytes of all files of one dispute or complaint.'),
  ARREARS_EVIDENCE_CASE_FILES: whole(1, 100).default(10).describe('Most files of one dispute or complaint.'),
  PORT: whole(0, 65_535).default(7300).describe('Port of the HTTP API on 127.0.0.1; 0 = any free one.'),
  HOST: z.string().default('127.0.0.1').describe('Address the HTTP API listens on.'),
  LOG_LEVEL: z
    .enum(LEVELS, { error: `must be one of ${LEVELS.join(', ')}` })
    .default('info')
    .describe('How much the processes log to stderr.'),
});
type Settings = z.infer<typeof SETTINGS>;

export interface Config extends Readonly<Settings> {
  /** Absolute path of ARREARS_HOME. */
  readonly home: string;
  /** Lanes that this worker works. */
  readonly lanes: ReadonlySet<Channel>;
  /** Secrets by event source. */
  readonly eventSecrets: ReadonlyMap<string, string>;
  /** Secrets by payment provider and creditor, `provider/creditor`. */
  readonly paymentSecrets: ReadonlyMap<string, string>;
}

/**
 * Reads the settings. Reports all faults in one Problem `configuration-invalid` and never repeats values that could be
 * secret.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const known = Object.fromEntries(
    Object.keys(SETTINGS.shape).flatMap((name) =>
      environment[name] === undefined || environment[name] === '' ? [] : [[name, environment[name]]],
    ),
  );
  const home = resolve(String(known['ARREARS_HOME'] ?? '.arrears'));
  const running = readRunFile(home);
  const parsed = SETTINGS.safeParse({ ...running?.environment, ...known });
  const faults = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  const secretsOf = (kind: SecretSetting) => readSecrets(kind, known[kind] ?? running?.environment[kind], faults);
  const [eventSecrets, paymentSecrets] = [secretsOf('ARREARS_EVENT_SECRETS'), secretsOf('ARREARS_PAYMENT_SECRETS')];
  if (parsed.success && (parsed.data.SMS_URL === undefined) !== (parsed.data.SMS_SECRET === undefined))
    faults.push('SMS_URL and SMS_SECRET are given both or not at all');
  if (!parsed.success || faults.length > 0) {
    throw new Problem('configuration-invalid', { count: faults.length, faults: faults.join('; ') });
  }
  const { ARREARS_CREDITORS: creditors, ARREARS_RULES: rules, ARREARS_SCORE_MODEL: model } = parsed.data;
  // A child process may have another working folder.
  const absolute = {
    ...(creditors === undefined ? {} : { ARREARS_CREDITORS: resolve(creditors) }),
    ...(rules === undefined ? {} : { ARREARS_RULES: resolve(rules) }),
    ...(model === undefined ? {} : { ARREARS_SCORE_MODEL: resolve(model) }),
  };
  const lanes = new Set(lanesOf(parsed.data.ARREARS_LANES).filter(isLane));
  return Object.freeze({ ...parsed.data, ...absolute, home, lanes, eventSecrets, paymentSecrets });
}

/** Settings that hold secrets by name, and what a name must look like. */
const NAMED = {
  ARREARS_EVENT_SECRETS: { pair: 'source=secret', named: 'a source', name: /./ },
  ARREARS_PAYMENT_SECRETS: {
    ...{ pair: 'provider/creditor=secret', named: 'a provider and creditor' },
    name: /^[a-z][a-z0-9-]{0,30}\/[a-z][a-z0-9-]{1,30}$/,
  },
} as const;
type SecretSetting = keyof typeof NAMED;

/** Faults name a pair by its position: if the name is missing, the text before `=` may be the secret. */
function readSecrets(kind: SecretSetting, setting: string | undefined, faults: string[]): Map<string, string> {
  const secrets = new Map<string, string>();
  const text = setting?.startsWith('@') ? readText(setting.slice(1)) : (setting ?? '');
  if (text === null) faults.push(`${kind} names a file that cannot be read`);
  const pairs = (text ?? '')
    .split(setting?.startsWith('@') ? '\n' : ',')
    .map((line) => line.trim())
    .filter(Boolean);
  for (const [index, pair] of pairs.entries()) {
    const [name = '', secret = ''] = pair.split(/=(.*)/s);
    const fault = faultOfPair(kind, name, secret, secrets);
    if (fault === null) secrets.set(name, secret);
    else faults.push(`${kind}: pair ${index + 1} ${fault}`);
  }
  return secrets;
}

function faultOfPair(
  kind: SecretSetting,
  name: string,
  secret: string,
  known: ReadonlyMap<string, string>,
): string | null {
  const rule = NAMED[kind];
  if (!rule.name.test(name) || secret.replaceAll('=', '') === '') return `must be ${rule.pair}`;
  if (!SECRET.test(secret)) return 'needs a secret of at least 24 base64 characters';
  return known.has(name) ? `names ${rule.named} that appears before it` : null;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** The configuration as it may be shown: addresses without users, no secrets. */
export function showConfig(config: Config): Record<string, string> {
  return {
    database: config.DATABASE_URL ? plainAddress(config.DATABASE_URL) : 'built-in',
    queue: config.REDIS_URL ? plainAddress(config.REDIS_URL) : 'Postgres',
    temporal: config.TEMPORAL_ADDRESS ?? 'local',
    home: config.home,
  };
}
