import type { Answer, Assessment, Finding, Report } from './schema.ts';

/**
 * The report without anything that tells who it is about: no names of files or session, no hash of a recording, no word
 * that was said or written, no device, no time of day. Numbers, times within the recording, bands and formulas stay, so
 * that every score can still be recomputed. Built of what is known to be harmless: a field that this version doesn't
 * know is left out.
 */
export function anonymise(report: Report): Report & { anonymised: true } {
  const { type, version, status, app, created, locale, purpose, policy, session, plan, answers, scores } = report;
  const ids = new Map(answers.map(({ id }, index) => [id, `answer-${index + 1}`]));
  const { overall, content, speech, voice, presence, weights, formulas } = scores;
  return {
    ...{ type, version, status, locale, anonymised: true },
    app: { name: app.name, version: app.version },
    // The day is enough for an order.
    created: created.slice(0, 10),
    ...(purpose === undefined ? {} : { purpose }),
    policy: { id: policy.id, off: [...policy.off] },
    session: {
      ...{ id: 'session', title: '', kind: session.kind, status: session.status },
      processingSeconds: session.processingSeconds,
    },
    plan: {
      analysers: plan.analysers.map(({ id, version: made, modelSha256, ratePerSecond }) => ({
        ...{ id, version: made },
        ...(modelSha256 === undefined ? {} : { modelSha256 }),
        ...(ratePerSecond === undefined ? {} : { ratePerSecond }),
      })),
      ...{ threads: plan.threads, backend: plan.backend, device: '' },
    },
    answers: answers.map((answer) => anonymousAnswer(answer, ids.get(answer.id) ?? '')),
    scores: { overall, content, speech, voice, presence, weights, formulas },
    comments: [],
  };
}

function anonymousAnswer(answer: Answer, id: string): Answer {
  const { status, error, media, stages, measures, series, events, subscores, conditions, scores, feedback } = answer;
  const { overall, content, speech, voice, presence } = scores;
  const said = (findings: readonly Finding[]) => findings.map(anonymousFinding);
  return {
    id,
    question: answer.question && { id: '', text: '' },
    status,
    ...(error ? { error: { stage: error.stage, code: error.code, message: '' } } : {}),
    media: {
      ...{ name: id, mime: media.mime, seconds: media.seconds, sha256: '' },
      video: media.video && { width: media.video.width, height: media.video.height, fps: media.video.fps },
      audio: media.audio && { sampleRate: media.audio.sampleRate, channels: media.audio.channels },
    },
    ...(answer.calibrated ? { calibrated: answer.calibrated } : {}),
    stages: stages.map((stage) => ({
      ...{ id: stage.id, status: stage.status, seconds: stage.seconds },
      ...(stage.error ? { error: { code: stage.error.code, message: '' } } : {}),
    })),
    transcript: null,
    measures,
    series,
    events: events.map((event) => ({
      ...{ id: event.id, start: event.start, end: event.end, confidence: event.confidence },
    })),
    subscores,
    assessment: anonymousAssessment(answer.assessment),
    conditions,
    scores: { overall, content, speech, voice, presence },
    feedback: {
      verbal: said(feedback.verbal),
      nonVerbal: said(feedback.nonVerbal),
      recommendations: said(feedback.recommendations),
    },
  };
}

/** Quotes go; that a part was found, and where, stays. */
function anonymousAssessment(assessment: Assessment | null): Assessment | null {
  if (!assessment) return null;
  const { quality, formula, structure, by } = assessment;
  const part = (found: Assessment['structure']['situation']) =>
    found && { quote: '', start: found.start, end: found.end };
  return {
    ...{ summary: '', quality, strengths: [], improvements: [], followUps: [], by },
    ...(formula === undefined ? {} : { formula }),
    structure: {
      situation: part(structure.situation),
      task: part(structure.task),
      action: part(structure.action),
      result: part(structure.result),
    },
  };
}

/** Words that fill a finding may be quotes: they become an ellipsis, numbers stay. */
function anonymousFinding({ kind, code, params, evidence }: Finding): Finding {
  const kept = Object.entries(params).map(([name, value]) => [name, typeof value === 'number' ? value : '…'] as const);
  return { kind, code, params: Object.fromEntries(kept), text: '', evidence };
}
