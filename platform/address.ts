/** A URL that is safe to show: protocol, host, port and path, never a user or password. */
export function plainAddress(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url);
    if (host === '') throw new Error('no host');
    return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
  } catch {
    return url.replace(/^.*@/, '');
  }
}
