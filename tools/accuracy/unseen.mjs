// Speech that no choice of method or limit was made by: sentences of a Debian package that are not among the recordings
// of the media folder. Fetched into a scratch folder; where that can't be, there are none.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const PACKAGE = 'pocketsphinx-testdata';
const DATA = 'usr/share/pocketsphinx/test/data';
/** Each with the file of its words and the name it has there. The other sentences of the package are in C_speech. */
const CLIPS = [
  ...['0920', '0930'].map((name) => ({
    file: `librivox/sense_and_sensibility_01_austen_64kb-${name}.wav`,
    words: 'librivox/transcription',
    name: `sense_and_sensibility_01_austen_64kb-${name}`,
  })),
  ...['003', '005'].map((name) => ({ file: `cards/${name}.wav`, words: 'cards/cards.transcription', name })),
];

/** The words that a line of Sphinx's lists gives to a name: `<s> ten of clubs </s> (001)`. @param {string} list @param {string} name */
export function wordsOf(list, name) {
  const line = list.split('\n').find((one) => one.trimEnd().endsWith(`(${name})`));
  return line
    ?.replace(/\([^)]*\)\s*$/, '')
    .replaceAll(/<\/?s>/g, '')
    .trim();
}

/**
 * The read sentences are the book's: one line of the list has a word more than the book and the reader.
 *
 * @param {string} scratch
 * @param {(line: string) => void} onDone
 * @returns {Promise<{ folder: string, entries: { file: string, reference: any }[] }>}
 */
export async function fetchUnseen(scratch, onDone) {
  const place = path.join(scratch, 'unseen');
  const folder = path.join(place, DATA);
  try {
    if (!existsSync(folder)) {
      await mkdir(place, { recursive: true });
      execFileSync('apt-get', ['download', '-q', PACKAGE], { cwd: place, stdio: ['ignore', 2, 'ignore'] });
      const archive = readdirSync(place).find((name) => name.endsWith('.deb')) ?? '';
      execFileSync('dpkg', ['-x', archive, '.'], { cwd: place });
    }
    const entries = [];
    for (const { file, words, name } of CLIPS) {
      const text = wordsOf(await readFile(path.join(folder, words), 'utf8'), name);
      if (!text) continue;
      const said = text.replace('a more a amiable', 'a more amiable');
      entries.push({ file, reference: { transcript: { text: said, language: 'en' } } });
    }
    return { folder, entries };
  } catch (error) {
    onDone(`${PACKAGE}: can't be had (${error instanceof Error ? error.message : String(error)})`);
    return { folder, entries: [] };
  }
}
