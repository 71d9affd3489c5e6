/** The files of contacts of agencies without an interface: built, sent, and stopped where a fact overtakes them. */
import { type BuildDeps, buildContactFiles } from './contact-file.ts';
import { type SendFilesDeps, sendContactFiles } from './send-contact-file.ts';
import { stopPermits } from './stop-permits.ts';

/** One round; every worker does it, as often as it sweeps. A second round of another worker at once changes nothing. */
export async function keepContactFiles(deps: BuildDeps & SendFilesDeps): Promise<void> {
  await buildContactFiles(deps);
  await sendContactFiles(deps);
  await stopPermits(deps);
  await sendContactFiles(deps);
}
