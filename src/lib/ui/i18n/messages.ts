import {
  findMessage,
  flattenMessages,
  mergeCatalogs,
  pseudoMessage,
  type Catalog,
  type MessageParams,
  type MessageTree,
} from '$lib/core/messages.ts';
import type en from '$content/locales/en.json';

/** Path of a text in en.json; an object of plural forms counts as one text. */
type PathOf<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string
    ? Key
    : keyof Tree[Key] extends 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
      ? Key
      : `${Key}.${PathOf<Tree[Key]>}`;
}[keyof Tree & string];

export type MessageKey = PathOf<typeof en>;
export type { MessageParams };

/** Accented and longer, to see text that isn't in the locale files and boxes that are too small. */
export const PSEUDO = 'pseudo';

const localeFiles = import.meta.glob<MessageTree>('$content/locales/*.json', { eager: true, import: 'default' });
const analyserFiles = import.meta.glob<MessageTree>('../../analysers/*/en.json', { eager: true, import: 'default' });

const idOf = (path: string) => path.replace(/^.*\/([^/]+)\.json$/, '$1');
const folderOf = (path: string) => path.replace(/^.*\/([^/]+)\/en\.json$/, '$1');

const ownCatalogs: ReadonlyMap<string, Catalog> = new Map(
  Object.entries(localeFiles).map(([path, tree]) => [idOf(path), flattenMessages(tree)]),
);
const analyserCatalog: Catalog = mergeCatalogs(
  ...Object.entries(analyserFiles).map(([path, tree]) => flattenMessages(tree, `analysers.${folderOf(path)}.`)),
);
const english: Catalog = mergeCatalogs(analyserCatalog, ownCatalogs.get('en') ?? {});

/** Languages of the interface, English first. */
export const locales: readonly string[] = ['en', ...[...ownCatalogs.keys()].filter((id) => id !== 'en').sort()];

/** Name of a locale in itself, e.g. `Bahasa Indonesia`. */
export function localeName(locale: string): string {
  return ownCatalogs.get(locale)?.['language.name'] ?? locale;
}

/** Every text of a locale; what it lacks is English. */
export function catalogOf(locale: string): Catalog {
  if (locale === PSEUDO) {
    return Object.fromEntries(Object.entries(english).map(([key, text]) => [key, pseudoMessage(text)]));
  }
  return mergeCatalogs(english, ownCatalogs.get(locale) ?? {});
}

/** The locale that suits a person's languages (`navigator.languages`) best. */
export function chooseLocale(wanted: readonly string[]): string {
  for (const tag of wanted) {
    const language = tag.toLowerCase().split('-')[0]!;
    // `in` was Indonesian's code before 1989 and is still sent by some systems.
    const locale = language === 'in' ? 'id' : language;
    if (locales.includes(locale)) return locale;
  }
  return 'en';
}

/**
 * The words of a key. In development a key without words throws; a built app shows the key, so that the rest of the
 * page lives.
 */
export function messageOf(catalog: Catalog, key: string, params: MessageParams, locale: string): string {
  const text = findMessage(catalog, key, params, locale === PSEUDO ? 'en' : locale);
  if (text !== undefined) return text;
  if (import.meta.env.DEV) throw new Error(`No words for ${key}`);
  return key;
}

/** `findings` codes, `series` and `events` say nothing of their analyser in a report; the words know it. */
const owners: ReadonlyMap<string, string> = new Map(
  Object.keys(analyserCatalog).flatMap((key) => {
    const [, analyser = '', kind = '', ...id] = key.split('.');
    return [[`${kind}.${id.join('.')}`.replace(/\.(one|other)$/, ''), analyser] as const];
  }),
);

/** The analyser that a finding, series or event comes from; `undefined` where none here has words for it. */
export function ownerOf(kind: 'findings' | 'series' | 'events', id: string): string | undefined {
  return owners.get(`${kind}.${id}`);
}
