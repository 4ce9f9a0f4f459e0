import * as z from '$lib/core/zod.ts';

/** What is used of a Whisper folder's tokenizer.json. */
const tokenizerSchema = z.object({
  added_tokens: z.array(z.object({ id: z.number(), content: z.string() })),
  model: z.object({
    vocab: z.record(z.string(), z.number()),
  }),
});

/** What is used of generation_config.json. */
const generationSchema = z.object({
  suppress_tokens: z.array(z.number()),
  begin_suppress_tokens: z.array(z.number()),
  no_timestamps_token_id: z.number(),
  prev_sot_token_id: z.number(),
  decoder_start_token_id: z.number(),
  eos_token_id: z.number(),
  lang_to_id: z.record(z.string(), z.number()).optional(),
  task_to_id: z.object({ transcribe: z.number(), translate: z.number() }).optional(),
});

/** Languages written without spaces: each character is timed as a word (OpenAI whisper/tokenizer.py). */
const UNSPACED = new Set(['zh', 'ja', 'th', 'lo', 'my', 'yue']);

/** GPT-2's division of text before the merges. */
const PIECES = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

/** The tokens of one word: places in the list of tokens, `to` not included. */
export type TokenWord = { readonly text: string; readonly from: number; readonly to: number };

/**
 * Whisper's tokens: byte-level BPE and the special ones. Our own and not transformers.js', which would bring 1.2 MB of
 * script and another onnxruntime into the worker for what is a table and a loop.
 */
export class WhisperTokens {
  readonly start: number;
  readonly end: number;
  readonly noTimestamps: number;
  readonly noSpeech: number;
  readonly previous: number;
  readonly tasks: { readonly transcribe: number; readonly translate: number } | undefined;
  /** Two- or three-letter code → token; empty for an English-only model. */
  readonly languages: ReadonlyMap<string, number>;
  /** Never chosen: special tokens, time stamps, and the marks of sounds that are no speech. */
  readonly suppressed: readonly number[];
  /** Not chosen as the first. */
  readonly suppressedFirst: readonly number[];
  readonly count: number;
  readonly #bytes: Uint8Array[] = [];
  readonly #ids: ReadonlyMap<string, number>;
  readonly #charOfByte: readonly string[];

  constructor(tokenizerJson: unknown, generationJson: unknown) {
    const tokenizer = tokenizerSchema.parse(tokenizerJson);
    const generation = generationSchema.parse(generationJson);
    this.#charOfByte = byteCharacters();
    const byteOfChar = new Map(this.#charOfByte.map((char, byte) => [char, byte]));
    this.#ids = new Map(Object.entries(tokenizer.model.vocab));
    for (const [piece, id] of this.#ids) {
      this.#bytes[id] = Uint8Array.from(piece, (char) => byteOfChar.get(char) ?? 0x3f);
    }
    this.start = generation.decoder_start_token_id;
    this.end = generation.eos_token_id;
    this.noTimestamps = generation.no_timestamps_token_id;
    // OpenAI's <|nospeech|> stands right before <|notimestamps|>; converted tokenizers call it <|nocaptions|>.
    this.noSpeech = generation.no_timestamps_token_id - 1;
    this.previous = generation.prev_sot_token_id;
    this.tasks = generation.task_to_id;
    this.languages = new Map(
      Object.entries(generation.lang_to_id ?? {}).map(([token, id]) => [token.replaceAll(/[<|>]/g, ''), id]),
    );
    // 1500 time stamps of 0.02 s and the one of 30 s end every Whisper vocabulary.
    this.count = this.noTimestamps + 1502;
    const special = tokenizer.added_tokens.map(({ id }) => id).filter((id) => id !== this.end);
    const stamps = Array.from({ length: this.count - this.noTimestamps }, (_, index) => this.noTimestamps + index);
    this.suppressed = [...new Set([...generation.suppress_tokens, ...special, ...stamps])];
    this.suppressedFirst = generation.begin_suppress_tokens;
  }

  isText(id: number): boolean {
    return id < this.end && this.#bytes[id] !== undefined;
  }

  text(ids: readonly number[]): string {
    return new TextDecoder().decode(join(ids.map((id) => this.#bytesOf(id))));
  }

  /** Tokens of a text; for a prompt it should begin with a space. */
  encode(text: string): number[] {
    return [...text.matchAll(PIECES)].flatMap(([piece]) => {
      let parts = Array.from(new TextEncoder().encode(piece), (byte) => this.#charOfByte[byte]!);
      for (let best = this.#bestMerge(parts); best >= 0; best = this.#bestMerge(parts)) {
        parts = [...parts.slice(0, best), parts[best]! + parts[best + 1]!, ...parts.slice(best + 2)];
      }
      return parts.flatMap((part) => this.#ids.get(part) ?? []);
    });
  }

  /**
   * Groups tokens into words as they are written: a word begins with a space (in languages written without them with
   * every character), and punctuation stays with its word.
   */
  words(ids: readonly number[], language: string): TokenWord[] {
    const units = this.#characters(ids);
    const isSpaced = !UNSPACED.has(language);
    const words: TokenWord[] = [];
    for (const unit of units) {
      const last = words.at(-1);
      const isMark = /^[\p{P}\p{S}\s]+$/u.test(unit.text);
      const opensNext = last !== undefined && /^\s*[\p{Ps}\p{Pi}\p{Pd}"¿¡$€£#]+$/u.test(last.text);
      const begins = isSpaced ? unit.text.startsWith(' ') && !isMark : !isMark;
      // A mark after a space opens what follows (a quotation, a sum of money), or is a dash that belongs to nobody.
      const opens = isMark && unit.text.startsWith(' ');
      if (last && !opens && (!begins || opensNext)) {
        words[words.length - 1] = { text: last.text + unit.text, from: last.from, to: unit.to };
      } else {
        words.push(unit);
      }
    }
    return words.map((word) => ({ ...word, text: word.text.trim() })).filter(({ text }) => text !== '');
  }

  /** Tokens joined until they are whole characters: byte-level tokens may end in the middle of one. */
  #characters(ids: readonly number[]): TokenWord[] {
    const units: TokenWord[] = [];
    let from = 0;
    ids.forEach((_, index) => {
      const text = new TextDecoder().decode(join(ids.slice(from, index + 1).map((id) => this.#bytesOf(id))));
      if (text.endsWith('\uFFFD') && index < ids.length - 1) return;
      units.push({ text, from, to: index + 1 });
      from = index + 1;
    });
    return units;
  }

  #bytesOf(id: number): Uint8Array {
    return this.isText(id) ? this.#bytes[id]! : new Uint8Array(0);
  }

  /**
   * The pair to be joined next: the one whose joint token is the oldest, as tiktoken does. (The list of merges in
   * whisper-base's tokenizer.json lacks its first line, `Ġ t`; the vocabulary is whole.)
   */
  #bestMerge(parts: readonly string[]): number {
    let best = -1;
    let bestRank = Infinity;
    for (let index = 0; index + 1 < parts.length; index += 1) {
      const rank = this.#ids.get(parts[index]! + parts[index + 1]!) ?? Infinity;
      if (rank < bestRank) {
        bestRank = rank;
        best = index;
      }
    }
    return best;
  }
}

/** GPT-2's printable stand-in for every byte: itself where it is a visible Latin-1 character, else from U+0100 on. */
function byteCharacters(): string[] {
  const isVisible = (byte: number) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte !== 173);
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isVisible(byte) ? byte : next++));
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
