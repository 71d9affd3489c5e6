import { testPack } from '../../../tests/support/pack-tests.ts';
import { IN } from './pack.ts';
import { IN_VECTORS } from './vectors.ts';

testPack('IN', IN, IN_VECTORS);
