import { testPack } from '../../../tests/support/pack-tests.ts';
import { US } from './pack.ts';
import { US_VECTORS } from './vectors.ts';

testPack('US', US, US_VECTORS);
