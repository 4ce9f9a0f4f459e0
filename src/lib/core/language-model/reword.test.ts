import { describe, expect, it } from 'vitest';
import type { Answer } from '../report/schema.ts';
import { refusalOf, sentencesIn } from './check.ts';
import { inRulesWords, reword, type LanguageModel } from './reword.ts';

const transcript =
  'We argued about it, and I wrote a checklist with him. Misprints went from ten percent to 2 percent.';
const given = 'You gave a result with a figure: “Misprints went from ten percent to 2 percent”.';
const ground = { transcript, given, measures: [148.26, 0.31], language: 'en' };

describe('refusalOf', () => {
  it.each([
    ['its own quote', 'Nice detail: “Misprints went from ten percent to 2 percent” shows it.', undefined],
    ['another thing that was said', 'You said “I wrote a checklist with him”, which is an act.', undefined],
    ['an invented quote', 'You said “I led a team of engineers”.', 'quote-not-said'],
    ['a quote in other marks', "You said 'I saved the company' there.", 'quote-not-said'],
    ['a quote changed in one word', 'You wrote “a checklist with her”.', 'quote-not-said'],
    ['a measure, rounded', 'You spoke at 148 words a minute.', undefined],
    ['an invented number', 'You spoke at 190 words a minute.', 'number-unknown'],
    ['an invented number in words', 'You improved it by forty percent.', 'number-unknown'],
    ['a score', 'That earns a high score.', 'verdict'],
    ['a verdict on the person', 'You seem nervous.', 'verdict'],
    ['an Indonesian verdict', 'Anda tampak gugup.', 'verdict'],
    ['a name that nobody said', 'You worked at Siemens then.', 'name-unknown'],
    ['another language', 'Anda menulis daftar itu dan tidak berhenti di situ.', 'other-language'],
    ['a word that the tip itself holds up', 'Keep “a figure” in it.', undefined],
    ['an apostrophe', "It's good that you didn't stop there.", undefined],
  ])('%s', (_name, sentence, refusal) => {
    expect(refusalOf(sentence, ground)).toBe(refusal);
  });

  it.each([
    ['in its words', 'You argued, then wrote a checklist, and misprints fell to 2 percent.', undefined],
    ['in other forms of them', 'You said that arguing led to checklists.', undefined],
    ['of something else', 'You trained new colleagues and saved money.', 'not-in-answer'],
  ])('a summary %s', (_name, sentence, refusal) => {
    expect(refusalOf(sentence, { ...ground, given: transcript, isSummary: true })).toBe(refusal);
  });

  it('divides into sentences', () => {
    expect(sentencesIn('You said “I ran.” Then more. And 2.5 of it!')).toEqual([
      'You said “I ran.”',
      'Then more.',
      'And 2.5 of it!',
    ]);
  });
});

function answerWith(
  strengths: string[],
  improvements: string[],
): Pick<Answer, 'assessment' | 'transcript' | 'measures'> {
  return {
    measures: [],
    transcript: { language: 'en', languageConfidence: 1, text: transcript, words: [], translations: [] },
    assessment: {
      ...{
        summary: 'We argued about it.',
        quality: 7.2,
        strengths,
        improvements,
        followUps: ['And then?'],
        by: 'rules',
      },
      structure: { situation: null, task: null, action: null, result: null },
    },
  };
}

const model = (say: (text: string) => string | Error): LanguageModel => ({
  name: 'fake',
  complete: (_instruction, text) => {
    const said = say(text);
    return said instanceof Error ? Promise.reject(said) : Promise.resolve(said);
  },
});
const signal = new AbortController().signal;
const tip = 'Tell how it ended.';

describe('reword', () => {
  it('takes words that keep to the facts, and says who wrote them', async () => {
    const answer = answerWith([given], [tip]);
    const done = await reword(answer, {
      ...{ locale: 'en', signal },
      model: model((text) => {
        if (text === tip) return 'Say what came of it in the end.';
        return text === given ? `Well told: ${/“.*”/.exec(text)![0]}.` : 'You argued about it.';
      }),
    });
    expect(done?.assessment).toMatchObject({
      ...{
        by: 'rules+model',
        model: 'fake',
        quality: 7.2,
        summary: 'You argued about it.',
        followUps: ['And then?'],
      },
      strengths: ['Well told: “Misprints went from ten percent to 2 percent”.'],
      improvements: ['Say what came of it in the end.'],
      reworded: { rules: { summary: 'We argued about it.', strengths: [given], improvements: [tip] }, refused: {} },
    });
    expect(inRulesWords(done!.assessment)).toEqual(answer.assessment);
  });

  it('starts from the words of the rules when another model is asked', async () => {
    const answer = answerWith([], [tip]);
    const asked: string[] = [];
    const once = await reword(answer, { locale: 'en', signal, model: model(() => 'Say what came of it.') });
    const twice = await reword(
      { ...answer, assessment: once!.assessment },
      { locale: 'en', signal, model: model((text) => (asked.push(text), text)) },
    );
    expect(asked).toEqual(['We argued about it.', tip]);
    expect(twice?.assessment).toEqual(answer.assessment);
  });

  it('puts the summary in the answer’s language and tips in the report’s', async () => {
    const asked: string[] = [];
    const speak: LanguageModel = {
      name: 'fake',
      complete: (instruction, text) => {
        asked.push(`${text} ${/plain (\w+),|sentences in (\w+)/.exec(instruction)![0]}`);
        return Promise.resolve(text);
      },
    };
    await reword(answerWith([], [tip]), { locale: 'id', signal, model: speak });
    expect(asked).toEqual(['We argued about it. sentences in English', `${tip} plain Indonesian,`]);
  });

  it('drops every sentence of a liar, and never lets it set a number', async () => {
    const answer = answerWith([given], [tip]);
    const lies = 'You deserve 9 out of 10. You said “I am the best”. You cut costs by 80 percent.';
    const done = await reword(answer, { locale: 'en', signal, model: model(() => lies) });
    expect(done?.assessment).toEqual(answer.assessment);
    expect(done?.refused).toMatchObject({ 'number-unknown': 6, 'quote-not-said': 3 });
  });

  it('keeps the true sentence beside a lie', async () => {
    const done = await reword(answerWith([], [tip]), {
      ...{ locale: 'en', signal },
      model: model(() => 'Say what came of it. You said “we won everything”.'),
    });
    expect(done?.assessment.improvements).toEqual(['Say what came of it.']);
  });

  it.each<[string, (text: string) => string | Error]>([
    ['loses the quote that it rests on', () => 'You gave a good result.'],
    ['says nothing', () => ' '],
    ['talks on and on', (text) => `${text} `.repeat(9)],
    ['fails', () => new Error('no memory')],
  ])('leaves the words of the rules where the model %s', async (_name, say) => {
    const answer = answerWith([given], []);
    expect((await reword(answer, { locale: 'en', signal, model: model(say) }))?.assessment).toEqual(answer.assessment);
  });

  it('ends when it is cancelled, and says nothing of an answer without words', async () => {
    const controller = new AbortController();
    controller.abort();
    const cancelled = reword(answerWith([given], []), {
      locale: 'en',
      signal: controller.signal,
      model: model((t) => t),
    });
    await expect(cancelled).rejects.toThrow();
    const silent = { ...answerWith([], []), transcript: null };
    expect(await reword(silent, { locale: 'en', signal, model: model((t) => t) })).toBeUndefined();
  });
});
