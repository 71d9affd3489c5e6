/** Hours of a day as they are written: `08:00-21:00`. */
import { z } from 'zod';
import type { Hours } from '../law/case.ts';

const CLOCKS = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

/** Minutes after midnight of `HH:MM`. */
export const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/** Reads `08:00-21:00`; the end may be 24:00. */
export function readHours(text: string): Hours {
  const [opens = '', closes = ''] = text.split('-');
  return { opens: minuteOf(opens), closes: minuteOf(closes) };
}

/** Hours within one day. */
export const HoursText = z
  .string()
  .regex(CLOCKS, 'HH:MM-HH:MM, the end not included; 24:00 is the end of the day')
  .refine((text) => readHours(text).opens < readHours(text).closes, {
    error: 'hours that end after they begin, within one day',
    abort: true,
  })
  .meta({ title: 'Hours', description: '08:00-21:00 in the person’s zone; the end is not included.' });
