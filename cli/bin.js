#!/usr/bin/env node
// Starts the command line from a checkout: TypeScript is read as it is, nothing is built before.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('./main.ts');
await main(process.argv.slice(2));
