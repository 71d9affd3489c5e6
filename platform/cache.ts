/** Cache shared by all runs on this machine: the Temporal binary and the bundled workflows. */
import { homedir } from 'node:os';
import { join } from 'node:path';

export const cacheDir = (): string => process.env['ARREARS_CACHE'] ?? join(homedir(), '.cache', 'arrears');
