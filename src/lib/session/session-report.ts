import type { Analyser } from '$lib/core/analyser.ts';
import type { Policy } from '$lib/core/policy/schema.ts';
import { buildReport, failedAnswer } from '$lib/core/report/build.ts';
import type { Answer, Report } from '$lib/core/report/schema.ts';
import { weigh, weightsFor } from '$lib/core/report/weigh.ts';
import type { Track } from '$lib/core/track.ts';
import type { JobRow, SessionRow } from '$lib/storage/rows.ts';
import type { RunResult } from './answer-run.ts';
import { sha256Hex } from './intake.ts';
import { isActive } from './job.ts';

export type SessionReportInput = {
  readonly session: SessionRow;
  /** All jobs of the session, in order. */
  readonly jobs: readonly JobRow[];
  /** The report so far, if there is one: it holds the answers that were made before. */
  readonly before: Report | undefined;
  /** The answer that was made now. */
  readonly result: RunResult | undefined;
  readonly policy: Policy;
  readonly registry: readonly Analyser[];
  readonly device: string;
  readonly appVersion: string;
};

/** The report of a session as far as it is: finished and failed answers; those that wait or were cancelled are left out. */
export async function sessionReport(input: SessionReportInput): Promise<Report> {
  const { session, jobs, before, result, policy } = input;
  const known = new Map(before?.answers.map((answer) => [answer.id, answer]));
  if (result) known.set(result.answer.id, result.answer);
  const answers = jobs.flatMap((job) => {
    if (job.state === 'failed') return [failureOf(job)];
    const answer = known.get(job.id);
    // First figures of a practice answer stand until its own are made.
    const isDraft = session.kind === 'practice' && isActive(job);
    return answer && (job.state === 'done' || isDraft || job.id === result?.answer.id) ? [answer] : [];
  });
  const report = buildReport({
    app: { name: 'Viva', version: input.appVersion },
    created: session.created,
    locale: session.locale,
    policy,
    session: {
      id: session.id,
      kind: session.kind,
      title: session.title,
      processingSeconds: jobs.reduce((sum, { processingSeconds }) => sum + processingSeconds, 0),
    },
    plan: await planOf(input),
    answers,
    ...(before ? { comments: before.comments } : {}),
  });
  // What the owner has chosen holds for answers that come later too.
  return weigh(report, weightsFor(policy, before?.scores.weights));
}

function failureOf(job: JobRow): Answer {
  const stages = job.stages.flatMap(({ id, status, seconds, error }) =>
    status === 'waiting' || status === 'running' ? [] : [{ id, status, seconds, ...(error ? { error } : {}) }],
  );
  const stage = stages.find(({ status }) => status === 'failed')?.id ?? 'probe';
  const { code, message } = job.error ?? { code: 'unexpected', message: 'no reason given' };
  const media = job.media ?? { name: job.name, mime: '' };
  return failedAnswer({ id: job.id, question: job.question, media, stages, error: { stage, code, message } });
}

/** What ran: analysers with their versions, weights and rates, and what didn't, with the reason. */
async function planOf({ before, result, registry, device }: SessionReportInput): Promise<Report['plan']> {
  const earlier = before?.plan;
  if (!result) return earlier ?? { analysers: [], threads: 1, backend: '', device };
  const { plan, tracks, threads } = result;
  const entries = new Map(earlier?.analysers.map((entry) => [entry.id, entry]));
  for (const analyser of plan.analysers) {
    const track = tracks.find(({ id }) => id === analyser.id);
    entries.set(analyser.id, { id: analyser.id, version: analyser.version, ...(track ? await madeBy(track) : {}) });
  }
  const backends = new Set([...(earlier?.backend.split(' + ') ?? []), ...tracks.map(({ backend }) => backend)]);
  const order = new Map(registry.map(({ id }, index) => [id, index]));
  return {
    analysers: [...entries.values()].sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0)),
    threads,
    backend: [...backends]
      .filter((backend) => backend !== '')
      .sort()
      .join(' + '),
    device,
    refused: [...plan.refused].map(([id, { by, what }]) => ({ id, by, what })),
  };
}

/** One hash for the weights of a track: that of the file, or of the list of files as `sha256sum` prints it. */
async function madeBy({ models, ratePerSecond, version }: Track) {
  const files = Object.entries(models).sort(([a], [b]) => (a < b ? -1 : 1));
  const [first] = files;
  const list = files.map(([file, sha256]) => `${sha256}  ${file}\n`).join('');
  return {
    trackVersion: version,
    ...(first ? { modelSha256: files.length === 1 ? first[1] : await sha256Hex(list), models } : {}),
    ...(ratePerSecond === undefined ? {} : { ratePerSecond }),
  };
}
