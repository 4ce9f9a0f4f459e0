/**
 * Words for people. A catalog maps dotted keys to templates; the same functions make the interface's text and, in the
 * report worker, the text of each finding.
 *
 * Locale files are nested JSON; keys are the path joined by dots. An analyser's `en.json` stands under
 * `analysers.<id>` and holds
 *
 *     { "name": "Pace", "about": "one sentence",
 *       "measures": { "speech.wpm": "Speech rate" },        a name for every declared measure
 *       "findings": { "pace-too-fast": "You spoke {wpm} words a minute…" },
 *       "series":   { "pace.wpm": "Speech rate" }, "events": { "filler": "Filler" } }
 *
 * A template's `{name}` is filled from the parameters. Where a text depends on a count, the entry is an object of CLDR
 * plural categories, `{ "one": "{count} pause", "other": "{count} pauses" }`, chosen by the parameter `count`.
 */
export type MessageTree = { readonly [key: string]: string | MessageTree };
export type Catalog = Readonly<Record<string, string>>;
export type MessageParams = Readonly<Record<string, string | number>>;

/** The tree as one level: `{ a: { b: 'x' } }` → `{ 'a.b': 'x' }`. */
export function flattenMessages(tree: MessageTree, prefix = ''): Catalog {
  const flat: Record<string, string> = {};
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') flat[prefix + key] = value;
    else Object.assign(flat, flattenMessages(value, `${prefix}${key}.`));
  }
  return flat;
}

/** Later catalogs win, so that a language falls back on English key by key. */
export function mergeCatalogs(...catalogs: readonly Catalog[]): Catalog {
  return Object.assign({}, ...catalogs) as Catalog;
}

const plurals = new Map<string, Intl.PluralRules>();
const numbers = new Map<string, Intl.NumberFormat>();

/** Plural category (`one`, `other`…) of a count in a language. */
export function pluralOf(count: number, locale: string): string {
  let rules = plurals.get(locale);
  if (!rules) plurals.set(locale, (rules = new Intl.PluralRules(locale)));
  return rules.select(count);
}

function numberText(value: number, locale: string): string {
  let format = numbers.get(locale);
  if (!format) numbers.set(locale, (format = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 })));
  return format.format(value);
}

/** Fills `{name}`; a name without a parameter stays as it is, so that the lack is seen. */
export function fillTemplate(template: string, params: MessageParams, locale: string): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? numberText(value, locale) : value;
  });
}

/** The words of a key, plural form chosen by `params.count`; `undefined` where the catalog has none. */
export function findMessage(catalog: Catalog, key: string, params: MessageParams, locale: string): string | undefined {
  let template = catalog[key];
  const { count } = params;
  if (template === undefined && typeof count === 'number') {
    template = catalog[`${key}.${pluralOf(count, locale)}`] ?? catalog[`${key}.other`];
  }
  return template === undefined ? undefined : fillTemplate(template, params, locale);
}

const ACCENTED: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  A: 'Á',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  U: 'Ú',
  n: 'ñ',
  y: 'ý',
};

/**
 * The pseudo-language: accented, bracketed and a third longer, so that text past the locale files and boxes that are
 * too small are seen. Placeholders stay.
 */
export function pseudoMessage(template: string): string {
  const accented = template
    .split(/(\{\w+\})/)
    .map((piece) => (piece.startsWith('{') ? piece : piece.replaceAll(/[aeiouAEIOUny]/g, (char) => ACCENTED[char]!)))
    .join('');
  return `[${accented}${'·'.repeat(Math.ceil(template.length / 3))}]`;
}
