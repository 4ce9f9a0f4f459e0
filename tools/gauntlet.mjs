// npm run gauntlet [-- --out DIR] [--only NAME ...]
//
// What is no answer, spoken and analysed as a recording: silence, and every text of tests/fixtures/answers/gauntlet.json
// said by espeak-ng, through the built app in a headless browser. None may be rated above 3 of 10, silence not at all, each
// must say why, and the stand-alone verifier must find the same scores. Exit code 1 where one doesn't.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { openApp } from './app-page.mjs';

const root = path.resolve(import.meta.dirname, '..');
/** Above this rating an answer counts as one to the question (docs/rubric.md). */
const MOST_OF_NO_ANSWER = 3;
const WORDS_PER_MINUTE = 150;

const readJson = async (/** @type {string} */ file) => JSON.parse(await readFile(path.join(root, file), 'utf8'));

const { values } = parseArgs({
  options: { out: { type: 'string' }, only: { type: 'string', multiple: true, default: [] } },
});
const out = path.resolve(values.out ?? (await mkdtemp(path.join(os.tmpdir(), 'viva-gauntlet-'))));
await mkdir(out, { recursive: true });
const { question: id, cases, spoken } = await readJson('tests/fixtures/answers/gauntlet.json');
const { questions } = await readJson('src/content/banks/general.json');
const question = questions.find((/** @type {{ id: string }} */ each) => each.id === id);

/** @param {string} name @param {string} text @param {string} voice @returns {string} the recording */
function recorded(name, text, voice) {
  const file = path.join(out, `${name}.wav`);
  if (text === '') {
    execFileSync('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', 'anullsrc=r=16000:cl=mono', '-t', '20', file]);
  } else {
    execFileSync('espeak-ng', ['-v', voice, '-s', String(WORDS_PER_MINUTE), '-w', file, text]);
  }
  return file;
}

/** @param {any} answer @returns {{ quality: number | null, why: string, isRight: boolean }} */
function judged(answer) {
  const found = answer.measures.find((/** @type {any} */ measure) => measure.id === 'content.quality');
  const quality = found?.value ?? null;
  const why = answer.assessment?.improvements[0] ?? '';
  const isUnrated = quality === null && Boolean(found?.reason) && answer.scores.overall === null;
  const isLow = quality !== null && quality <= MOST_OF_NO_ANSWER;
  return { quality, why, isRight: why !== '' && answer.assessment.strengths.length === 0 && (isUnrated || isLow) };
}

const all = [
  ...Object.entries(cases).map(([name, text]) => ({ name, text, voice: 'en-gb' })),
  ...Object.entries(spoken).map(([voice, text]) => ({ name: `language-${voice}`, text, voice })),
].filter(({ name }) => values.only.length === 0 || values.only.includes(name));

let failures = 0;
console.log('| case | words heard | language | quality | total | as it should | first thing said |');
console.log('| --- | --- | --- | --- | --- | --- | --- |');
const app = await openApp();
try {
  for (const [index, { name, text, voice }] of all.entries()) {
    const recording = recorded(name, String(text), voice);
    const request = { language: 'auto', locale: 'en', questions: [question], first: 0 };
    const report = await app.analyse([recording], request).catch((error) => {
      throw new Error(`${name} (${index + 1} of ${all.length})`, { cause: error });
    });
    const place = path.join(out, `${name}.report.json`);
    await writeFile(place, JSON.stringify(report));
    const verifier = spawnSync(process.execPath, [path.join(root, 'tools/verify-report.mjs'), place]);
    const [answer] = report.answers;
    const { quality, why, isRight } = judged(answer);
    const isSame = verifier.status === 0;
    if (!isRight || !isSame) failures += 1;
    const { words = [], language = '–' } = answer.transcript ?? {};
    const verdict = isRight ? (isSame ? 'yes' : 'verifier disagrees') : 'no';
    console.log(
      `| ${name} | ${words.length} | ${language} | ${quality ?? '–'} | ${answer.scores.overall ?? '–'} | ${verdict} | ${why} |`,
    );
  }
} finally {
  await app.close();
}
process.exit(failures === 0 ? 0 : 1);
