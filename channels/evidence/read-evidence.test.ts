import { deflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { jpegOf, pdfOf, pngOf, zipOf } from '../../tests/support/evidence-files.ts';
import fc from '../../tests/support/property.ts';
import { EVIDENCE_FAULTS } from './faults.ts';
import { cleanName } from './file-name.ts';
import { readEvidence } from './read-evidence.ts';

const read = (bytes: Buffer): string => {
  const found = readEvidence(bytes);
  return 'kind' in found ? found.kind : found.fault;
};
const text = (words: string): Buffer => Buffer.from(words, 'utf8');
const joined = (...parts: readonly (Buffer | string)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
/** A pack of objects of a PDF. */
const pack = (inside: string, about = '/Filter /FlateDecode'): string => {
  const packed = deflateSync(text(inside));
  return `<< /Type /ObjStm ${about} /Length ${packed.length} >>\nstream\n${packed.toString('latin1')}\nendstream`;
};

describe('what is taken', () => {
  test.each([
    ['a PDF', pdfOf(), 'pdf'],
    ['a PDF that ends with a line end', joined(pdfOf(), '\r\n'), 'pdf'],
    ['a PDF whose objects are packed', pdfOf(pack('<< /Type /Catalog >>')), 'pdf'],
    ['a JPEG', jpegOf(), 'jpeg'],
    ['two JPEGs of a telephone, one behind the other', joined(jpegOf(), jpegOf()), 'jpeg'],
    ['a JPEG that is filled up', joined(jpegOf(), '\0\0\0'), 'jpeg'],
    ['a PNG', pngOf(), 'png'],
    ['the largest PNG', pngOf({ width: 10_000, height: 10_000 }), 'png'],
    ['plain text', text('I paid on 3 March.\r\n\tSee below.'), 'text'],
    ['plain text of China', text('我已于三月三日付款。'), 'text'],
    ['text that speaks of smaller things', text('1 < 2, <b>, a <script-like word'), 'text'],
  ])('%s', (_, bytes, kind) => expect(read(bytes)).toBe(kind));
});

describe('what is refused', () => {
  const jpeg = jpegOf();
  const png = pngOf();
  const zip = zipOf('bill.txt', 'paid');
  test.each([
    ['nothing', Buffer.alloc(0), 'empty'],
    ['blanks', text(' \n'), 'empty'],
    ['a ZIP', zip, 'archive'],
    ['a gzip', joined('\x1f\x8b\x08', Buffer.alloc(9)), 'archive'],
    ['a word document', zipOf('[Content_Types].xml', '<Types/>'), 'office'],
    ['an old word document', joined('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', Buffer.alloc(512)), 'office'],
    ['rich text', text('{\\rtf1 paid}'), 'office'],
    ['a HEIC', joined('\0\0\0\x18ftypheic', Buffer.alloc(12)), 'other-picture'],
    ['a GIF', joined('GIF89a', Buffer.alloc(20)), 'other-picture'],
    ['a program', joined('MZ\x90\0', Buffer.alloc(60)), 'program'],
    ['a script', text('#!/bin/sh\necho'), 'program'],
    ['a page', text('<!DOCTYPE html><html></html>'), 'markup'],
    ['a drawing that may run scripts', text('<svg onload=alert(1)>'), 'markup'],
    ['text in another encoding', Buffer.from([0x50, 0xe9, 0xff, 0x20]), 'other-kind'],
    ['text with a NUL', text('a\0b'), 'other-kind'],
    ['UTF-16', Buffer.from('\ufeffpaid', 'utf16le'), 'other-kind'],
    ['a PDF with a ZIP behind', joined(pdfOf(), zip), 'two-kinds'],
    ['a JPEG with a ZIP behind', joined(jpeg, zip), 'two-kinds'],
    ['a PNG with a ZIP in a chunk', pngOf({ chunk: zip }), 'two-kinds'],
    ['a PDF behind text', joined('hello\n', pdfOf()), 'two-kinds'],
    ['a PDF with a page behind', joined(pdfOf(), '<html></html>'), 'goes-on'],
    ['a PDF with a page inside', pdfOf('<html><script>x</script></html>'), 'markup'],
    ['a JPEG with a page in its comment', jpegOf({ comment: '<script>alert(1)</script>' }), 'markup'],
    ['a JPEG with a page behind', joined(jpeg, '<p>'), 'goes-on'],
    ['a PNG with more behind', joined(png, 'x'), 'goes-on'],
    ['a PDF cut short', pdfOf().subarray(0, -8), 'cut-short'],
    ['a JPEG cut short', jpeg.subarray(0, -2), 'cut-short'],
    ['a PNG cut short', png.subarray(0, -5), 'cut-short'],
    ['a PNG with a wrong checksum', joined(png.subarray(0, 20), '\x7f', png.subarray(21)), 'broken'],
    ['a JPEG without a frame', jpegOf({ frame: false }), 'broken'],
    ['a PDF by its first letters alone', text('%PDF-1.7\nhello %%EOF'), 'broken'],
    ['a wide PNG', pngOf({ width: 30_001, height: 1 }), 'too-many-pixels'],
    ['a PNG that would be a bomb', pngOf({ width: 29_999, height: 29_999 }), 'too-many-pixels'],
    ['a JPEG that would be a bomb', jpegOf({ width: 60_000, height: 60_000 }), 'too-many-pixels'],
    ['a PNG without pixels', pngOf({ width: 0, height: 1 }), 'broken'],
    ['an encrypted PDF', pdfOf('<< /Encrypt 5 0 R >>'), 'encrypted'],
    ['a PDF with a script', pdfOf('<< /S /JavaScript /JS (app.alert(1)) >>'), 'runs-something'],
    ['a PDF with a script spelt in numbers', pdfOf('<< /S /J#61va#53cript >>'), 'runs-something'],
    ['a PDF with a packed script', pdfOf(pack('<< /S /JavaScript >>')), 'runs-something'],
    ['a PDF that starts a program', pdfOf('<< /S /Launch /F (cmd.exe) >>'), 'runs-something'],
    ['a PDF with files inside', pdfOf('<< /Names << /EmbeddedFiles 4 0 R >> >>'), 'attachments'],
    ['a PDF with a bomb as pack', pdfOf(pack(' '.repeat(8 * 1024 * 1024))), 'hides'],
    ['a PDF whose pack is packed otherwise', pdfOf(pack('x', '/Filter /LZWDecode')), 'hides'],
    ['a PDF with a stream of no object', pdfOf('<< >>\nendobj\nstream\nx\nendstream stream\ny\nendstream'), 'hides'],
    ['a PDF whose stream never ends', pdfOf('<< /Length 9 >>\nstream\nx'), 'hides'],
    [
      'a PDF that is mostly blanks',
      pdfOf(`<< /Type /ObjStm /Filter ${' '.repeat(4e6)} >>\nstream\nx\nendstream`),
      'hides',
    ],
    ['a PDF that is mostly names', pdfOf(`${'/a/bb/ccc'.repeat(500_000)} /Launch`), 'runs-something'],
    ['a PDF whose pack is broken', pdfOf('<< /Type /ObjStm /Filter /FlateDecode >>\nstream\nxx\nendstream'), 'hides'],
  ])('%s', (_, bytes, fault) => expect(read(bytes)).toBe(fault));

  test('every fault has a sentence and a remedy', () => {
    for (const { sentence, remedy } of Object.values(EVIDENCE_FAULTS)) {
      expect(sentence).toMatch(/^[A-Z].*\.$/);
      expect(remedy).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe('properties', () => {
  const samples = [pdfOf(), jpegOf(), pngOf()] as const;
  const sample = fc.constantFrom(...samples);

  test('a file that is cut anywhere is never taken as a whole one', () =>
    fc.assert(
      fc.property(sample, fc.nat(), (bytes, cut) => 'fault' in readEvidence(bytes.subarray(0, cut % bytes.length))),
    ));

  test('whatever hangs on a file is never taken', () =>
    fc.assert(
      fc.property(sample, fc.uint8Array({ minLength: 1, maxLength: 40 }), (bytes, more) => {
        const found = readEvidence(Buffer.concat([bytes, more]));
        return 'fault' in found || more.every((byte) => byte === 0 || /\s/.test(String.fromCharCode(byte)));
      }),
    ));

  test('any bytes get an answer', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('', '%PDF-1.7\n', '\xff\xd8\xff', '\x89PNG\r\n\x1a\n', 'PK\x03\x04'),
        fc.uint8Array({ maxLength: 200 }),
        (start, rest) => readEvidence(joined(start, Buffer.from(rest))) !== null,
      ),
    ));
});

describe('names', () => {
  test.each([
    ['bill.pdf', 'bill.pdf'],
    ['../../etc/passwd', 'passwd.pdf'],
    ['C:\\Users\\mei\\bill.PDF', 'bill.pdf'],
    ['bill.pdf.exe', 'bill_pdf_exe.pdf'],
    ['bill\u202efdp.exe', 'billfdp_exe.pdf'],
    ['a\0b\r\nc.pdf', 'abc.pdf'],
    ['CON.pdf', '_CON.pdf'],
    ['lpt1', '_lpt1.pdf'],
    ['', 'file.pdf'],
    ['...', 'file.pdf'],
    ['.htaccess', 'htaccess.pdf'],
    ['a<b>:"|?*.pdf', 'a_b______.pdf'],
    ['账单 三月.pdf', '账单 三月.pdf'],
    ['e\u0301.pdf', '\u00e9.pdf'],
  ])('%j is kept as %j', (sent, kept) => expect(cleanName(sent, 'pdf')).toBe(kept));

  test('any name is safe, short and of its kind', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (sent) => {
        const name = cleanName(sent, 'png');
        expect(name).toMatch(/^[^/\\<>:"|?*\p{Cc}\p{Cf}]+\.png$/u);
        expect([...name].length).toBeLessThanOrEqual(85);
        expect(name).not.toMatch(/^[.\s]|^(?:con|nul|aux|prn)\./i);
      }),
    ));
});
