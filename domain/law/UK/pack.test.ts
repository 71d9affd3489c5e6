import { testPack } from '../../../tests/support/pack-tests.ts';
import { UK } from './pack.ts';
import { UK_VECTORS } from './vectors.ts';

testPack('UK', UK, UK_VECTORS);
