/** The reminders and SMS in every tone: decent on a lock screen, without threats, in one language, and short enough. */
import { describe, expect, test } from '@jest/globals';
import { TONES } from '../domain/letter.ts';
import { measureSms } from '../domain/sms-segments.ts';
import { DEBT_WORDS, REMINDERS, SMS, THREATS } from '../tests/support/texts.ts';
import { sampleLetter } from './sample-letter.ts';

describe.each(TONES)('%s', (tone) => {
  test.each(REMINDERS)('$name by e-mail in $language', ({ write, language }) => {
    const { subject = '', body } = write({ ...sampleLetter(language, 20), tone }, 'email');
    expect(subject).toContain('Harbour Bank');
    expect(subject).not.toMatch(DEBT_WORDS);
    expect(body).not.toMatch(THREATS);
    if (language === 'en') expect(body).not.toMatch(/\p{Script=Han}/u);
    else expect(body).not.toMatch(/\b(the|you|your|and|is|to)\b/i);
  });
  test.each(SMS)('$name by SMS in $language', ({ write, language }) => {
    const { body } = write({ ...sampleLetter(language, 20), tone }, 'sms');
    expect(body).not.toMatch(DEBT_WORDS);
    expect(body).not.toMatch(THREATS);
    expect(measureSms(body).segments).toBeLessThanOrEqual(2);
  });
});

test.each(['en', 'zh-Hans'] as const)('a tone changes the message, in %s', (language) => {
  const [text] = REMINDERS.filter((known) => known.language === language);
  const bodies = TONES.map((tone) => text?.write({ ...sampleLetter(language, 20), tone }, 'email').body);
  expect(new Set(bodies).size).toBe(TONES.length);
});

test('under care no reminder says what comes next', () => {
  const [, , third] = REMINDERS.filter(({ language, name }) => language === 'en' && name.includes('email-'));
  const next = 'If we hear nothing';
  const body = (tone: 'firm' | 'after-hardship') => third?.write({ ...sampleLetter('en', 20), tone }, 'email').body;
  expect(body('firm')).toContain(next);
  expect(body('after-hardship')).not.toContain(next);
});
