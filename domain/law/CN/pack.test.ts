import { testPack } from '../../../tests/support/pack-tests.ts';
import { CN } from './pack.ts';
import { CN_VECTORS } from './vectors.ts';

testPack('CN', CN, CN_VECTORS);
