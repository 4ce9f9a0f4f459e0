import * as z from '$lib/core/zod.ts';

/** What is used of a BERT folder's tokenizer.json. */
const tokenizerSchema = z.object({
  model: z.object({
    type: z.literal('WordPiece'),
    vocab: z.record(z.string(), z.number()),
    unk_token: z.string(),
    continuing_subword_prefix: z.string(),
    max_input_chars_per_word: z.number(),
  }),
  normalizer: z.object({ type: z.literal('BertNormalizer'), lowercase: z.literal(true) }),
});

/** Marks that BERT splits off: all of Unicode's, and the ASCII symbols. */
const MARK = /[\p{P}$+<=>^`|~]/u;

/**
 * BERT's WordPiece tokens of an uncased model (Devlin et al. 2019): lower case without accents, divided at spaces and
 * marks, then the longest piece of the vocabulary again and again. Our own for the reason given at `WhisperTokens`.
 */
export class WordPieces {
  readonly #ids: ReadonlyMap<string, number>;
  readonly #unknown: number;
  readonly #prefix: string;
  readonly #longestWord: number;
  readonly #start: number;
  readonly #end: number;

  constructor(tokenizerJson: unknown) {
    const { model } = tokenizerSchema.parse(tokenizerJson);
    this.#ids = new Map(Object.entries(model.vocab));
    this.#prefix = model.continuing_subword_prefix;
    this.#longestWord = model.max_input_chars_per_word;
    this.#unknown = this.#idOf(model.unk_token);
    this.#start = this.#idOf('[CLS]');
    this.#end = this.#idOf('[SEP]');
  }

  /** Ids with `[CLS]` in front and `[SEP]` behind, at most `most` of them. */
  encode(text: string, most: number): number[] {
    const pieces = wordsAndMarks(text).flatMap((word) => this.#piecesOf(word));
    return [this.#start, ...pieces.slice(0, most - 2), this.#end];
  }

  /** Pieces per word, marks left out: about 1 where the words are real, more where they are made up. 0 without words. */
  piecesPerWord(text: string): number {
    const words = wordsAndMarks(text).filter((word) => /[\p{L}\p{N}]/u.test(word));
    const pieces = words.reduce((sum, word) => sum + this.#piecesOf(word).length, 0);
    return words.length === 0 ? 0 : pieces / words.length;
  }

  #piecesOf(word: string): number[] {
    const characters = Array.from(word);
    if (characters.length > this.#longestWord) return [this.#unknown];
    const pieces: number[] = [];
    for (let from = 0; from < characters.length;) {
      let to = characters.length;
      let id: number | undefined;
      for (; to > from; to -= 1) {
        id = this.#ids.get((from === 0 ? '' : this.#prefix) + characters.slice(from, to).join(''));
        if (id !== undefined) break;
      }
      if (id === undefined) return [this.#unknown];
      pieces.push(id);
      from = to;
    }
    return pieces;
  }

  #idOf(token: string): number {
    const id = this.#ids.get(token);
    if (id === undefined) throw new RangeError(`the vocabulary has no ${token}`);
    return id;
  }
}

function wordsAndMarks(text: string): string[] {
  const normal = text
    .replaceAll(/[\p{Cc}\uFFFD]/gu, ' ')
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '');
  return normal
    .split(/\s+/)
    .flatMap((word) => word.split(new RegExp(`(${MARK.source}|\\p{Script=Han})`, 'u')))
    .filter((part) => part !== '');
}
