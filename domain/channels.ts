/**
 * Channels that write to a person. Each contact point belongs to one; a phone belongs to `sms` and also serves calls.
 */
export const WRITTEN_CHANNELS = ['email', 'sms'] as const;
/** One of WRITTEN_CHANNELS. */
export type WrittenChannel = (typeof WRITTEN_CHANNELS)[number];
/** Channels whose effects reach a person and count for caps, hours and STOP. */
export const PERSON_CHANNELS = [...WRITTEN_CHANNELS, 'call'] as const;
/** One of PERSON_CHANNELS. */
export type PersonChannel = (typeof PERSON_CHANNELS)[number];
/** Channels that leave as files to an organisation. Each has a writer in engine/files/build-files.ts. */
const FILE_CHANNELS = ['agency', 'bureau', 'court'] as const;
/** One of FILE_CHANNELS. */
export type FileChannel = (typeof FILE_CHANNELS)[number];
/** File channels that send many effects together in one file, in the cycle of their organisation. */
export const SHARED_FILE_CHANNELS = ['agency', 'bureau'] as const satisfies readonly FileChannel[];

/**
 * Every channel, the ways by which an effect leaves. `email` and `sms` write to a person; `call` is a task for the
 * internal callers; `agency`, `bureau` and `court` are files to an organisation; `desk` is a task for other staff
 * (approval, review). A channel is a folder under channels/; a lane is a channel with a provider and its own queue.
 */
export const CHANNELS = [...PERSON_CHANNELS, ...FILE_CHANNELS, 'desk'] as const;
/** One of CHANNELS. */
export type Channel = (typeof CHANNELS)[number];
/** Channels whose effects are tasks for people; they end when somebody records an outcome. */
const TASK_CHANNELS = ['call', 'desk'] as const satisfies readonly Channel[];

const isAmong =
  <C extends Channel>(channels: readonly C[]) =>
  (channel: string): channel is C =>
    (channels as readonly string[]).includes(channel);
/** Whether the channel is one of WRITTEN_CHANNELS. */
export const isWrittenChannel = isAmong(WRITTEN_CHANNELS);
/** Whether the channel is one of PERSON_CHANNELS. */
export const isPersonChannel = isAmong(PERSON_CHANNELS);
/** Whether the channel is one of TASK_CHANNELS. */
export const isTaskChannel = isAmong(TASK_CHANNELS);
/** Whether the channel is one of FILE_CHANNELS. */
export const isFileChannel = isAmong(FILE_CHANNELS);
/** Whether the channel is one of SHARED_FILE_CHANNELS. */
export const isSharedFileChannel = isAmong(SHARED_FILE_CHANNELS);

/** The channel of the contact points that serve a channel: phones serve `sms` and `call`. */
export const pointChannel = (channel: PersonChannel): WrittenChannel => (channel === 'call' ? 'sms' : channel);

/**
 * What an effect may be for; policies differ by it. `demand` asks for money. `notice` is a statutory or contractual
 * notice. `receipt` thanks or confirms. `answer` tells what became of a dispute or a complaint. `information` explains
 * and asks for nothing. `report` goes to a bureau, `handover` to an agency or court, `undo` takes something back,
 * `review` is a task for staff.
 */
export const PURPOSES = [
  'demand',
  'notice',
  'receipt',
  'answer',
  'information',
  'report',
  'handover',
  'undo',
  'review',
] as const;
/** One of PURPOSES. */
export type Purpose = (typeof PURPOSES)[number];

/** Purposes that ask something of the person or act against them. */
export const COLLECTING_PURPOSES: readonly Purpose[] = ['demand', 'notice', 'handover'];

/** Whether the purpose asks something of the person or acts against them. */
export function isCollecting(purpose: Purpose): boolean {
  return COLLECTING_PURPOSES.includes(purpose);
}
