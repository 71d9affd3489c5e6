import { expect, test } from '@jest/globals';
import {
  delinquencyDateDue,
  disputeDue,
  frivolousNoticeDue,
  negativeNoticeDue,
  reportableUntil,
  revocationLimit,
} from './furnishing.ts';

test('US-FURN-02: a bank that reported on 2026-05-10 without a notice gives it by 2026-06-09', () => {
  expect(negativeNoticeDue('2026-05-10')).toBe('2026-06-09');
});

test('US-FURN-04: the month of the delinquency is reported within 90 days', () => {
  expect(delinquencyDateDue('2026-01-01')).toBe('2026-04-01');
});

test('US-FURN-05: a dispute of 2026-03-02 is due by 2026-03-31, the day of receipt being the first', () => {
  expect(disputeDue('2026-03-02', { extended: false })).toBe('2026-03-31');
});

test('US-FURN-05: information that the consumer adds gives 15 days more, to 2026-04-15', () => {
  expect(disputeDue('2026-03-02', { extended: true })).toBe('2026-04-15');
});

test('US-FURN-05: a frivolous dispute is answered within five business days', () => {
  expect(frivolousNoticeDue('2026-09-02')).toBe('2026-09-10');
});

test('US-FURN-06: a delinquency that commenced on 2020-01-15 is reported until 2027-07-13', () => {
  expect(reportableUntil('2020-01-15')).toBe('2027-07-13');
});

test('US-FURN-06: seven years from 29 February end on the last of the month', () => {
  expect(reportableUntil('2019-09-02')).toBe('2027-02-28');
});

test('US-TCPA-02: a STOP of Monday 2026-03-02 is honoured by 2026-03-16 at the latest', () => {
  expect(revocationLimit('2026-03-02')).toBe('2026-03-16');
});

test('US-TCPA-02: a holiday is no business day', () => {
  expect(revocationLimit('2026-08-31')).toBe('2026-09-15');
});
