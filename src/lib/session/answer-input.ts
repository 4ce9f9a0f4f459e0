import type { Analyser } from '$lib/core/analyser.ts';
import type { MediaFacts } from '$lib/core/media.ts';
import type { Policy } from '$lib/core/policy/schema.ts';
import type { Stage } from '$lib/core/report/schema.ts';
import type { Track } from '$lib/core/track.ts';
import type { AnswerInput } from '$lib/engines/report/jobs.ts';
import type { JobRow, SessionRow } from '$lib/storage/rows.ts';
import type { SessionPlan } from './plan.ts';

export type AnswerFacts = {
  readonly job: Pick<JobRow, 'id' | 'question' | 'isUncalibrated'>;
  readonly session: Pick<SessionRow, 'language' | 'locale' | 'calibration'>;
  readonly media: MediaFacts;
  readonly plan: SessionPlan;
  /** As measures are to read them. */
  readonly tracks: readonly Track[];
  readonly failed: AnswerInput['failed'];
  readonly stages: readonly Stage[];
  readonly registry: readonly Analyser[];
  readonly policy: Pick<Policy, 'weights'>;
};

/** What the report worker makes the answer of a job of: the same for its first run and for every later change. */
export function answerInput(facts: AnswerFacts): AnswerInput {
  const { job, session, media, plan, tracks, failed, stages, registry, policy } = facts;
  const calibration = job.isUncalibrated ? undefined : session.calibration;
  return {
    id: job.id,
    analysers: registry.map(({ id }) => id).filter((id) => !plan.refused.has(id)),
    media,
    tracks,
    language: session.language,
    question: job.question,
    ...(calibration === undefined ? {} : { calibration }),
    failed,
    ...(policy.weights === undefined ? {} : { weights: policy.weights }),
    locale: session.locale,
    stages,
  };
}
