import { describe, expect, it } from 'vitest';
import general from '$content/banks/general.json';
import { relevance } from '$lib/analysers/relevance/analyser.ts';
import { measure } from '$lib/analysers/relevance/measure.ts';
import { similarityTrack } from '$lib/core/content/similarity.ts';
import { questionSchema } from '$lib/core/question.ts';
import { Tracks } from '$lib/core/track.ts';
import pairs from './fixtures/answers/pairs.json' with { type: 'json' };
import { observeRelevance, type TypedAnswer } from './support/minilm.ts';

// The real model over typed transcripts; no browser is needed for it.
const question = questionSchema.parse(general.questions.find(({ id }) => id === 'conflict-coworker'));
const answer = pairs.pairs[0]!.good;
const indonesian = pairs.indonesian[0]!.good;
const TIMEOUT = 120_000;

async function measuresOf(typed: TypedAnswer) {
  const data = await observeRelevance(typed);
  const track = { id: 'relevance', version: similarityTrack.version, models: {}, backend: 'wasm', data };
  const output = measure({
    tracks: new Tracks([track]),
    media: { name: '', mime: '', bytes: 0, sha256: '', seconds: 60, video: null, audio: null },
    language: typed.language ?? 'en',
    question: typed.question,
    lists: undefined,
  });
  return Object.fromEntries(output.measures.map((each) => [each.id, each]));
}

describe('relevance', () => {
  it('ranks the right question before the others and shows sentences', { timeout: TIMEOUT }, async () => {
    const measures = await measuresOf({ text: answer, question });
    expect(measures['content.relevanceRank']).toMatchObject({ value: 1, confidence: 'measured' });
    expect(measures['content.relevanceMargin']?.value).toBeGreaterThan(0.1);
    expect(measures['content.relevanceMargin']?.evidence).toHaveLength(3);
    expect(Object.keys(measures)).toEqual(relevance.measures.map(({ id }) => id));
  });

  it('gives the same matrix twice', { timeout: TIMEOUT }, async () => {
    const once = await observeRelevance({ text: answer, question });
    expect(await observeRelevance({ text: answer, question })).toEqual(once);
  });

  it('reads Indonesian through its translation, and says so', { timeout: TIMEOUT }, async () => {
    const failure = questionSchema.parse(general.questions.find(({ id }) => id === 'failure-learned'));
    const measures = await measuresOf({
      text: indonesian.id,
      english: indonesian.en,
      language: 'id',
      question: failure,
    });
    expect(measures['content.relevanceMargin']).toMatchObject({
      confidence: 'estimated',
      reason: 'through-translation',
    });
    expect(measures['content.relevanceMargin']?.value).toBeGreaterThan(0.1);
  });

  it.each<[string, string, TypedAnswer]>([
    ['there is no question', 'no-question', { text: answer, question: null }],
    ['nobody spoke', 'no-speech', { text: '', question }],
    ['there is no translation', 'no-translation', { text: indonesian.id, language: 'id', question }],
    [
      'the question is not to be had in English',
      'question-not-english',
      { text: answer, question: { id: 'x', text: 'Ceritakan tentang diri Anda dan apa yang membawa Anda ke sini.' } },
    ],
  ])('is unavailable where %s', async (_name, reason, typed) => {
    const measures = await measuresOf(typed);
    for (const each of Object.values(measures)) expect(each).toMatchObject({ value: null, reason });
  });

  it('compares with the other questions of the session, but not with the same one in other words', async () => {
    const other = { id: 'other', text: 'What is your favourite dinosaur?' };
    const same = { id: 'same', text: 'Tell me about a conflict with someone you worked with.' };
    const { targets } = await observeRelevance({
      text: 'I once had one.',
      question,
      otherQuestions: [other, same, question],
    });
    const ids = targets.filter(({ kind }) => kind === 'other').map(({ id }) => id);
    expect(ids).toContain('other');
    expect(ids).not.toContain('same');
    expect(ids).not.toContain(question.id);
  });
});
