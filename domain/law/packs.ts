/** All packs, one line a jurisdiction. */
import { CN } from './CN/pack.ts';
import { IN } from './IN/pack.ts';
import type { Jurisdiction, Pack } from './rule.ts';
import { TW } from './TW/pack.ts';
import { UK } from './UK/pack.ts';
import { US } from './US/pack.ts';

/** The shipped packs. */
export const PACKS: Readonly<Record<Jurisdiction, Pack>> = { CN, US, TW, UK, IN };
