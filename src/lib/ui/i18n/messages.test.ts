import { describe, expect, it } from 'vitest';
import { registry } from '$lib/analysers/registry.ts';
import { CAPABILITIES } from '$lib/core/analyser.ts';
import { ERROR_CLASSES } from '$lib/core/errors.ts';
import { flattenMessages, type Catalog, type MessageTree } from '$lib/core/messages.ts';
import { isWordedUnit } from '../report/report-words.ts';
import { catalogOf, chooseLocale, localeName, locales, messageOf, PSEUDO } from './messages.ts';

const files = import.meta.glob<MessageTree>('$content/locales/*.json', { eager: true, import: 'default' });
const sources = import.meta.glob<string>(['../../analysers/**/*.ts', '../../core/report/*.ts', '!../../**/*.test.ts'], {
  eager: true,
  query: '?raw',
  import: 'default',
});
const english = catalogOf('en');

const own = (locale: string): Catalog =>
  flattenMessages(Object.entries(files).find(([path]) => path.endsWith(`/${locale}.json`))![1]);
/** Plural forms differ between languages; the text they are forms of doesn't. */
const singular = (key: string) => key.replace(/\.(zero|one|two|few|many|other)$/, '');
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe('locale files', () => {
  it('English and Indonesian are there', () => {
    expect(locales.slice(0, 2)).toEqual(['en', 'id']);
    expect(localeName('id')).toBe('Bahasa Indonesia');
  });

  it.each(locales.filter((locale) => locale !== 'en'))('%s has every text of English, analysers too', (locale) => {
    const theirs = new Set(Object.keys(own(locale)).map(singular));
    expect(Object.keys(english).filter((key) => !theirs.has(singular(key)))).toEqual([]);
  });

  it.each(locales.filter((locale) => locale !== 'en'))('%s has no text that English lacks', (locale) => {
    const ours = new Set(Object.keys(english).map(singular));
    expect(Object.keys(own(locale)).filter((key) => !ours.has(singular(key)))).toEqual([]);
  });

  it.each(locales.filter((locale) => locale !== 'en'))('%s fills the same places', (locale) => {
    const theirs = own(locale);
    const wrong = Object.entries(theirs).filter(([key, text]) => {
      const original = english[key] ?? english[`${singular(key)}.other`] ?? '';
      return key in english && placeholders(text).join() !== placeholders(original).join();
    });
    expect(wrong).toEqual([]);
  });

  it.each(locales)('%s has no empty text', (locale) => {
    expect(Object.entries(own(locale)).filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});

describe('words for codes', () => {
  it.each(Object.keys(ERROR_CLASSES))('error.%s says what happened, what is safe and what to do', (code) => {
    const sentences = english[`error.${code}`]?.split(/[.;](?=\s|$)/).filter((part) => part.trim() !== '') ?? [];
    expect(sentences.length).toBeGreaterThanOrEqual(code === 'cancelled' ? 2 : 3);
  });

  it('every capability has a name and a group of measures', () => {
    for (const capability of CAPABILITIES) {
      expect(english).toHaveProperty([`capability.${capability}`]);
      expect(english).toHaveProperty([`measures.${capability}`]);
    }
  });

  it('every analyser has a name, and every declared measure and its unit', () => {
    for (const { id, measures } of registry) {
      expect(english, id).toHaveProperty([`analysers.${id}.name`]);
      for (const measure of measures) {
        expect(english).toHaveProperty([`analysers.${id}.measures.${measure.id}`]);
        expect(isWordedUnit(measure.unit), `unit ${measure.unit}`).toBe(true);
      }
    }
  });

  it('every reason in the code has words', () => {
    const reasons = Object.values(sources).flatMap((text) =>
      [...text.matchAll(/unavailable\([^()]*?, '([a-z-]+)'|reason: '([a-z-]+)'/g)].map(
        (match) => match[1] ?? match[2]!,
      ),
    );
    const worded = (reason: string) => `reason.${reason}` in english || `discard.${reason}` in english;
    expect([...new Set(reasons)].filter((reason) => !worded(reason))).toEqual([]);
  });
});

describe('choosing and reading', () => {
  it.each([
    [['id-ID', 'en'], 'id'],
    [['in'], 'id'],
    [['de-DE', 'id'], 'id'],
    [['de-DE'], 'en'],
    [[], 'en'],
  ])('%j → %s', (wanted, expected) => {
    expect(chooseLocale(wanted)).toBe(expected);
  });

  it('falls back on English, and throws on a key without words while developing', () => {
    expect(messageOf(catalogOf('xx'), 'app.name', {}, 'xx')).toBe('Viva');
    expect(() => messageOf(english, 'no.such.key', {}, 'en')).toThrow('no.such.key');
  });

  it('the pseudo-language changes every text', () => {
    const pseudo = catalogOf(PSEUDO);
    expect(Object.keys(pseudo)).toEqual(Object.keys(english));
    expect(Object.values(pseudo).every((text) => text.startsWith('['))).toBe(true);
  });
});
