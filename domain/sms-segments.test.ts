import { describe, expect, test } from '@jest/globals';
import fc from '../tests/support/property.ts';
import { measureSms } from './sms-segments.ts';

describe('GSM-7', () => {
  test.each([
    [0, 1],
    [1, 1],
    [160, 1],
    [161, 2],
    [306, 2],
    [307, 3],
    [459, 3],
    [460, 4],
  ])('%i plain characters are %i parts', (length, segments) => {
    expect(measureSms('a'.repeat(length))).toEqual({ encoding: 'gsm-7', units: length, segments });
  });

  test.each([...'^{}\\[~]|€\f'])('%j costs two', (char) => {
    expect(measureSms(char.repeat(80))).toEqual({ encoding: 'gsm-7', units: 160, segments: 1 });
    expect(measureSms(`${char.repeat(80)}a`)).toEqual({ encoding: 'gsm-7', units: 161, segments: 2 });
  });

  test('an extension character is not split between two parts', () => {
    // 152 + the pair does not fit into 153: the pair moves on, and the second part is full one earlier.
    const text = `${'a'.repeat(152)}€${'a'.repeat(151)}`;
    expect(measureSms(text)).toEqual({ encoding: 'gsm-7', units: 305, segments: 2 });
    expect(measureSms(`${text}a`)).toEqual({ encoding: 'gsm-7', units: 306, segments: 3 });
  });

  test.each([...'@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà\n\r"'])('%j is in the alphabet', (char) => {
    expect(measureSms(char)).toMatchObject({ encoding: 'gsm-7', units: 1 });
  });

  test.each([...'`êç’–…中á\t'])('%j is not', (char) => {
    expect(measureSms(char).encoding).toBe('ucs-2');
  });
});

describe('UCS-2', () => {
  test.each([
    [1, 1],
    [70, 1],
    [71, 2],
    [134, 2],
    [135, 3],
    [201, 3],
    [202, 4],
  ])('%i characters are %i parts', (length, segments) => {
    expect(measureSms('中'.repeat(length))).toEqual({ encoding: 'ucs-2', units: length, segments });
  });

  test('one such character makes the whole text UCS-2, extension characters cost one there', () => {
    expect(measureSms(`中${'€'.repeat(69)}`)).toEqual({ encoding: 'ucs-2', units: 70, segments: 1 });
  });

  test('a surrogate pair is two units and not split', () => {
    expect(measureSms('😀'.repeat(35))).toEqual({ encoding: 'ucs-2', units: 70, segments: 1 });
    expect(measureSms('😀'.repeat(36))).toEqual({ encoding: 'ucs-2', units: 72, segments: 2 });
    // 33 pairs fill 66 of 67 units.
    expect(measureSms('😀'.repeat(66)).segments).toBe(2);
    expect(measureSms('😀'.repeat(67))).toEqual({ encoding: 'ucs-2', units: 134, segments: 3 });
  });
});

test('longer is never fewer parts, and parts hold all units', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
      (text, more) => {
        const { encoding, units, segments } = measureSms(text);
        expect(segments).toBeGreaterThanOrEqual(
          Math.max(
            1,
            Math.ceil(units / (segments === 1 ? (encoding === 'gsm-7' ? 160 : 70) : encoding === 'gsm-7' ? 153 : 67)),
          ),
        );
        expect(measureSms(text + more).segments).toBeGreaterThanOrEqual(segments);
      },
    ),
  );
});
