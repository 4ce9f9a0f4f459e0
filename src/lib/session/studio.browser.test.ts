import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Analyser, Engine } from '$lib/core/analyser.ts';
import { measured } from '$lib/core/analyser.ts';
import { AppError } from '$lib/core/errors.ts';
import { policySchema } from '$lib/core/policy/schema.ts';
import { buildAnswer } from '$lib/core/report/build.ts';
import { defineTrack, Tracks, type Track } from '$lib/core/track.ts';
import * as z from '$lib/core/zod.ts';
import type { ObserveInput } from '$lib/engines/jobs.ts';
import type { AnswerInput } from '$lib/engines/report/jobs.ts';
import { Recordings } from '$lib/storage/recordings.ts';
import type { AnswerJob, ImportOptions, StudioState } from './contract.ts';
import type { Device } from './device.ts';
import { HandClock } from './hand-clock.ts';
import { sha256Hex } from './intake.ts';
import type { Engines, ObserveCall, Probe } from './ports.ts';
import { forgetStorage } from '$lib/storage/forget-storage.ts';
import { Studio, type StudioPorts } from './studio.ts';

const dataSchema = z.object({ seen: z.string() });

function analyser(id: string, more: Partial<Analyser> = {}): Analyser {
  const key = defineTrack(id, 1, dataSchema);
  return {
    ...{ id, version: 2, capability: 'words', needs: [], models: [], media: 'audio', chart: 'none' },
    measures: [{ id: `${id}.value`, unit: 's', range: [0, 100] }],
    ...(more.engine ? { track: key } : {}),
    measure: () =>
      Promise.resolve({
        measure: ({ tracks }) => ({
          measures: tracks.get(key) ? [measured(`${id}.value`, tracks.get(key)!.seen.length, { seconds: 1 })] : [],
        }),
      }),
    ...more,
  };
}

const registry: readonly Analyser[] = [
  analyser('sound', { engine: 'samples' }),
  analyser('transcript', { engine: 'text', needs: ['sound'] }),
  analyser('face', { engine: 'frames', media: 'video', capability: 'face', ratePerSecond: 10 }),
];

type Call = { readonly engine: Engine; readonly ids: readonly string[] };
type Behaviour = (engine: Engine, signal: AbortSignal, attempt: number) => Promise<void>;

/** Engines that follow a script: what the real ones do, without their weight. A file's text decides what it is. */
class ScriptedEngines implements Engines {
  readonly calls: Call[] = [];
  readonly closed: string[] = [];
  probes = 0;
  onObserve: Behaviour = () => Promise.resolve();

  async probe(file: Blob, name: string): Promise<Probe> {
    this.probes += 1;
    const text = await file.text();
    if (text.startsWith('broken')) throw new AppError('file-damaged', name);
    const media = {
      ...{ name, mime: 'video/mp4', bytes: file.size, sha256: await sha256Hex(text) },
      seconds: text.startsWith('long') ? 4000 : 12,
      video: text.startsWith('sound') ? null : { width: 640, height: 480, fps: 30 },
      audio: { sampleRate: 48_000, channels: 1 },
    };
    return {
      media,
      plan: { container: 'mp4', mime: 'video/mp4', tracks: [], playable: true, seconds: media.seconds, origin: 0 },
    };
  }

  async observe(engine: Engine, input: ObserveInput, { signal, onStep }: ObserveCall) {
    const attempt = this.calls.filter((call) => call.engine === engine).length;
    this.calls.push({ engine, ids: input.observers.map(({ id }) => id) });
    const seen = await input.file.text();
    onStep({ kind: 'progress', progress: { stage: 'run', done: 1, total: 12 } });
    const word = { text: 'hello', start: 1, end: 2, confidence: 1 };
    if (engine === 'text') onStep({ kind: 'partial', id: 'transcript', value: [word] });
    await this.onObserve(engine, signal, attempt);
    const tracks = input.observers.map(({ id, ratePerSecond }): Track => ({
      ...{ id, version: 1, models: {}, backend: 'script', data: { seen } },
      ...(ratePerSecond === undefined ? {} : { ratePerSecond }),
    }));
    for (const track of tracks) onStep({ kind: 'track', track });
    return { tracks, failed: [] };
  }

  answer(input: AnswerInput) {
    const { id, tracks, media, question, stages, failed, locale } = input;
    const wanted = new Set(input.analysers);
    return buildAnswer({
      ...{ id, stages, failed, locale, catalog: {} },
      analysers: registry.filter((entry) => wanted.has(entry.id)),
      input: { tracks: new Tracks(tracks), media, language: 'en', question, lists: undefined },
    });
  }

  remux(file: Blob) {
    return Promise.resolve(file);
  }

  tryRecogniser() {
    return Promise.resolve(undefined);
  }

  graphicsCard() {
    return Promise.resolve(undefined);
  }

  tryDelegates() {
    return Promise.reject(new AppError('worker-crashed', 'not tried here'));
  }

  hear() {
    return Promise.resolve({ tracks: [], failed: [] });
  }

  caption() {
    return Promise.resolve();
  }

  follow() {
    return Promise.resolve({ tracks: [], failed: [] });
  }

  closeFollower(): void {
    this.closed.push('follower');
  }

  closeCaptions(): void {
    this.closed.push('captions');
  }

  closeEar(): void {
    this.closed.push('ear');
  }

  free(engine: string): Promise<void> {
    this.close(engine);
    return Promise.resolve();
  }

  close(worker: string): void {
    this.closed.push(worker);
  }

  of(engine: Engine): readonly Call[] {
    return this.calls.filter((call) => call.engine === engine);
  }
}

const device: Device = { cores: 8, memoryGigabytes: 8, isIsolated: true, isMobile: false, name: 'test' };
const importing: ImportOptions = { language: 'en', questions: [], otherQuestions: [], locale: 'en' };
const text = (content: string, name = `${content.split(' ')[0] ?? ''}.mp4`) =>
  new File([content], name, { type: 'video/mp4' });

const names = new Set<string>();
const studios: Studio[] = [];

const optionsOf = (policy: object) => ({
  policy: policySchema.parse({ type: 'viva/policy', version: 1, id: 'test', ...policy }),
  assets: 'http://localhost/nowhere/',
  appVersion: '1',
});

async function openStudio(
  engines: Engines,
  { name = `studio-${crypto.randomUUID()}`, policy = {}, ...ports }: Partial<StudioPorts> & { policy?: object } = {},
): Promise<Studio> {
  names.add(name);
  const studio = new Studio(optionsOf(policy), { engines, registry, device, name, ...ports });
  studios.push(studio);
  await studio.open();
  await until(studio, ({ isConductor }) => isConductor);
  return studio;
}

function until(studio: Studio, holds: (state: StudioState) => boolean): Promise<StudioState> {
  return new Promise((resolve) => {
    if (holds(studio.state)) {
      resolve(studio.state);
      return;
    }
    const stop = studio.subscribe((state) => {
      if (!holds(state)) return;
      stop();
      resolve(state);
    });
  });
}

const jobOf = (state: StudioState, name: string): AnswerJob => {
  const job = state.jobs.find((entry) => entry.name === name);
  if (!job) throw new Error(`no job ${name}`);
  return job;
};
const stageOf = (job: AnswerJob, id: string) => job.stages.find((stage) => stage.id === id);
const hang = (signal: AbortSignal) =>
  new Promise<void>((_resolve, reject) => {
    if (signal.aborted) reject(new AppError('cancelled'));
    signal.addEventListener('abort', () => {
      reject(new AppError('cancelled'));
    });
  });

afterEach(async () => {
  vi.restoreAllMocks();
  for (const studio of studios.splice(0)) studio.close();
  for (const name of names) {
    await forgetStorage(name);
  }
  names.clear();
});

describe('an import', () => {
  it('becomes a report, with the recording kept and every stage told', async () => {
    const engines = new ScriptedEngines();
    const studio = await openStudio(engines);
    const id = await studio.importFiles([text('one')], { ...importing, title: 'Rehearsal' });
    await studio.settled(id);
    const report = (await studio.report(id))!;
    expect(report.session).toMatchObject({ id, title: 'Rehearsal', status: 'completed', kind: 'import' });
    expect(report.answers[0]!.measures.map((measure) => [measure.id, measure.value])).toEqual([
      ['sound.value', 3],
      ['transcript.value', 3],
      ['face.value', 3],
    ]);
    expect(report.answers[0]!.stages.map(({ id: stage, status }) => [stage, status])).toEqual(
      ['probe', 'store', 'samples', 'text', 'frames', 'report'].map((stage) => [stage, 'done']),
    );
    expect(report.plan).toMatchObject({
      analysers: [{ id: 'sound', version: 2 }, { id: 'transcript' }, { id: 'face', ratePerSecond: 10 }],
      backend: 'script',
      device: 'test',
    });
    expect(await (await studio.media(report.answers[0]!.id))!.text()).toBe('one');
    const { state } = studio;
    expect(state.sessions[0]).toMatchObject({ id, status: 'completed', answers: 1, seconds: 12 });
    expect(jobOf(state, 'one.mp4')).toMatchObject({ state: 'done', isStored: true });
  });

  it('of several files loses none to a broken one, and keeps their order', async () => {
    const studio = await openStudio(new ScriptedEngines());
    const files = [text('one'), text('broken x'), text('three')];
    const id = await studio.importFiles(files, importing);
    await studio.settled(id);
    const report = (await studio.report(id))!;
    expect(report.session.status).toBe('partial');
    expect(report.answers.map(({ media, status }) => [media.name, status])).toEqual([
      ['one.mp4', 'completed'],
      ['broken.mp4', 'failed'],
      ['three.mp4', 'completed'],
    ]);
    expect(report.answers[1]!.error).toMatchObject({ stage: 'probe', code: 'file-damaged' });
  });

  it('whose first look fails in a crash is looked at again', async () => {
    const engines = new ScriptedEngines();
    let isFirst = true;
    const original = (file: Blob, name: string) => ScriptedEngines.prototype.probe.call(engines, file, name);
    engines.probe = (file, name) => {
      if (!isFirst) return original(file, name);
      isFirst = false;
      return Promise.reject(new AppError('worker-crashed', 'oom'));
    };
    const studio = await openStudio(engines);
    await studio.settled(await studio.importFiles([text('one')], importing));
    expect(jobOf(studio.state, 'one.mp4').state).toBe('done');
  });

  it('of sound alone gives what sound can give, and says why the rest is missing', async () => {
    const engines = new ScriptedEngines();
    const studio = await openStudio(engines);
    const id = await studio.importFiles([text('sound only')], importing);
    await studio.settled(id);
    const answer = (await studio.report(id))!.answers[0]!;
    expect(answer.measures.find((measure) => measure.id === 'face.value')).toMatchObject({
      value: null,
      reason: 'no-video',
    });
    expect(answer.stages.find((stage) => stage.id === 'frames')?.status).toBe('skipped');
    expect(engines.of('frames')).toEqual([]);
  });

  it('is analysed in full where its recording can’t be kept', async () => {
    vi.spyOn(navigator.storage, 'getDirectory').mockRejectedValue(new DOMException('private', 'SecurityError'));
    const studio = await openStudio(new ScriptedEngines());
    const id = await studio.importFiles([text('one')], importing);
    await studio.settled(id);
    const answer = (await studio.report(id))!.answers[0]!;
    expect(answer.status).toBe('completed');
    expect(answer.stages.find((stage) => stage.id === 'store')).toMatchObject({
      status: 'skipped',
      error: { code: 'storage-unavailable' },
    });
    expect(studio.state.jobs[0]).toMatchObject({ state: 'done', isStored: false });
  });

  it('on a full disk ends in a report all the same, which can be read and exported while the page is open', async () => {
    const engines = new ScriptedEngines();
    engines.onObserve = () => {
      vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
        throw new DOMException('full', 'QuotaExceededError');
      });
      return Promise.resolve();
    };
    const studio = await openStudio(engines);
    const id = await studio.importFiles([text('one')], importing);
    await studio.settled(id);
    expect(studio.state.error?.code).toBe('storage-full');
    expect(studio.state.jobs[0]?.state).toBe('done');
    expect((await studio.report(id))!.answers[0]!.status).toBe('completed');
    expect(JSON.parse(await studio.reports.asJson(id))).toMatchObject({ type: 'viva/report' });
  });

  it('stays within the limits of the host', async () => {
    const policy = { limits: { bytes: 10, seconds: 3600, files: 2 } };
    const studio = await openStudio(new ScriptedEngines(), { policy });
    await expect(studio.importFiles([text('a'), text('b'), text('c')], importing)).rejects.toMatchObject({
      code: 'file-too-many',
    });
    const id = await studio.importFiles([text('much too large'), text('long')], importing);
    await studio.settled(id);
    expect(jobOf(studio.state, 'much.mp4').error?.code).toBe('file-too-large');
    expect(jobOf(studio.state, 'long.mp4').error?.code).toBe('file-too-long');
    expect((await studio.inspect(text('much too large'))) as object).toMatchObject({
      error: { code: 'file-too-large' },
    });
  });

  it('reads a file once that was looked at before', async () => {
    const engines = new ScriptedEngines();
    const studio = await openStudio(engines);
    const file = text('one');
    expect(await studio.inspect(file)).toMatchObject({ media: { seconds: 12 } });
    await studio.settled(await studio.importFiles([file], importing));
    expect(engines.probes).toBe(1);
  });

  it('asks no engine for what the policy switches off, and keeps no recording where it says so', async () => {
    const engines = new ScriptedEngines();
    const studio = await openStudio(engines, { policy: { off: ['face'], keepRecordings: false } });
    const id = await studio.importFiles([text('one')], importing);
    await studio.settled(id);
    const report = (await studio.report(id))!;
    expect(engines.of('frames')).toEqual([]);
    expect(report.answers[0]!.measures.map((measure) => measure.id)).not.toContain('face.value');
    expect(report.plan['refused']).toEqual([{ id: 'face', by: 'analyser', what: 'face' }]);
    expect(await studio.media(report.answers[0]!.id)).toBeUndefined();
  });

  it('that was analysed before has its tracks at once', async () => {
    const engines = new ScriptedEngines();
    const studio = await openStudio(engines);
    await studio.settled(await studio.importFiles([text('same', 'a.mp4')], importing));
    const before = engines.calls.length;
    const again = await studio.importFiles([text('same', 'b.mp4')], importing);
    await studio.settled(again);
    expect(engines.calls.length).toBe(before);
    expect((await studio.report(again))!.answers[0]!.status).toBe('completed');
    const other = await studio.importFiles([text('same', 'c.mp4')], { ...importing, language: 'id' });
    await studio.settled(other);
    expect(engines.calls.slice(before).map(({ engine }) => engine)).toEqual(['text']);
  });
});

describe('trouble with an engine', () => {
  it('that fails costs its own measures only', async () => {
    const engines = new ScriptedEngines();
    engines.onObserve = (engine) =>
      engine === 'frames' ? Promise.reject(new AppError('decode-failed', 'none')) : Promise.resolve();
    const studio = await openStudio(engines);
    const id = await studio.importFiles([text('one')], importing);
    await studio.settled(id);
    const answer = (await studio.report(id))!.answers[0]!;
    expect(answer.status).toBe('partial');
    expect(answer.stages.find((stage) => stage.id === 'frames')).toMatchObject({
      status: 'failed',
      error: { code: 'decode-failed' },
    });
    expect(answer.measures.find((measure) => measure.id === 'face.value')).toMatchObject({
      confidence: 'unavailable',
      reason: 'observer-failed',
    });
    expect(answer.measures.find((measure) => measure.id === 'transcript.value')?.value).toBe(3);
    expect(engines.of('frames')).toHaveLength(1);
  });

  it('that others need costs theirs too, and they are not started', async () => {
    const engines = new ScriptedEngines();
    engines.onObserve = (engine) =>
      engine === 'samples' ? Promise.reject(new AppError('model-missing', 'gone')) : Promise.resolve();
    const studio = await openStudio(engines);
    const id = await studio.importFiles([text('one')], importing);
    await studio.settled(id);
    const answer = (await studio.report(id))!.answers[0]!;
    expect(engines.of('text')).toEqual([]);
    expect(answer.measures.find((measure) => measure.id === 'transcript.value')?.reason).toBe('observer-failed');
    expect(answer.measures.find((measure) => measure.id === 'face.value')?.value).toBe(3);
  });

  it('that all fail alike is the answer’s own failure, with their code', async () => {
    const engines = new ScriptedEngines();
    engines.onObserve = () => Promise.reject(new AppError('file-gone', 'moved'));
    const studio = await openStudio(engines);
    const id = await studio.importFiles([text('one'), text('two')], importing);
    await studio.settled(id);
    const report = (await studio.report(id))!;
    expect(report.answers[0]).toMatchObject({ status: 'failed', error: { stage: 'samples', code: 'file-gone' } });
    expect(jobOf(studio.state, 'one.mp4')).toMatchObject({ state: 'failed', error: { code: 'file-gone' } });
  });

  it('that crashes is tried once more in a fresh worker', async () => {
    const engines = new ScriptedEngines();
    engines.onObserve = (engine, _signal, attempt) =>
      engine === 'text' && attempt === 0 ? Promise.reject(new AppError('worker-crashed', 'oom')) : Promise.resolve();
    const studio = await openStudio(engines);
    const id = await studio.importFiles([text('one')], importing);
    await studio.settled(id);
    expect(engines.of('text')).toHaveLength(2);
    expect(engines.closed).toContain('text');
    expect((await studio.report(id))!.answers[0]!.status).toBe('completed');
  });

  it('that hangs is seen to be stuck, tried again, and given up', async () => {
    const engines = new ScriptedEngines();
    engines.onObserve = (engine, signal) => (engine === 'frames' ? hang(signal) : Promise.resolve());
    const clock = new HandClock();
    const studio = await openStudio(engines, { clock });
    const id = await studio.importFiles([text('one')], importing);
    for (const tries of [1, 2]) {
      await until(studio, ({ jobs }) => {
        const isSpeechDone = jobs.some((job) => stageOf(job, 'text')?.status === 'done');
        return isSpeechDone && engines.of('frames').length === tries;
      });
      clock.pass(80);
      expect(engines.of('frames')).toHaveLength(tries);
      clock.pass(40);
      if (tries === 1)
        await until(studio, ({ jobs }) => jobs[0]?.state === 'stuck' || engines.of('frames').length === 2);
    }
    await studio.settled(id);
    expect(engines.of('frames')).toHaveLength(2);
    const answer = (await studio.report(id))!.answers[0]!;
    expect(answer.stages.find((stage) => stage.id === 'frames')?.error?.code).toBe('worker-timeout');
    expect(answer.measures.find((measure) => measure.id === 'sound.value')?.value).toBe(3);
  });

  it('a retry makes only what is missing', async () => {
    const engines = new ScriptedEngines();
    let isBroken = true;
    engines.onObserve = (engine) =>
      engine === 'frames' && isBroken ? Promise.reject(new AppError('model-missing', 'offline')) : Promise.resolve();
    const studio = await openStudio(engines);
    const id = await studio.importFiles([text('one')], importing);
    await studio.settled(id);
    isBroken = false;
    const before = engines.calls.length;
    await studio.retry(jobOf(studio.state, 'one.mp4').id);
    await studio.settled(id);
    expect(engines.calls.slice(before)).toEqual([{ engine: 'frames', ids: ['face'] }]);
    const report = (await studio.report(id))!;
    expect(report.answers).toHaveLength(1);
    expect(report.session.status).toBe('completed');
  });
});

describe('a small device', () => {
  it('never has two heavy engines at once, and frees each before the next', async () => {
    const engines = new ScriptedEngines();
    let [now, most] = [0, 0];
    engines.onObserve = async () => {
      most = Math.max(most, (now += 1));
      await new Promise((resolve) => setTimeout(resolve, 20));
      now -= 1;
    };
    const studio = await openStudio(engines, { device: { ...device, memoryGigabytes: 2 } });
    await studio.settled(await studio.importFiles([text('one')], importing));
    expect(most).toBe(1);
    expect(engines.calls.map(({ engine }) => engine)).toEqual(['samples', 'text', 'frames']);
    expect(engines.closed.slice(0, 3)).toEqual(['samples', 'text', 'frames']);
  });
});

describe('the person', () => {
  it.each(['samples', 'text', 'frames'] as const)('can cancel while %s runs; the others go on', async (engine) => {
    const engines = new ScriptedEngines();
    engines.onObserve = (running, signal) => (running === engine ? hang(signal) : Promise.resolve());
    const studio = await openStudio(engines);
    const id = await studio.importFiles([text('one'), text('two')], importing);
    const state = await until(
      studio,
      (next) => next.jobs.length > 0 && stageOf(jobOf(next, 'one.mp4'), engine)?.status === 'running',
    );
    engines.onObserve = () => Promise.resolve();
    await studio.cancel(jobOf(state, 'one.mp4').id);
    await studio.settled(id);
    expect(jobOf(studio.state, 'one.mp4').state).toBe('cancelled');
    expect(jobOf(studio.state, 'two.mp4').state).toBe('done');
    expect((await studio.report(id))!.answers.map(({ media }) => media.name)).toEqual(['two.mp4']);
  });

  it('can cancel what still waits', async () => {
    const engines = new ScriptedEngines();
    const studio = await openStudio(engines);
    studio.pause();
    const id = await studio.importFiles([text('one')], importing);
    await studio.cancel((await until(studio, ({ jobs }) => jobs.length === 1)).jobs[0]!.id);
    await studio.settled(id);
    expect(studio.state.jobs[0]!.state).toBe('cancelled');
    expect(engines.calls).toEqual([]);
    expect(studio.state.sessions[0]!.status).toBe('failed');
  });

  it('sees words while they are heard, and nothing starts while paused', async () => {
    const engines = new ScriptedEngines();
    let finish = () => {};
    engines.onObserve = (engine) =>
      engine === 'text' ? new Promise((resolve) => (finish = resolve)) : Promise.resolve();
    const studio = await openStudio(engines);
    const id = await studio.importFiles([text('one'), text('two')], importing);
    const state = await until(studio, ({ jobs }) => jobs.some(({ words }) => words.length > 0));
    expect(jobOf(state, 'one.mp4').words[0]).toMatchObject({ text: 'hello' });
    studio.pause();
    finish();
    await until(
      studio,
      ({ jobs }) =>
        stageOf(
          jobs.find(({ name }) => name === 'one.mp4')!,
          'text',
        )?.status === 'done',
    );
    expect(studio.state).toMatchObject({ isPaused: true });
    expect(engines.calls.filter(({ engine }) => engine === 'text')).toHaveLength(1);
    engines.onObserve = () => Promise.resolve();
    studio.resume();
    await studio.settled(id);
    expect((await studio.report(id))!.answers).toHaveLength(2);
  });

  it('deletes a session while it runs, and nothing of it stays', async () => {
    const engines = new ScriptedEngines();
    engines.onObserve = (engine, signal) => (engine === 'text' ? hang(signal) : Promise.resolve());
    const name = `studio-${crypto.randomUUID()}`;
    const studio = await openStudio(engines, { name });
    const id = await studio.importFiles([text('one')], importing);
    await until(studio, ({ jobs }) => jobs.some(({ words }) => words.length > 0));
    await studio.remove(id);
    expect(await studio.report(id)).toBeUndefined();
    expect(await new Recordings(name).ids()).toEqual([]);
    await until(studio, ({ sessions, jobs }) => sessions.length === 0 && jobs.length === 0);
  });

  it('takes in a report that was exported', async () => {
    const studio = await openStudio(new ScriptedEngines());
    const id = await studio.importFiles([text('one')], importing);
    await studio.settled(id);
    const json = await studio.reports.asJson(id);
    const copy = await studio.reports.take(json);
    expect(await studio.report(copy)).toEqual(await studio.report(id));
    await until(studio, ({ sessions }) => sessions.some((session) => session.id === copy));
  });
});

describe('after a reload', () => {
  it('goes on where it was, and makes no track twice', async () => {
    const name = `studio-${crypto.randomUUID()}`;
    const first = new ScriptedEngines();
    first.onObserve = (engine, signal) => (engine === 'text' ? hang(signal) : Promise.resolve());
    const before = await openStudio(first, { name });
    const id = await before.importFiles([text('one'), text('two')], importing);
    await until(
      before,
      ({ jobs }) =>
        jobs.length === 2 && jobs.every(({ isStored }) => isStored) && jobs.some(({ words }) => words.length > 0),
    );
    await until(before, ({ jobs }) => stageOf(jobs[0]!, 'frames')?.status === 'done');
    before.close();

    const second = new ScriptedEngines();
    const after = await openStudio(second, { name });
    await after.settled(id);
    expect(second.probes).toBe(0);
    expect(second.calls[0]).toEqual({ engine: 'text', ids: ['transcript'] });
    const report = (await after.report(id))!;
    expect(report.answers.map(({ media, status }) => [media.name, status])).toEqual([
      ['one.mp4', 'completed'],
      ['two.mp4', 'completed'],
    ]);
    expect(report.answers[0]!.measures.every(({ value }) => value === 3)).toBe(true);
  });

  it('starts nothing where it was paused before it was opened', async () => {
    const name = `studio-${crypto.randomUUID()}`;
    const first = new ScriptedEngines();
    first.onObserve = (_engine, signal) => hang(signal);
    const before = await openStudio(first, { name });
    await before.importFiles([text('one')], importing);
    await until(before, ({ jobs }) => jobs.some((job) => stageOf(job, 'samples')?.status === 'running'));
    before.close();

    const engines = new ScriptedEngines();
    const after = new Studio(optionsOf({}), { engines, registry, device, name });
    studios.push(after);
    after.pause();
    await after.open();
    await until(after, ({ isConductor }) => isConductor);
    expect(after.state).toMatchObject({ isPaused: true, jobs: [{ name: 'one.mp4', state: 'pending' }] });
    expect(engines.calls).toEqual([]);
    after.resume();
    await until(after, ({ sessions }) => sessions[0]?.status === 'completed');
  });

  it('says that a file is gone which was nowhere kept, and takes it again when it is given', async () => {
    const name = `studio-${crypto.randomUUID()}`;
    const first = new ScriptedEngines();
    first.onObserve = (_engine, signal) => hang(signal);
    const policy = { keepRecordings: false };
    const before = await openStudio(first, { name, policy });
    const id = await before.importFiles([text('one')], importing);
    await until(before, ({ jobs }) => jobs.some((job) => stageOf(job, 'samples')?.status === 'running'));
    before.close();

    const engines = new ScriptedEngines();
    const after = await openStudio(engines, { name, policy });
    await after.settled(id);
    const job = jobOf(after.state, 'one.mp4');
    expect(job).toMatchObject({ state: 'failed', error: { code: 'file-gone' } });
    await after.retry(job.id, text('one'));
    await after.settled(id);
    expect(jobOf(after.state, 'one.mp4').state).toBe('done');
    expect((await after.report(id))!.answers[0]!.status).toBe('completed');
  });
});

describe('two tabs', () => {
  it(
    'one conducts; the other takes recordings in, and over when the first is closed',
    { timeout: 15_000 },
    async () => {
      const name = `studio-${crypto.randomUUID()}`;
      const [one, two] = [new ScriptedEngines(), new ScriptedEngines()];
      one.onObserve = (_engine, signal) => hang(signal);
      const first = await openStudio(one, { name });
      const second = new Studio(optionsOf({}), { engines: two, registry, device, name });
      studios.push(second);
      await second.open();
      expect(second.state.isConductor).toBe(false);
      const id = await second.importFiles([text('one')], importing);
      await until(first, ({ jobs }) => jobs.some((job) => stageOf(job, 'samples')?.status === 'running'));
      expect(two.calls).toEqual([]);
      first.close();
      await until(second, ({ sessions }) => sessions[0]?.status === 'completed');
      expect((await second.report(id))!.answers[0]!.status).toBe('completed');
    },
  );
});
