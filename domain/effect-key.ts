/** The permanent name of one effect; unique within its account. */
export interface EffectKey {
  episode: number;
  stage: string;
  step: string;
  occurrence: number;
}

/** `1/reminder/email-1/1`. Part of the idempotency key, so it never changes. */
export const keyOf = ({ episode, stage, step, occurrence }: EffectKey): string =>
  `${episode}/${stage}/${step}/${occurrence}`;
