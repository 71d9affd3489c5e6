/** E-mail by SMTP. Each message has its own connection and one recipient, so that we know how far it got. */
import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Permit } from '../../domain/permit.ts';
import { Problem } from '../../domain/problems.ts';
import type { ChannelAdapter, SendResult } from '../channel.ts';
import { holds, PERMIT_PASSED } from '../outbox/adapter.ts';
import { composeEmail, emailFault, messageIdOf } from '../outbox/letter-file.ts';
import { errnoOf, isKey } from '../outbox/names.ts';
import type { DatedOutgoing } from '../outbox/outgoing.ts';

/** Limit of a whole call, wall milliseconds. Connecting and the greeting may take 10 s each, silence may last 20 s. */
const SLOWEST_CALL_MS = 60_000;
const CONNECT_MS = 10_000;
const SILENCE_MS = 20_000;

interface Server {
  host: string;
  port: number;
  /** TLS from the first byte (`smtps:`); otherwise STARTTLS where the server offers it. */
  secure: boolean;
  user: string;
  password: string;
}

function readUrl(text: string): Server {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '') {
    throw new Problem('configuration-invalid', {
      count: 1,
      faults: 'SMTP_URL is not smtp://host:port or smtps://host:port',
    });
  }
  const secure = url.protocol === 'smtps:';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || (secure ? 465 : 587)),
    secure,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}

/** How far a message got. */
interface Progress {
  /** The first byte of the content went to the connection. */
  begun: boolean;
  /** The permit expired before the first byte. */
  late: boolean;
}

/**
 * The content as a stream. It is read only after the server answered DATA with 354, so its first chunk is the first
 * byte sent.
 */
function contentStream(content: Buffer, permit: Permit, progress: Progress): Readable {
  return new Readable({
    read() {
      if (!holds(permit)) {
        progress.late = true;
        this.destroy(new Error(PERMIT_PASSED));
        return;
      }
      progress.begun = true;
      this.push(content);
      this.push(null);
    },
  });
}

type Sent = { ok: true } | { ok: false; error: unknown };

function connect(connection: SMTPConnection, server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.connect((error) => {
      if (error) return reject(error);
      if (server.user === '') return resolve();
      connection.login({ user: server.user, pass: server.password }, (refused) =>
        refused ? reject(refused) : resolve(),
      );
    });
  });
}

function transmit(connection: SMTPConnection, from: string, to: string, content: Readable): Promise<Sent> {
  return new Promise((resolve) => {
    connection.once('error', (error) => resolve({ ok: false, error }));
    connection.send({ from, to: [to] }, content, (error) => resolve(error ? { ok: false, error } : { ok: true }));
  });
}

/** Rejects when the whole call takes too long; the connection's own limits only detect silence. */
function openDeadline(): { passed: Promise<never>; stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error('the call took too long'), { code: 'ETIMEDOUT' })),
      SLOWEST_CALL_MS,
    );
  });
  passed.catch(() => undefined);
  return { passed, stop: () => clearTimeout(timer) };
}

function replyOf(error: unknown): { code: number; command: string } {
  const { responseCode, command } = (typeof error === 'object' && error !== null ? error : {}) as {
    responseCode?: unknown;
    command?: unknown;
  };
  return { code: Number(responseCode) || 0, command: typeof command === 'string' ? command : '' };
}

/** Describes an SMTP failure by its codes only, since a server's sentence often repeats the address. */
function failureWords(error: unknown): string {
  const { code, command } = replyOf(error);
  const step = command === '' ? '' : ` at ${command.replace(/[^A-Z0-9 -]/gi, '')}`;
  return code > 0
    ? `the mail server answered ${code}${step}`
    : `no mail went out${step} (${errnoOf(error) ?? 'unknown error'})`;
}

/**
 * The server accepts nothing for now (RFC 5321: 421, 451, 452). A temporary refusal of one recipient, such as
 * greylisting, concerns that message only.
 */
function isBusy(code: number, command: string): boolean {
  return code === 421 || ((code === 451 || code === 452) && !/^RCPT/i.test(command));
}

/**
 * A refusal by the server, or a failure before the first byte, proves a non-send. After any other failure the message
 * may have arrived.
 */
function classify(error: unknown, progress: Readonly<Progress>): SendResult {
  if (progress.late && !progress.begun) return { kind: 'not-sent', reason: PERMIT_PASSED };
  const { code, command } = replyOf(error);
  if (!progress.begun && isBusy(code, command))
    return { kind: 'busy', reason: failureWords(error), retryAfterMs: null };
  const refused = code >= 400 && (command === 'DATA' || code >= 500);
  if (!progress.begun || refused) return { kind: 'not-sent', reason: failureWords(error) };
  return {
    kind: 'unknown',
    reason: `the connection ended after the first byte (${errnoOf(error) ?? 'unknown error'})`,
  };
}

function openConnection({ host, port, secure, user }: Server): SMTPConnection {
  const connection = new SMTPConnection({
    host,
    port,
    secure,
    // A password is never sent over an unencrypted connection.
    requireTLS: user !== '' && !secure,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    dnsTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
  });
  // Ignores errors of a connection that is already closing.
  connection.on('error', () => undefined);
  return connection;
}

async function send(server: Server, permit: Permit, outgoing: DatedOutgoing): Promise<SendResult> {
  const { key, message } = outgoing;
  if (!holds(permit)) return { kind: 'not-sent', reason: PERMIT_PASSED };
  if (!message || !isKey(key)) return { kind: 'not-sent', reason: 'there is no message, or no plain key' };
  const fault = emailFault(message);
  if (fault !== null) return { kind: 'not-sent', reason: fault };
  const progress: Progress = { begun: false, late: false };
  const connection = openConnection(server);
  const deadline = openDeadline();
  try {
    const email = composeEmail(key, message, outgoing.at ?? permit.notAfter, outgoing.covers);
    await Promise.race([connect(connection, server), deadline.passed]);
    if (!holds(permit)) return { kind: 'not-sent', reason: PERMIT_PASSED };
    const content = contentStream(email, permit, progress);
    const going = transmit(connection, message.from.address, message.to, content);
    const sent = await Promise.race([going, deadline.passed]);
    return sent.ok ? { kind: 'sent', reference: messageIdOf(key, message) } : classify(sent.error, progress);
  } catch (error) {
    return classify(error, progress);
  } finally {
    deadline.stop();
    connection.close();
  }
}

/**
 * Opens SMTP. Throws Problem `configuration-invalid` for a bad URL. A mail server cannot be asked about a key, so a
 * receipt or a person settles an unknown.
 */
export function openSmtp(url: string): ChannelAdapter {
  const server = readUrl(url);
  return {
    id: 'smtp',
    slowestCallMs: SLOWEST_CALL_MS,
    unasked: true,
    policy: 'at-most-once',
    send: (permit, outgoing: DatedOutgoing) => send(server, permit, outgoing),
    ask: async () => 'cannot-tell',
  };
}
