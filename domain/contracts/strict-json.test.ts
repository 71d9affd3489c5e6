import { describe, expect, test } from '@jest/globals';
import fc from '../../tests/support/property.ts';
import { DEEPEST_JSON, parseStrictBytes, parseStrictJson } from './strict-json.ts';

describe('JSON of strangers', () => {
  test('what is sound reads as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5, noUnicodeString: false }), (text) => {
        expect(parseStrictJson(text.replaceAll('__proto__', 'x'))).toEqual(
          JSON.parse(text.replaceAll('__proto__', 'x')),
        );
      }),
    );
  });

  test.each([
    ['{"a":1,"a":1}'],
    ['{"a":1,"\\u0061":2}'],
    ['[{"b":{"c":[],"d":1,"c":2}}]'],
    ['{"a\\"":1,"a\\"":2}'],
    ['{"a\\\\":1,"a\\\\":2}'],
    ['{"":1,"":2}'],
  ])('%s has a key twice', (text) => expect(() => parseStrictJson(text)).toThrow('same key twice'));

  test.each([
    ['{"a":{"a":{"a":1}}}'],
    ['[{"a":1},{"a":1}]'],
    ['{"a":"a","b":"a"}'],
    ['{"a":"\\\\","b":["a","a"]}'],
    ['{"a":"{\\"a\\":1,\\"a\\":2}"}'],
    ['["a","a",",","{"]'],
  ])('%s has none', (text) => expect(parseStrictJson(text)).toEqual(JSON.parse(text)));

  test('`__proto__` as a key, written in any way', () => {
    for (const key of ['__proto__', '\\u005f_proto__'])
      expect(() => parseStrictJson(`{"x":{"${key}":{}}}`)).toThrow('not allowed');
    expect(parseStrictJson('["__proto__"]')).toEqual(['__proto__']);
  });

  test('depth', () => {
    const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(() => parseStrictJson(deep(DEEPEST_JSON))).not.toThrow();
    for (const depth of [DEEPEST_JSON + 1, 100_000]) expect(() => parseStrictJson(deep(depth))).toThrow('nested');
  });

  test('bytes: UTF-8, with or without a byte order mark', () => {
    expect(parseStrictBytes(Buffer.from('\uFEFF{"a":"é"}'))).toEqual({ a: 'é' });
    expect(() => parseStrictBytes(Buffer.from('{"a":"é"}', 'latin1'))).toThrow('UTF-8');
    expect(() => parseStrictBytes(Buffer.from('{"a":1}', 'utf16le'))).toThrow('JSON');
  });
});
