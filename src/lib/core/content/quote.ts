/** Longest quotation in a sentence of advice, in words. */
const MOST_WORDS = 16;

/** The beginning of a sentence, word for word; `…` where it was cut. Fits between quotation marks. */
export function quoteOf(text: string): string {
  const words = text.trim().split(/\s+/);
  const short = words.slice(0, MOST_WORDS).join(' ');
  return words.length > MOST_WORDS ? `${short.replace(/[,;:]$/, '')} …` : short.replace(/[.!?]+$/, '');
}
