import { describe, expect, it } from 'vitest';
import enCues from '../../../content/answer-cues/en.json';
import idCues from '../../../content/answer-cues/id.json';
import enLists from '../../../content/speech/en.json';
import idLists from '../../../content/speech/id.json';
import { speechListsSchema } from '../speech-lists.ts';
import { answerCuesSchema } from './cues.ts';
import { factsOf } from './facts.ts';
import { likenessOf } from './likeness.ts';
import { reasoningOf, storyOf } from './parts.ts';
import { quoteOf } from './quote.ts';
import { wordsOfText } from './sentences.ts';

const languages = {
  en: { cues: answerCuesSchema.parse(enCues), lists: speechListsSchema.parse(enLists) },
  id: { cues: answerCuesSchema.parse(idCues), lists: speechListsSchema.parse(idLists) },
};
type Language = keyof typeof languages;

const read = (text: string, language: Language = 'en', questionTexts: string[] = []) =>
  factsOf({ words: wordsOfText(text), ...languages[language], questionTexts });
const one = (text: string, language: Language = 'en') => read(text, language)[0]!;

describe('factsOf', () => {
  it.each<[Language, string, boolean]>([
    ['en', 'Then I called the customer at once.', true],
    ['en', 'We finally wrote a checklist together.', true],
    ['en', 'I always smile and stay polite.', false],
    ['en', 'I wanted to be a good colleague.', false],
    ['en', 'The customer called me at once.', false],
    ['id', 'Lalu saya menelepon kurir itu.', true],
    ['id', 'Saya langsung membuat daftar periksa.', true],
    ['id', 'Saya merasa senang sekali waktu itu.', false],
  ])('%s: %j tells an act: %s', (language, text, expected) => {
    expect(one(text, language).hasAction).toBe(expected);
  });

  it.each<[Language, string, string[]]>([
    ['en', 'It fell from ten percent to 2 percent.', ['ten percent', '2 percent']],
    ['en', 'We sold two hundred and one of them was mine.', ['two hundred']],
    ['en', 'One of us was ill.', []],
    ['id', 'Ada seratus delapan puluh paket dalam dua hari.', ['seratus delapan puluh', 'dua']],
  ])('%s: numbers in %j', (language, text, numbers) => {
    expect(one(text, language).numbers).toEqual(numbers);
  });

  it('takes capitals inside a sentence for names, and neither its first word nor I', () => {
    expect(one("Later I met Sari in Bandung, and I'm glad.").names).toEqual(['Sari', 'Bandung']);
  });

  it('knows an echo of the question and of itself', () => {
    const question = 'Tell me about a conflict with someone you worked with.';
    const echoes = read(
      'A conflict with someone you worked with. My boss shouted at the new driver. My boss shouted at the driver.',
      'en',
      [question],
    ).map(({ isEcho }) => isEcho);
    expect(echoes).toEqual([true, false, true]);
  });
});

describe('storyOf', () => {
  const story = (text: string, language: Language = 'en') => {
    const { cues, lists } = languages[language];
    return storyOf(read(text, language), cues, lists.star);
  };

  it.each<[string, Language, string, (string | null)[]]>([
    [
      'a whole story',
      'en',
      'Last summer I worked at a hotel. My task was to plan the shifts. I asked each of them first. As a result, nobody left us.',
      ['Last summer', 'My task', 'I asked', 'As a result'],
    ],
    [
      'a story without an end',
      'en',
      'Last summer I worked at a hotel. My task was to plan the shifts. I asked each of them first.',
      ['Last summer', 'My task', 'I asked', null],
    ],
    [
      'what is usual',
      'en',
      'Usually I asked them in the end. You have to finish on time. Everybody was ready in the end.',
      [null, null, null, null],
    ],
    [
      'keywords',
      'en',
      'Situation task action result achieved. Achieved improved result percent.',
      [null, null, null, null],
    ],
    [
      'a whole story in Indonesian',
      'id',
      'Tahun lalu saya bekerja di hotel. Tugas saya mengatur jadwal kerja. Lalu saya bertanya kepada semua teman. Hasilnya tidak ada yang keluar.',
      ['Tahun lalu', 'Tugas saya', 'Lalu saya', 'Hasilnya'],
    ],
  ])('%s', (_name, language, text, expected) => {
    const { parts } = story(text, language);
    const found = [parts.situation, parts.task, parts.action, parts.result];
    found.forEach((part, index) => {
      const start = expected[index];
      if (start === null || start === undefined) expect(part).toBeNull();
      else expect(part?.sentence.text.startsWith(start)).toBe(true);
    });
  });

  it('takes a lesson for a result only at the end', () => {
    const lesson = 'I learned that he could not read my notes.';
    const middle = `Last year I shared a desk. ${lesson} I wrote a list with him. I asked my boss for a printer. I printed it for both of us.`;
    expect(story(middle).parts.result).toBeNull();
    expect(story(`Last year I shared a desk. I wrote a list with him. ${lesson}`).parts.result).not.toBeNull();
  });

  it('finds nothing in nothing', () => {
    expect(story('').parts).toEqual({ situation: null, task: null, action: null, result: null });
  });
});

describe('reasoningOf', () => {
  it('finds point, reason, example and outlook', () => {
    const text =
      'I want to study medicine in this city. That is because my village has no doctor at all. In 2023 I helped 40 people in a clinic there. After that I will go back to my village.';
    const parts = reasoningOf(read(text), languages.en.cues);
    expect(Object.values(parts).map((part) => part?.index)).toEqual([0, 1, 2, 3]);
  });
});

describe('likenessOf', () => {
  const likeness = (text: string, type?: 'technical') =>
    likenessOf({
      sentences: read(text),
      cues: languages.en.cues,
      relevance: undefined,
      piecesPerWord: undefined,
      question: type ? { type } : null,
    });
  const impersonal =
    'The cache holds the answers that are asked for most, so that the database is read less often. '.repeat(1);
  const longer = `${impersonal}When the traffic grows, more of them are put beside each other, and the load is shared by all.`;

  it.each<[string, string, string | undefined]>([
    ['five words', 'I talked to him once.', 'answer-too-short'],
    ['keywords', 'achieved improved result leadership teamwork '.repeat(10), 'not-sentences'],
    ['nobody in it', longer, 'not-own'],
  ])('%s is doubted as %s', (_name, text, reason) => {
    const { value, doubts } = likeness(text);
    expect(value).toBeLessThan(0.5);
    expect(doubts.map((doubt) => doubt.reason)).toContain(reason);
  });

  it('asks less of what is technical, but not that nobody is in it', () => {
    const reasons = (text: string) => likeness(text, 'technical').doubts.map(({ reason }) => reason);
    expect(reasons(longer)).toContain('not-own');
    expect(reasons(`${longer} ${longer} I would begin with one of them.`)).not.toContain('not-own');
  });

  it('is 0 for no words', () => {
    expect(likeness('').value).toBe(0);
  });
});

it.each([
  ['I went home.', 'I went home'],
  [`${'word '.repeat(20)}.`, `${'word '.repeat(16)}…`],
])('quotes %j as %j', (text, quote) => {
  expect(quoteOf(text)).toBe(quote);
});
