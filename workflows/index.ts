export { account } from './account.ts';
export { cycle } from './cycle.ts';
