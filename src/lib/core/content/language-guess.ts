import { plainWords } from './sentences.ts';

/** The commonest function words that the two languages don't share; enough to tell a question's language. */
const MARKERS: Readonly<Record<string, ReadonlySet<string>>> = {
  en: new Set(
    'the a an of to and is are was you your how what why when which do did would with for about that this in on it'.split(
      ' ',
    ),
  ),
  id: new Set(
    'yang dan di ke dari anda apa mengapa bagaimana ceritakan dengan untuk pada ini itu saat kapan adalah tidak akan saya kami dalam'.split(
      ' ',
    ),
  ),
};

/** English, Indonesian, or `undefined` where too few words tell. For texts that carry no language of their own. */
export function guessLanguage(text: string): 'en' | 'id' | undefined {
  const words = plainWords(text);
  const share = (language: string) => words.filter((word) => MARKERS[language]?.has(word)).length / words.length;
  if (words.length === 0) return undefined;
  const english = share('en');
  const indonesian = share('id');
  if (Math.max(english, indonesian) < 0.1 || english === indonesian) return undefined;
  return english > indonesian ? 'en' : 'id';
}
