/** Names one effect for ever: with the account it is the unique key. */
export interface EffectKey {
  episode: number;
  stage: string;
  step: string;
  occurrence: number;
}

/** `1/reminder/email-1/1`. Part of what the idempotency key is made of, so it stays as it is for ever. */
export const keyOf = ({ episode, stage, step, occurrence }: EffectKey): string =>
  `${episode}/${stage}/${step}/${occurrence}`;
