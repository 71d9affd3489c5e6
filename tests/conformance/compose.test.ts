/**
 * docker-compose.yml and Dockerfile, read: the tests have no Docker. That the parts work together is shown by
 * tests/integration/plain-processes.test.ts.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readConfig, SETTINGS } from '../../platform/config.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const text = (file: string) => readFileSync(join(ROOT, file), 'utf8');

interface Service {
  image: string;
  build?: string;
  command?: string | string[];
  entrypoint?: string[];
  environment?: Record<string, string | number>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[]; interval: string; retries: number };
  restart?: string;
  ports?: string[];
  volumes?: string[];
  configs?: { source: string }[];
}
interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, null>;
  configs: Record<string, { content: string }>;
}
const compose = parse(text('docker-compose.yml'), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const service = (name: string): Service => compose.services[name] ?? { image: '' };
const ARREARS = ['workers', 'api'];

/** `${NAME:-default}` and `${NAME:?words}` as Compose fills them in. */
function fillIn(value: string | number, given: Readonly<Record<string, string>>): string {
  return String(value).replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, kind?: string, rest?: string) => {
    const set = given[name];
    if (set !== undefined && set !== '') return set;
    if (kind === '-') return rest ?? '';
    throw new Error(`${name} is not set`);
  });
}
const GIVEN = { POSTGRES_PASSWORD: 'f00d', REDIS_PASSWORD: 'cafe' };
const settingsOf = (name: string, given: Record<string, string> = GIVEN) =>
  Object.fromEntries(
    Object.entries(service(name).environment ?? {}).map(([key, value]) => [key, fillIn(value, given)]),
  );

test.each(ARREARS)('%s judges by the rules of the lender where a file is named, else by those that ship', (name) => {
  expect(settingsOf(name)['ARREARS_RULES']).toBe('');
  const rules = '/data/rules.json';
  expect(settingsOf(name, { ...GIVEN, ARREARS_RULES: rules })['ARREARS_RULES']).toBe(rules);
});

describe('services', () => {
  test('are all that Arrears needs, and Arrears', () => {
    expect(Object.keys(compose.services).sort()).toEqual(
      [
        'api',
        'mail',
        'postgres',
        'redis',
        'temporal',
        'temporal-namespace',
        'temporal-schema',
        'temporal-ui',
        'workers',
      ].sort(),
    );
  });

  test.each(services)('%s has a pinned image', (_, { image }) => {
    expect(image).toMatch(/^[\w./-]+:v?\d+\.\d+(\.\d+)?$/);
  });

  test('Temporal and its tools are of one version', () => {
    const versions = ['temporal', 'temporal-schema', 'temporal-namespace'].map(
      (name) => service(name).image.split(':')[1],
    );
    expect(new Set(versions).size).toBe(1);
  });

  test.each(services)('%s publishes ports on this machine only', (_, { ports = [] }) => {
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  test('only what people open is published', () => {
    expect(services.filter(([, { ports }]) => ports).map(([name]) => name)).toEqual(['temporal-ui', 'mail', 'api']);
  });

  test.each(services)(
    '%s waits for services that are there, in the state that they reach',
    (_, { depends_on = {} }) => {
      for (const [name, { condition }] of Object.entries(depends_on)) {
        const awaited = service(name);
        expect([name, awaited.image]).not.toEqual([name, '']);
        // A container that ends is awaited to its end, one that stays to its health.
        const once = awaited.restart?.startsWith('on-failure') ?? false;
        expect([name, condition]).toEqual([name, once ? 'service_completed_successfully' : 'service_healthy']);
        if (!once) expect(awaited.healthcheck).toBeDefined();
      }
    },
  );

  test('start in the order Postgres, schema, Temporal, namespace, Arrears', () => {
    const waitsFor = (name: string) => Object.keys(service(name).depends_on ?? {});
    expect(waitsFor('temporal-schema')).toEqual(['postgres']);
    expect(waitsFor('temporal')).toEqual(['temporal-schema']);
    expect(waitsFor('temporal-namespace')).toEqual(['temporal']);
    for (const name of ARREARS)
      expect(waitsFor(name).sort()).toEqual(['mail', 'postgres', 'redis', 'temporal-namespace']);
  });

  test('volumes and configs that are used are declared', () => {
    const named = services.flatMap(([, { volumes = [] }]) =>
      volumes.map((volume) => volume.split(':')[0] ?? '').filter((name) => /^\w+$/.test(name)),
    );
    expect([...new Set(named)].sort()).toEqual(Object.keys(compose.volumes).sort());
    const configs = services.flatMap(([, { configs: used = [] }]) => used.map((item) => item.source));
    expect(configs).toEqual(Object.keys(compose.configs));
    for (const { content } of Object.values(compose.configs)) expect(parse(content)).toEqual(expect.any(Object));
  });
});

describe('settings', () => {
  test.each(ARREARS)('%s gets settings that exist and are valid', (name) => {
    const settings = settingsOf(name);
    expect(Object.keys(settings).filter((key) => !(key in SETTINGS.shape))).toEqual([]);
    const config = readConfig(settings);
    expect(config).toMatchObject({
      DATABASE_URL: 'postgres://arrears:f00d@postgres:5432/arrears',
      TEMPORAL_ADDRESS: 'temporal:7233',
      home: '/data',
    });
  });

  test('addresses name services, with the port they listen on', () => {
    const { DATABASE_URL = '', REDIS_URL = '', SMTP_URL = '', TEMPORAL_ADDRESS = '' } = settingsOf('api');
    const hosts = [DATABASE_URL, REDIS_URL, SMTP_URL, `temporal://${TEMPORAL_ADDRESS}`].map((url) => new URL(url).host);
    expect(hosts).toEqual(['postgres:5432', 'redis:6379', 'mail:1025', 'temporal:7233']);
  });

  test('Redis evicts nothing, Postgres has room for all connections', () => {
    expect(service('redis').command).toContain('--maxmemory-policy noeviction');
    expect(Number(/max_connections=(\d+)/.exec(String(service('postgres').command))?.[1])).toBeGreaterThanOrEqual(200);
  });

  test('the namespace that is made is the one that Arrears and the pages use', () => {
    const { TEMPORAL_NAMESPACE = '' } = settingsOf('workers');
    expect(String(service('temporal-namespace').command)).toContain(
      `namespace create --namespace ${TEMPORAL_NAMESPACE} `,
    );
    expect(settingsOf('temporal-ui')['TEMPORAL_DEFAULT_NAMESPACE']).toBe(TEMPORAL_NAMESPACE);
  });

  test('no password has a default: without one nothing starts', () => {
    const secrets = services.flatMap(([name, { environment = {} }]) =>
      Object.entries(environment)
        .filter(([key]) => /PASSWORD|PWD|DATABASE_URL|REDIS_URL/.test(key))
        .map(([key, value]) => [`${name} ${key}`, String(value)] as const),
    );
    expect(secrets.length).toBeGreaterThan(6);
    for (const [where, value] of secrets) expect([where, /\$\{\w+:\?/.test(value)]).toEqual([where, true]);
    expect(() => settingsOf('api', {})).toThrow('POSTGRES_PASSWORD is not set');
  });

  test('.env.example names every variable, and gives no secret a value', () => {
    const used = [...text('docker-compose.yml').matchAll(/(?<!\$)\$\{(\w+)/g)].map(([, name = '']) => name);
    const named = [...text('.env.example').matchAll(/^#?([A-Z_]+)=(.*)$/gm)];
    expect(named.map(([, name]) => name).sort()).toEqual([...new Set(used)].sort());
    for (const [, name = '', value] of named)
      if (/PASSWORD|SECRET/.test(name)) expect([name, value]).toEqual([name, '']);
  });

  test('the creditors file that is mounted when none is named exists', () => {
    const mounted =
      (service('api').volumes ?? [])
        .map((volume) => fillIn(volume, {}))
        .find((volume) => volume.includes('/config/creditors.json')) ?? '';
    expect(existsSync(join(ROOT, mounted.split(':')[0] ?? ''))).toBe(true);
  });
});

describe('Dockerfile', () => {
  const lines = text('Dockerfile')
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line));
  const copied = lines.filter((line) => line.startsWith('COPY')).flatMap((line) => line.split(' ').slice(1, -1));

  test('pins its base, installs what runs only, and does not run as root', () => {
    expect(lines[0]).toMatch(/^FROM node:20\.\d+\.\d+-slim$/);
    expect(text('Dockerfile')).toContain('npm ci --omit=dev');
    expect(lines.indexOf('USER node')).toBeGreaterThan(lines.findIndex((line) => line.startsWith('RUN npm')));
    expect(lines.findIndex((line) => line.startsWith('CMD'))).toBeGreaterThan(lines.indexOf('USER node'));
  });

  test('copies what exists, and .dockerignore lets it through', () => {
    const allowed = text('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    for (const path of copied) expect([path, existsSync(join(ROOT, path))]).toEqual([path, true]);
    expect([...allowed].sort()).toEqual([...copied].sort());
  });

  test('copies every folder that workers, API and the command line import', () => {
    const needed = new Set<string>();
    const seen = new Set<string>();
    const visit = (file: string) => {
      if (seen.has(file)) return;
      seen.add(file);
      needed.add(relative(ROOT, file).split('/')[0] ?? '');
      for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(
        /^(?:import|export) (?!type )[^;]*?from '(\.[^']+\.ts)'/gm,
      ))
        visit(join(dirname(file), path));
    };
    for (const entry of ['workers/main.ts', 'api/main.ts', 'cli/main.ts', 'workflows/index.ts'])
      visit(join(ROOT, entry));
    expect(seen.size).toBeGreaterThan(100);
    expect([...needed].filter((folder) => !copied.includes(folder))).toEqual([]);
  });

  test('what is started by the image and the compose file exists and needs no development package', () => {
    const commands = [
      String(service('workers').command),
      (JSON.parse(lines.find((line) => line.startsWith('CMD'))?.slice(4) ?? '[]') as string[]).join(' '),
    ];
    for (const command of commands) {
      const [program, , loader = '', entry = ''] = command.split(' ');
      expect(program).toBe('node');
      expect(existsSync(join(ROOT, entry))).toBe(true);
      expect(Object.keys((JSON.parse(text('package.json')) as { dependencies: object }).dependencies)).toContain(
        loader,
      );
    }
  });

  test('no folder of code is forgotten by the list of folders', () => {
    const code = readdirSync(ROOT, { withFileTypes: true })
      .filter(
        (entry) =>
          entry.isDirectory() &&
          existsSync(join(ROOT, entry.name)) &&
          readdirSync(join(ROOT, entry.name)).some((file) => file.endsWith('.ts')),
      )
      .map((entry) => entry.name);
    expect(code.filter((folder) => !copied.includes(folder)).sort()).toEqual(['demo', 'docs', 'tests']);
  });
});
