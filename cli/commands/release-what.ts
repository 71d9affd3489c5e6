/** `arrears release`: ends the holds of an account, or reopens a restored database. */

import type { FactOptions } from '../facts.ts';
import { UsageFault } from '../fault.ts';
import { releaseAccount } from './release-account.ts';
import { type ReleaseOptions, releaseDatabase } from './release-database.ts';

interface Options extends FactOptions, ReleaseOptions {
  reason?: string;
  database?: boolean;
}

export async function releaseWhat(
  account: string | undefined,
  { reason, database, ...options }: Options,
): Promise<void> {
  if ((account === undefined) === (database === undefined))
    throw new UsageFault(
      'Name an account, or --database after a restore.',
      'npx arrears release --help tells the options.',
    );
  if (account === undefined) return releaseDatabase(options);
  if (options.log || options.noLog || options.since !== undefined)
    throw new UsageFault(
      '--log, --no-log and --since go with --database.',
      'npx arrears release --help tells the options.',
    );
  if (reason === undefined)
    throw new UsageFault('Say why: --reason.', 'Write it without names or numbers of a person.');
  return releaseAccount(account, { ...options, reason });
}
