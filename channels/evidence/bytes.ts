/** Reads numbers and words in the bytes of a file. */

/** Of two or four bytes, the highest first. Throws beyond the end. */
export const numberAt = (bytes: Buffer, at: number, size: 2 | 4): number =>
  size === 2 ? bytes.readUInt16BE(at) : bytes.readUInt32BE(at);

/** The bytes as one character each, so that words can be searched for in any file. */
export const asLetters = (bytes: Buffer): string => bytes.toString('latin1');

/** Most bytes of a comment at the end of a ZIP file, with the record before it. */
const ZIP_TAIL = 65_535 + 22;
/** Whether programs that unpack would find an archive in the file: they look for its record at the end. */
export const hasArchiveBehind = (bytes: Buffer): boolean => asLetters(bytes.subarray(-ZIP_TAIL)).includes('PK\x05\x06');

const MARKUP = /<(?:!doctype\s+html|html|script|svg|iframe|body|\?php)[\s>/]/i;
/** Whether a browser could read the file, or a part of it, as a page. */
export const hasMarkup = (letters: string): boolean => MARKUP.test(letters);
