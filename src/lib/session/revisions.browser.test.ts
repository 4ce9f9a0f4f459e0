import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import hostPolicy from '$content/policies/default.json';
import { policySchema } from '$lib/core/policy/schema.ts';
import { corrected } from '$lib/core/report/corrections.ts';
import { reportSchema, type Answer, type Report } from '$lib/core/report/schema.ts';
import { DEFAULT_WEIGHTS } from '$lib/core/score/scores.ts';
import speech from '../../../tests/fixtures/speech.wav?url';
import { forgetStorage } from '$lib/storage/forget-storage.ts';
import { Studio } from './studio.ts';

const NAME = 'revisions-test';
const question = { id: 'own', text: 'What did you learn about the people around you?', type: 'general' as const };

const openStudio = async (policy: object = hostPolicy): Promise<Studio> => {
  const assets = new URL('/', location.href).href;
  const studio = new Studio({ policy: policySchema.parse(policy), assets, appVersion: '0' }, { name: NAME });
  await studio.open();
  return studio;
};

let studio: Studio;
let id: string;
let original: Report;

const answerOf = (report: Report | undefined): Answer => report!.answers[0]!;
const valueOf = (report: Report, measure: string) => answerOf(report).measures.find((one) => one.id === measure)?.value;
/** Corrections after the words at these places were said to be others. */
const correction = (report: Report, from: number, to: number, text: string) => {
  const { words, corrections = [] } = answerOf(report).transcript!;
  return corrected(words, corrections, { from, to }, text);
};

beforeAll(async () => {
  studio = await openStudio();
  const file = new File([await (await fetch(speech)).blob()], 'speech.wav', { type: 'audio/wav' });
  id = await studio.importFiles([file], { language: 'en', locale: 'en', questions: [question], otherQuestions: [] });
  await studio.settled(id);
  original = (await studio.report(id))!;
}, 180_000);

afterAll(async () => {
  studio.close();
  await forgetStorage(NAME);
});

describe('a report that its owner changes', () => {
  it('follows a corrected word at once, and its meaning a little later', async () => {
    const { id: answerId } = answerOf(original);
    await studio.reports.prepareCorrections(answerId);
    const count = answerOf(original).transcript!.words.length;
    const list = correction(original, 2, 3, 'um I learned that people around me listen');
    const { report, complete } = await studio.reports.correct(answerId, list);
    expect(valueOf(report, 'speech.wordCount')).toBe(count + 6);
    expect(answerOf(report).transcript!.words.filter((word) => word.corrected)).toHaveLength(8);
    expect(answerOf(report).transcript!.words[2]).toMatchObject({ filler: 'um' });
    expect(answerOf(report).transcript!.words[2]!.start).toBeCloseTo(answerOf(original).transcript!.words[2]!.start, 5);
    const whole = await complete;
    expect(valueOf(whole, 'content.relevanceMargin')).not.toBe(valueOf(original, 'content.relevanceMargin'));
    expect(reportSchema.parse(JSON.parse(await studio.reports.asJson(id)))).toEqual(whole);
  });

  it('keeps it over a closed app and another analysis', async () => {
    const before = (await studio.report(id))!;
    studio.close();
    studio = await openStudio();
    expect(await studio.report(id)).toEqual(before);
    await studio.retry(answerOf(before).id);
    await studio.settled(id);
    const { stages: _, ...again } = answerOf(await studio.report(id));
    const { stages: __, ...was } = answerOf(before);
    expect(again).toEqual(was);
  });

  it('is as it was when everything is taken back', async () => {
    const { report, complete } = await studio.reports.correct(answerOf(original).id, []);
    expect(await complete).toEqual(report);
    const { stages: _, ...now } = answerOf(report);
    const { stages: __, ...was } = answerOf(original);
    expect(now).toEqual(was);
  });

  it('is weighed and noted; the next correction keeps both', async () => {
    const weights = { content: 0, speech: 1, voice: 0, presence: 0 };
    const weighed = await studio.reports.weigh(id, weights);
    expect(weighed.scores).toMatchObject({ weights, overall: weighed.scores.speech });
    const note = { answer: answerOf(original).id, at: 2, by: 'Rina', text: 'Here you found your words.' };
    await studio.reports.note(id, [note]);
    const { report, complete } = await studio.reports.correct(
      answerOf(original).id,
      correction(original, 0, 0, 'Well'),
    );
    expect(report.scores.weights).toEqual(weights);
    expect(report.scores.overall).toBe(report.scores.speech);
    expect((await complete).comments).toEqual([note]);
    expect((await studio.reports.weigh(id)).scores.weights).toEqual(DEFAULT_WEIGHTS);
    expect(studio.state.sessions[0]?.overall).toBe((await studio.report(id))!.scores.overall);
  });

  it('takes the notes of a file that was handed over and given back', async () => {
    const before = (await studio.report(id))!;
    const added = { answer: answerOf(before).id, at: 1, by: 'Staff', text: 'Say this first.' };
    const given = { ...before, comments: [...before.comments, added] };
    expect(await studio.reports.take(JSON.stringify(given))).toBe(id);
    expect(await studio.report(id)).toEqual({ ...before, comments: [added, ...before.comments] });
  });

  it('a report of another device can be noted, not corrected', async () => {
    const copy = await studio.reports.take(JSON.stringify({ ...original, session: { ...original.session, id: 'x' } }));
    const foreign = (await studio.report(copy))!;
    await expect(studio.reports.correct('elsewhere', [])).rejects.toMatchObject({ code: 'storage-failed' });
    const note = { answer: answerOf(foreign).id, at: 1, by: 'Staff', text: 'Well put.' };
    expect((await studio.reports.note(copy, [note])).comments).toEqual([note]);
  });
});
