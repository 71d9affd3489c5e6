/** Files of evidence, real and forged, made in code. */
import { crc32, deflateSync } from 'node:zlib';

const latin = (words: string): Buffer => Buffer.from(words, 'latin1');
const big = (value: number, bytes: 2 | 4): Buffer => {
  const buffer = Buffer.alloc(bytes);
  if (bytes === 2) buffer.writeUInt16BE(value);
  else buffer.writeUInt32BE(value);
  return buffer;
};

/** A PDF of one empty page, with another object. */
export function pdfOf(object = '<< /Producer (arrears) >>'): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>',
    object,
  ];
  let file = '%PDF-1.7\n';
  const places: number[] = [];
  for (const [index, body] of objects.entries()) {
    places.push(file.length);
    file += `${index + 1} 0 obj\n${body}\nendobj\n`;
  }
  const table = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  return latin(
    `${file}xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`,
  );
}

interface Picture {
  width?: number;
  height?: number;
}

/** A grey JPEG by its markers; nobody unpacks its pixels. */
export function jpegOf({
  width = 8,
  height = 8,
  comment = 'paid',
  frame = true,
}: Picture & { comment?: string; frame?: boolean } = {}): Buffer {
  const segment = (marker: number, body: Buffer): Buffer =>
    Buffer.concat([Buffer.from([0xff, marker]), big(body.length + 2, 2), body]);
  const sized = Buffer.concat([Buffer.from([8]), big(height, 2), big(width, 2), Buffer.from([1, 1, 0x11, 0])]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, latin('JFIF\0\x01\x01\0\0\x01\0\x01\0\0')),
    segment(0xfe, latin(comment)),
    segment(0xdb, Buffer.alloc(65, 1)),
    ...(frame ? [segment(0xc0, sized)] : []),
    segment(0xc4, Buffer.alloc(18)),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]),
    Buffer.from([0xff, 0xd9]),
  ]);
}

/** A grey PNG; its header may lie about its size. `chunk` is private data of a reader. */
export function pngOf({ width = 1, height = 1, chunk }: Picture & { chunk?: Buffer } = {}): Buffer {
  const part = (name: string, body: Buffer): Buffer => {
    const named = Buffer.concat([latin(name), body]);
    return Buffer.concat([big(body.length, 4), named, big(crc32(named), 4)]);
  };
  return Buffer.concat([
    latin('\x89PNG\r\n\x1a\n'),
    part('IHDR', Buffer.concat([big(width, 4), big(height, 4), Buffer.from([8, 0, 0, 0, 0])])),
    ...(chunk === undefined ? [] : [part('prVt', chunk)]),
    part('IDAT', deflateSync(Buffer.from([0, 128]))),
    part('IEND', Buffer.alloc(0)),
  ]);
}

/** A ZIP with one file that is stored as it is. */
export function zipOf(name: string, words: string): Buffer {
  const data = latin(words);
  const little = (value: number, bytes: 2 | 4): Buffer => big(value, bytes).reverse();
  const about = Buffer.concat([
    little(20, 2),
    little(0, 2),
    little(0, 2),
    little(0, 4),
    little(crc32(data), 4),
    little(data.length, 4),
    little(data.length, 4),
    little(name.length, 2),
    little(0, 2),
  ]);
  const local = Buffer.concat([latin('PK\x03\x04'), about, latin(name), data]);
  const central = Buffer.concat([latin('PK\x01\x02'), little(20, 2), about, Buffer.alloc(14), latin(name)]);
  const end = [
    little(0, 4),
    little(1, 2),
    little(1, 2),
    little(central.length, 4),
    little(local.length, 4),
    little(0, 2),
  ];
  return Buffer.concat([local, central, latin('PK\x05\x06'), ...end]);
}
