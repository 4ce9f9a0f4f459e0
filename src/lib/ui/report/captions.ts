import type { Word } from '$lib/core/report/schema.ts';

/** Words shown together. Seconds. */
export type Cue = { readonly start: number; readonly end: number; readonly text: string };

/** Two lines of 42 characters and seven seconds at most: what broadcasters' captions keep to (BBC subtitle guidelines). */
const LINE_CHARACTERS = 42;
const CUE_SECONDS = 7;
/** A silence after which a new cue begins. */
const BREAK_SECONDS = 0.9;

/** Cuts a transcript into cues: at sentence ends and silences, never longer than two lines. */
export function cuesOf(words: readonly Word[]): Cue[] {
  const cues: Cue[] = [];
  let held: Word[] = [];
  const flush = () => {
    const first = held[0];
    const last = held.at(-1);
    if (first && last)
      cues.push({ start: first.start, end: Math.max(last.end, first.start + 0.1), text: linesOf(held) });
    held = [];
  };
  for (const word of words) {
    const previous = held.at(-1);
    const length = held.reduce((sum, { text }) => sum + text.length + 1, 0) + word.text.length;
    const isFull = length > LINE_CHARACTERS * 2 || word.end - (held[0]?.start ?? word.start) > CUE_SECONDS;
    const isApart = previous !== undefined && word.start - previous.end > BREAK_SECONDS;
    const isSentence = previous !== undefined && /[.?!]$/.test(previous.text) && length > LINE_CHARACTERS;
    if (isFull || isApart || isSentence) flush();
    held.push(word);
  }
  flush();
  return cues;
}

function linesOf(words: readonly Word[]): string {
  const texts = words.map(({ text }) => text.trim());
  const whole = texts.join(' ');
  if (whole.length <= LINE_CHARACTERS) return whole;
  const middle = whole.lastIndexOf(' ', Math.max(LINE_CHARACTERS, Math.ceil(whole.length / 2)));
  return middle < 0 ? whole : `${whole.slice(0, middle)}\n${whole.slice(middle + 1)}`;
}

function stamp(seconds: number, separator: '.' | ','): string {
  const ms = Math.max(0, Math.round(seconds * 1000));
  const part = (value: number, digits: number) => String(value).padStart(digits, '0');
  const [hours, minutes, whole] = [
    Math.floor(ms / 3_600_000),
    Math.floor(ms / 60_000) % 60,
    Math.floor(ms / 1000) % 60,
  ];
  return `${part(hours, 2)}:${part(minutes, 2)}:${part(whole, 2)}${separator}${part(ms % 1000, 3)}`;
}

/** WebVTT (W3C). `&`, `<` and `>` are its markup. */
export function toVtt(cues: readonly Cue[]): string {
  const safe = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const blocks = cues.map(({ start, end, text }) => `${stamp(start, '.')} --> ${stamp(end, '.')}\n${safe(text)}\n`);
  return ['WEBVTT\n', ...blocks].join('\n');
}

/** SubRip. */
export function toSrt(cues: readonly Cue[]): string {
  return cues
    .map(({ start, end, text }, index) => `${index + 1}\n${stamp(start, ',')} --> ${stamp(end, ',')}\n${text}\n`)
    .join('\n');
}
