import { testPack } from '../../../tests/support/pack-tests.ts';
import { TW } from './pack.ts';
import { TW_VECTORS } from './vectors.ts';

testPack('TW', TW, TW_VECTORS);
