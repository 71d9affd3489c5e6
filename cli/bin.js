#!/usr/bin/env node
// Starts the command line from a checkout: TypeScript is read as it is, nothing is built before.
import { register } from 'tsx/esm/api';

register();
// A reader that has seen enough (`| head`) closes the pipe.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));
const { main } = await import('./main.ts');
await main(process.argv.slice(2));
