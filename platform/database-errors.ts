/** Which errors of the database say nothing about the request: the same request may succeed later. */

/**
 * SQLSTATE codes and classes: no connection, out of resources, a lock or a statement that took too long, a deadlock, a
 * server that stops or starts.
 */
const SQL_STATES = /^(08...|53...|55P03|57014|57P0[1-3]|40001|40P01)$/;
/** Of a socket. */
const SOCKET_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND']);
/** pg and pg-pool give these errors no code: no connection became free in time, or one broke. */
const WITHOUT_CODE = /^(timeout exceeded when trying to connect|Connection terminated)/;

/** Whether the database had no room, no time or no answer for a statement. */
export function isUnavailable(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return SQL_STATES.test(code) || SOCKET_CODES.has(code);
  return typeof message === 'string' && WITHOUT_CODE.test(message);
}
