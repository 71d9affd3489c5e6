/**
 * fast-check as the tests use it: every run draws the same cases, so that a change fails by what it changed and not by
 * luck. `CASES=any npm test -- property` draws others.
 */
import fc from 'fast-check';

if (process.env['CASES'] !== 'any') fc.configureGlobal({ seed: 20_261_130 });

export default fc;
