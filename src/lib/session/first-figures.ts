import type { MediaFacts } from '$lib/core/media.ts';
import type { Policy } from '$lib/core/policy/schema.ts';
import type { Track } from '$lib/core/track.ts';
import type { JobRow } from '$lib/storage/rows.ts';
import { answerInput, type AnswerFacts } from './answer-input.ts';
import type { RunResult } from './answer-run.ts';
import { planSession, unobserved } from './plan.ts';
import type { Engines } from './ports.ts';

export type FirstFiguresFacts = Pick<AnswerFacts, 'registry' | 'session'> & {
  readonly policy: Pick<Policy, 'off' | 'weights'>;
  readonly engines: Pick<Engines, 'answer'>;
};

/** An answer of tracks that a live microphone gave: what isn't observed yet says so. */
export async function firstFigures(
  row: JobRow,
  media: MediaFacts,
  tracks: readonly Track[],
  { engines, registry, policy, session }: FirstFiguresFacts,
): Promise<RunResult> {
  const plan = planSession(registry, policy, media);
  const failed = unobserved(plan, tracks, 'not-yet');
  const facts = { job: row, session, media, plan, tracks, failed, stages: [], registry, policy };
  const answer = await engines.answer(answerInput(facts), { signal: new AbortController().signal });
  return { answer, plan, tracks, threads: 1 };
}
