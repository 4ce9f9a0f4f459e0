import { registry } from '$lib/analysers/registry.ts';
import type { WeightsManifest } from '$lib/core/weights.ts';
import type { GraphicsCheck } from '$lib/session/delegate-choice.ts';
import type { QueueStatistics } from '$lib/session/queue-statistics.ts';
import type { Abilities } from './device-abilities.ts';
import type { LedgerLine } from './ledger-lines.ts';
import type { SelfTestState } from './SelfTest.svelte.ts';
import type { StageLine } from './StageLog.svelte.ts';

/** What the page shows, as it is exported. */
export type Diagnosis = {
  readonly appVersion: string;
  readonly agent: string;
  readonly abilities: Abilities | undefined;
  readonly graphics: GraphicsCheck | undefined;
  readonly models: WeightsManifest['models'] | undefined;
  readonly stages: readonly StageLine[];
  readonly queue: QueueStatistics;
  readonly requests: readonly LedgerLine[];
  readonly selfTest: SelfTestState;
};

/**
 * The log as JSON. It holds no recording, transcript, question, title or file name: answers and sessions are named by
 * their ids, which the report shows too, so that both can be put side by side.
 *
 * @param created when, ISO 8601
 */
export function logOf(diagnosis: Diagnosis, created: string): string {
  const { appVersion, agent, abilities, graphics, models = {}, stages, queue, requests, selfTest } = diagnosis;
  return JSON.stringify(
    {
      ...{ type: 'viva/diagnostics', version: 1, created, app: { version: appVersion }, agent },
      ...{ abilities, graphics },
      models: Object.entries(models).map(([id, { files }]) => ({
        id,
        files: files.map(({ file, bytes, sha256 }) => ({ file, bytes, sha256 })),
      })),
      analysers: registry.map(({ id, version }) => ({ id, version })),
      ...{ stages, queue, requests },
      // Messages of errors may name files, so codes only.
      selfTest: selfTest.phase === 'failed' ? { phase: selfTest.phase, error: selfTest.error.code } : selfTest,
    },
    null,
    2,
  );
}
