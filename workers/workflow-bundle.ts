/** The bundled workflows. Bundling takes seconds of CPU, so a bundle is kept for later starts, named by everything that goes into it. */
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

/** Nothing in it but workflows/ and the SDK's own packages (tests/conformance). */
export function bundleWorkflows(): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({ workflowsPath: join(FOLDER, 'index.ts'), logger: new DefaultLogger('WARN') });
}

/** The sources of the workflows, and the version of the SDK (exactly pinned, like its packages). */
function fingerprint(): string {
  const { version } = createRequire(import.meta.url)('@temporalio/worker/package.json') as { version: string };
  const hash = createHash('sha256').update(`${version} ${process.version}\n`);
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  for (const name of names.sort()) hash.update(`${name}\n`).update(readFileSync(join(FOLDER, name)));
  return hash.digest('hex').slice(0, 16);
}

/** The bundle as kept by an earlier start, else made now and kept. A cache that cannot be written costs only time. */
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
