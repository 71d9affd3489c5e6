/** The causes of what is stuck, as people type them. */
import { STUCK_CODES, type StuckCode } from '../domain/stuck.ts';
import { readChoice } from './input.ts';

export const readCause = (text: string): StuckCode => readChoice(text, STUCK_CODES, 'The cause');
