/** Listens for NOTIFY on a connection of its own, opened again when it breaks. What is told meanwhile is missed. */
import pg from 'pg';

/** Wall milliseconds until a broken connection is opened again. */
const AGAIN_MS = 1000;

export interface Listener {
  close(): Promise<void>;
}

/** Calls `heard` with the payload of each notification on a channel. */
export async function listen(url: string, channel: string, heard: (payload: string) => void): Promise<Listener> {
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const open = async () => {
    const fresh = new pg.Client({ connectionString: url, application_name: 'arrears hints', keepAlive: true });
    client = fresh;
    const again = () => {
      if (client !== fresh || closed) return;
      client = null;
      timer = setTimeout(() => void open(), AGAIN_MS);
    };
    fresh.on('error', again);
    fresh.on('end', again);
    fresh.on('notification', ({ payload }) => heard(payload ?? ''));
    try {
      await fresh.connect();
      await fresh.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch {
      again();
      await fresh.end().catch(() => undefined);
    }
  };
  await open();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
