import type { Correction } from '$lib/core/report/correction.ts';
import { tokensOf, wholeSelection, type Selection } from '$lib/core/report/corrections.ts';
import type { Transcript } from '$lib/core/report/schema.ts';

/** The words that are being corrected, and what is typed in their place. */
export class TranscriptEdit {
  #selection: Selection | undefined = $state.raw();
  text = $state('');

  /** Places of the words that the editor stands for; `undefined` while nothing is corrected. */
  get selection(): Selection | undefined {
    return this.#selection;
  }

  /** Opens on a word, with the rest of its correction where it has one. */
  open(place: number, transcript: Transcript): void {
    this.#selection = wholeSelection({ from: place, to: place }, transcript.words, correctionsOf(transcript));
    this.text = textOf(this.#selection, transcript);
  }

  /** Takes in the words before or after; what has been typed stays. */
  widen(by: -1 | 1, transcript: Transcript): void {
    const before = this.#selection;
    if (!before) return;
    const { words } = transcript;
    const wider = by < 0 ? { ...before, from: before.from - 1 } : { ...before, to: before.to + 1 };
    if (!words[wider.from] || !words[wider.to]) return;
    const after = wholeSelection(wider, words, correctionsOf(transcript));
    const added =
      by < 0
        ? [textOf({ from: after.from, to: before.from - 1 }, transcript), this.text]
        : [this.text, textOf({ from: before.to + 1, to: after.to }, transcript)];
    this.#selection = after;
    this.text = tokensOf(added.join(' ')).join(' ');
  }

  close(): void {
    this.#selection = undefined;
  }
}

function correctionsOf({ corrections }: Transcript): readonly Correction[] {
  return corrections ?? [];
}

function textOf({ from, to }: Selection, { words }: Transcript): string {
  return words
    .slice(from, to + 1)
    .map(({ text }) => text.trim())
    .join(' ');
}
