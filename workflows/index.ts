export { account } from './account.ts';
export { cycle } from './cycle.ts';
export { witness } from './witness.ts';
