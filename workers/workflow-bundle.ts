/** The workflow bundle. Bundling takes seconds of CPU, so the bundle is cached under a fingerprint of its inputs. */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  bundleWorkflowCode,
  DefaultLogger,
  type WorkflowBundle,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { cacheDir } from '../platform/cache.ts';

const FOLDER = join(dirname(dirname(fileURLToPath(import.meta.url))), 'workflows');

/** Bundles only workflows/ and the SDK's own packages (enforced in tests/conformance). */
export function bundleWorkflows(): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({ workflowsPath: join(FOLDER, 'index.ts'), logger: new DefaultLogger('WARN') });
}

/** Hash of the workflow sources, the Node version and the exactly pinned SDK version. */
function fingerprint(): string {
  const { version } = createRequire(import.meta.url)('@temporalio/worker/package.json') as { version: string };
  const hash = createHash('sha256').update(`${version} ${process.version}\n`);
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  for (const name of names.sort()) hash.update(`${name}\n`).update(readFileSync(join(FOLDER, name)));
  return hash.digest('hex').slice(0, 16);
}

/** The cached bundle, or a new one, which is then cached. A cache that cannot be written costs only time. */
export async function openBundle(): Promise<WorkflowBundle> {
  const path = join(cacheDir(), `workflows-${fingerprint()}.js`);
  if (existsSync(path)) return { code: readFileSync(path, 'utf8') };
  const { code } = await bundleWorkflows();
  try {
    mkdirSync(dirname(path), { recursive: true });
    const beside = `${path}.${randomUUID()}`;
    writeFileSync(beside, code, { mode: 0o600 });
    renameSync(beside, path);
  } catch {
    // The next start bundles again.
  }
  return { code };
}
