import { describe, expect, test } from '@jest/globals';
import { contactKey, parseContact } from './contact-value.ts';

describe('the key of a contact value', () => {
  test.each(['+886225550100', '+886 2 2555 0100', '+886-2-2555-0100', '+886 (0)2 2555.0100', '+886 (2) 25550100'])(
    'is the same for a number however it is written: %s',
    (written) => expect(contactKey('sms', written)).toBe('+886225550100'),
  );
  test.each(['lin.mei@example.com', 'Lin.Mei@example.com', 'LIN.MEI@EXAMPLE.COM'])(
    'is the same for an e-mail address in capitals: %s',
    (written) => expect(contactKey('email', written)).toBe('lin.mei@example.com'),
  );
  test('differs for another number and another address', () => {
    expect(contactKey('sms', '+886225550101')).not.toBe(contactKey('sms', '+886225550100'));
    expect(contactKey('email', 'lin.mei+2@example.com')).not.toBe(contactKey('email', 'lin.mei@example.com'));
  });
  test.each([
    ['email', 'Lin.Mei@Example.com'],
    ['sms', '+886 (0)2 2555 0100'],
  ] as const)('is the same before and after a value of %s is read', (channel, written) => {
    const stored = parseContact(channel, written) ?? '';
    expect(stored).not.toBe('');
    expect(contactKey(channel, stored)).toBe(contactKey(channel, written));
  });
  test('of a text that is no number is the text', () => expect(contactKey('sms', 'no number')).toBe('no number'));
});

describe('a contact value', () => {
  test('is stored as E.164, or as an address with its domain in lower case', () => {
    expect(parseContact('sms', '+886 2 2555-0100')).toBe('+886225550100');
    expect(parseContact('email', 'Lin.Mei@Example.COM')).toBe('Lin.Mei@example.com');
  });
  test('of the wrong channel is none', () => {
    expect(parseContact('sms', 'lin.mei@example.com')).toBeNull();
    expect(parseContact('email', '+886225550100')).toBeNull();
  });
});
