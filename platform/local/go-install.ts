/** Programs that are built from source with Go, once. */
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { Problem } from '../../domain/problems.ts';
import { endWithParent } from './children.ts';
import { programOnPath } from './programs.ts';

export interface GoBuild {
  /** As `go install` takes them, with a version. */
  packages: readonly string[];
  /** What is built, for the report. */
  title: string;
  /** About how long it takes on two cores. */
  seconds: number;
  /** Folder of the programs; GOPATH/bin by default. */
  bin?: string;
  /** Why it must be built, for the error when there is no Go. */
  otherwise: string;
  report(words: string): void;
}

/** Builds. Throws Problem `temporal-binary-missing`. */
export async function goInstall({ packages, title, seconds, bin, otherwise, report }: GoBuild): Promise<void> {
  const go = programOnPath('go');
  if (!go)
    throw new Problem('temporal-binary-missing', { reason: `${otherwise}, and there is no Go to build it with` });
  const began = Date.now();
  const words = `building ${title} with Go, once`;
  const tick = setInterval(
    () => report(`${words}: ${Math.round((Date.now() - began) / 1000)} s (about ${seconds})`),
    10_000,
  );
  report(`${words} (about ${Math.round(seconds / 60)} minutes)`);
  try {
    await run(go, packages, bin);
  } finally {
    clearInterval(tick);
  }
}

function run(go: string, packages: readonly string[], bin: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(go, ['install', ...packages], {
      cwd: tmpdir(),
      env: { ...process.env, ...(bin === undefined ? {} : { GOBIN: bin }) },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    endWithParent(child);
    let log = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString('utf8')).slice(-500);
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0
        ? resolve()
        : reject(
            new Problem('temporal-binary-missing', {
              reason: `go install ended with ${code}: ${log.split('\n').slice(-3).join(' ').trim()}`,
            }),
          ),
    );
  });
}
