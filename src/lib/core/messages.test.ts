import { describe, expect, it } from 'vitest';
import { fillTemplate, findMessage, flattenMessages, mergeCatalogs, pseudoMessage } from './messages.ts';

describe('flattenMessages', () => {
  it('joins the path with dots, also where a key has dots itself', () => {
    expect(flattenMessages({ a: { b: 'x', 'c.d': 'y' }, e: 'z' })).toEqual({ 'a.b': 'x', 'a.c.d': 'y', e: 'z' });
  });
});

describe('fillTemplate', () => {
  it.each([
    ['Hello {name}', { name: 'Ada' }, 'en', 'Hello Ada'],
    ['{count} words', { count: 1234.567 }, 'en', '1,234.57 words'],
    ['{count} kata', { count: 1234.5 }, 'id', '1.234,5 kata'],
    ['{a}{a}', { a: '$&' }, 'en', '$&$&'],
    ['stays {unknown}', {}, 'en', 'stays {unknown}'],
  ])('%s', (template, params, locale, expected) => {
    expect(fillTemplate(template, params as Record<string, string | number>, locale)).toBe(expected);
  });
});

describe('findMessage', () => {
  const catalog = flattenMessages({ files: { one: '{count} file', other: '{count} files' }, plain: 'P' });

  it.each([
    [0, 'en', '0 files'],
    [1, 'en', '1 file'],
    [2, 'en', '2 files'],
    [1, 'id', '1 files'],
  ])('%d in %s', (count, locale, expected) => {
    expect(findMessage(catalog, 'files', { count }, locale)).toBe(expected);
  });

  it('is undefined for a key without words', () => {
    expect(findMessage(catalog, 'missing', {}, 'en')).toBeUndefined();
    expect(findMessage(catalog, 'files', {}, 'en')).toBeUndefined();
  });

  it('falls back key by key in a merged catalog', () => {
    const merged = mergeCatalogs(catalog, { plain: 'Q' });
    expect(findMessage(merged, 'plain', {}, 'id')).toBe('Q');
    expect(findMessage(merged, 'files', { count: 3 }, 'id')).toBe('3 files');
  });
});

describe('pseudoMessage', () => {
  it('is longer, bracketed, and keeps placeholders whole', () => {
    const pseudo = pseudoMessage('Play {count} answers');
    expect(pseudo).toMatch(/^\[.*\]$/);
    expect(pseudo).toContain('{count}');
    expect(pseudo).toContain('Pláý');
    expect(pseudo.length).toBeGreaterThan('Play {count} answers'.length * 1.3);
  });
});
