/** All scenarios. */
import { HOST_FAULTS } from './host-faults.ts';
import { restoreOlder } from './restore.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';

export const ALL_SCENARIOS: readonly Scenario[] = [...SCENARIOS, restoreOlder, ...HOST_FAULTS];
