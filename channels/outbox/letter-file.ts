/** Composes a message as the bytes of a file: `.eml` (RFC 5322, UTF-8), or a text file for an SMS. */
import MailComposer from 'nodemailer/lib/mail-composer';
import { encode, wrap } from 'nodemailer/lib/qp';
import type { Instant } from '../../domain/time.ts';
import type { Message } from '../channel.ts';

/**
 * True for one plain ASCII address. Quoted local parts, comments, lists and international names are refused: parsers
 * differ on them, and a wrong guess would reveal a debt to a stranger.
 */
export function isPlainAddress(text: string): boolean {
  return text.length <= 254 && /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(text);
}
/** True for a phone number as stored: a plus and 7 to 15 digits. */
export function isPlainNumber(text: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(text);
}
/** True if the text would end or break a header line. */
function breaksHeader(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return /[\u0000-\u001f\u007f\u2028\u2029]/.test(text);
}

/** Why a message cannot be sent as an e-mail, without personal data; null if it can. */
export function emailFault(message: Message): string | null {
  if (!isPlainAddress(message.to)) return 'the stored address is not one plain e-mail address';
  if (!isPlainAddress(message.from.address)) return "the creditor's address is not one plain e-mail address";
  if (breaksHeader(message.from.name) || breaksHeader(message.subject ?? '')) return 'a header holds a line break';
  if (!message.subject) return 'the e-mail has no subject';
  return null;
}

/** Why a message cannot be sent as an SMS, without personal data; null if it can. */
export function smsFault(message: Message): string | null {
  if (!isPlainNumber(message.to)) return 'the stored number is not a plain phone number';
  if (breaksHeader(message.from.name) || breaksHeader(message.from.address)) return 'a header holds a line break';
  return null;
}

/** `Message-ID` of a key. It is the same for every attempt, so that a receiver can detect duplicates. */
export function messageIdOf(key: string, message: Message): string {
  return `<${key}@${message.from.address.split('@')[1] ?? 'localhost'}>`;
}

/** The library ends each message with a line break; a lone CR counts as half of it. */
function endLine(text: string): string {
  if (text.endsWith('\n')) return text;
  return text.endsWith('\r') ? `${text}\n` : `${text}\r\n`;
}

/**
 * The e-mail, ready to be stored or sent, with exactly one recipient. Throws if the composer would address anybody
 * else. The library's own `build` pipes the text through four streams, which costs more than all the rest.
 */
export function composeEmail(key: string, message: Message, at: Instant, covers: readonly string[] = []): Buffer {
  const mail = new MailComposer({
    from: message.from,
    to: { name: '', address: message.to },
    ...(message.subject === undefined ? {} : { subject: message.subject }),
    text: message.body,
    textEncoding: 'quoted-printable',
    date: new Date(at),
    messageId: messageIdOf(key, message),
    headers: {
      'Content-Language': message.language,
      'Auto-Submitted': 'auto-generated',
      'X-Arrears-Key': key,
      ...(covers.length === 0 ? {} : { 'X-Arrears-Covers': covers.join(' ') }),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  const { to } = mail.getEnvelope();
  if (to.length !== 1 || to[0] !== message.to) throw new Error('the envelope is not the stored address');
  const text = mail.getTransferEncoding() === 'quoted-printable' ? wrap(encode(message.body)) : message.body;
  return Buffer.from(endLine(`${mail.buildHeaders()}\r\n\r\n${text}`), 'utf8');
}

/** The SMS as a text file: headers, a blank line, the text. */
export function composeSms(key: string, message: Message, at: Instant): Buffer {
  const headers = [
    `To: ${message.to}`,
    `From: ${message.from.name}${message.from.address ? ` <${message.from.address}>` : ''}`,
    `Date: ${new Date(at).toISOString()}`,
    `Language: ${message.language}`,
    `Key: ${key}`,
  ];
  return Buffer.from(`${headers.join('\n')}\n\n${message.body}\n`, 'utf8');
}
