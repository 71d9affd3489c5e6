/** How far a long calculation is, as a share: one line on stderr that moves, on a terminal only. */
interface ShareProgress {
  at(share: number): void;
  end(): void;
}

const SHOWN_EVERY_MS = 200;

/** `quiet`: nothing is shown. */
export function openShare(quiet: boolean): ShareProgress {
  if (quiet || !process.stderr.isTTY) return { at: () => undefined, end: () => undefined };
  let last = performance.now();
  return {
    at(share) {
      const now = performance.now();
      if (now - last < SHOWN_EVERY_MS) return;
      last = now;
      process.stderr.write(`\r${Math.floor(100 * share)} %`);
    },
    end: () => void process.stderr.write('\r\u001b[K'),
  };
}
