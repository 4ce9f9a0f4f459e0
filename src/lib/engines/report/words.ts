import { flattenMessages, mergeCatalogs, type Catalog, type MessageTree } from '$lib/core/messages.ts';
import { speechListsSchema, type SpeechLists } from '$lib/core/speech-lists.ts';

const locales = import.meta.glob<MessageTree>('$content/locales/*.json', { import: 'default' });
const english = import.meta.glob<MessageTree>('$lib/analysers/*/en.json', { import: 'default' });
const lists = import.meta.glob<unknown>('$content/speech/*.json', { import: 'default' });

function named<Content>(files: Record<string, () => Promise<Content>>, name: string) {
  return Object.entries(files).find(([path]) => path.endsWith(`/${name}.json`))?.[1];
}

/** Words of findings: each analyser's English, and over them what the locale has. */
export async function loadCatalog(locale: string): Promise<Catalog> {
  const analysers = await Promise.all(
    Object.entries(english).map(async ([path, load]) =>
      flattenMessages(await load(), `analysers.${path.split('/').at(-2) ?? ''}.`),
    ),
  );
  const own = await named(locales, locale)?.();
  return mergeCatalogs(...analysers, own ? flattenMessages(own) : {});
}

const parsed = new Map<string, SpeechLists>();

/** Word lists of a spoken language; those of English where it has none; `undefined` where the language isn't known. */
export async function loadLists(language: string | undefined): Promise<SpeechLists | undefined> {
  if (language === undefined) return undefined;
  const load = named(lists, language) ?? named(lists, 'en');
  const own = parsed.get(language) ?? (load && speechListsSchema.parse(await load()));
  if (own) parsed.set(language, own);
  return own;
}
