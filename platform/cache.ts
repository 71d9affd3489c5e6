/** Where things are kept that are got or made once for all runs on this machine: the Temporal binary, the bundled workflows. */
import { homedir } from 'node:os';
import { join } from 'node:path';

export const cacheDir = (): string => process.env['ARREARS_CACHE'] ?? join(homedir(), '.cache', 'arrears');
