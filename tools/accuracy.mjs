// npm run accuracy [-- --media ../shared/media] [--only ABCDEG] [--reuse]
//
// Runs the built app over recordings with reference values and writes the table of errors to docs/accuracy.md.
// The recordings are not part of this project: where they are absent, this says so and does nothing.
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';
import { disturbedTable } from './accuracy/disturbed.mjs';
import { coverageTable } from './accuracy/coverage.mjs';
import { blinkTable, faceTable, intervalTable, lookTable } from './accuracy/eye.mjs';
import { emotionTable } from './accuracy/emotion.mjs';
import { fillerTable } from './accuracy/fillers.mjs';
import { fluentTable } from './accuracy/fluent.mjs';
import { noSpeechTable, threeTimesLine } from './accuracy/honesty.mjs';
import { loudnessTable } from './accuracy/loudness.mjs';
import { pauseTable, syllableTable } from './accuracy/pauses.mjs';
import { makeMarkedClips } from './accuracy/clips.mjs';
import { copyPictures, invariantTable, mirrorTable, SEEN_ONLY } from './accuracy/invariant.mjs';
import { marksTable, readMarks } from './accuracy/marks.mjs';
import { analyseAll, readReferences } from './accuracy/references.mjs';
import { makeSets } from './accuracy/sets.mjs';
import { fetchUnseen } from './accuracy/unseen.mjs';
import { voicesTable, voiceTable } from './accuracy/voice.mjs';
import { onsetTable, wordErrors, wordsOutside } from './accuracy/words.mjs';
import { openApp } from './app-page.mjs';

const root = path.resolve(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    media: { type: 'string', default: path.resolve(root, '../shared/media') },
    only: { type: 'string', default: 'ABCDEG' },
    reuse: { type: 'boolean', default: false },
  },
});

if (!existsSync(path.join(values.media, 'manifest.json'))) {
  console.log(`No recordings with references at ${values.media}: nothing to compare with. Skipped.`);
  process.exit(0);
}

/** A module of the app. @param {string} file */
async function load(file) {
  const { module } = await runnerImport(path.join(root, 'src/lib', file), {
    configFile: false,
    resolve: { alias: { $lib: path.join(root, 'src/lib') } },
  });
  return /** @type {any} */ (module);
}

const scratch = path.join(root, '.cache/accuracy');
const made = path.join(scratch, 'made');
const all = await readReferences(values.media, [...'ABCDEFG']);
// The made ones are speech and fillers of C and D, so they belong to a run of these.
const isWanted = values.only.includes('C') && values.only.includes('D');
const sets = await makeSets(values.media, isWanted ? all : [], made);
/** @param {string} line */
const onDone = (line) => console.error(line);
// The marks of folder B's kind come with recordings of their own.
const markedEntries = values.only.includes('B')
  ? await makeMarkedClips(readMarks(), { media: values.media, made, onDone })
  : [];
const inRun = all.filter((/** @type {any} */ { category }) => values.only.includes(category));
const seen = await copyPictures(values.media, inRun);

const fresh = values.only.includes('C') ? await fetchUnseen(scratch, onDone) : { folder: scratch, entries: [] };

const app = await openApp();
let cases;
let marked;
let copied;
let unseen;
/** @type {Record<keyof typeof sets, import('./accuracy/references.mjs').Case[]>} */
const ofSets = { spliced: [], paused: [], disturbed: [], noSpeech: [], threeTimes: [] };
try {
  const options = { scratch, reuse: values.reuse, onDone };
  cases = await analyseAll(app, { ...options, folder: values.media, entries: inRun });
  for (const [name, entries] of Object.entries(sets)) {
    ofSets[name] = await analyseAll(app, { ...options, folder: made, entries });
  }
  unseen = await analyseAll(app, { ...options, ...fresh });
  marked = await analyseAll(app, { ...options, folder: made, entries: markedEntries });
  copied = await analyseAll(app, { ...options, ...seen, policy: SEEN_ONLY });
} finally {
  await app.close();
}

// After the build, which makes the settings that these are read with.
const { countWordErrors, normaliseWords } = await load('core/accuracy/wer.ts');
const { englishSyllables } = await load('analysers/vocabulary/readability.ts');

const outside = wordsOutside(cases);
const isSeen = cases.some(({ answer }) => answer.media.video);
/** What a run without its recordings can't say is left out, and said to be. @param {boolean} isThere @param {string} title @param {() => string} body */
const section = (isThere, title, body) =>
  isThere ? `## ${title}\n\n${body()}\n` : `## ${title}\n\nNot part of this run.\n`;
const text = `# Accuracy

Made by \`npm run accuracy\`: the built app in headless Chromium, the same way a person runs it, over recordings whose words,
pitch, faces and speakers are known. The recordings are not part of this project (licences), so the table can be made
again only where they are. Distances are Viva minus reference.
This run: folders ${[...values.only].join(', ')} of them.

## Words

WER = (substitutions + insertions + deletions) / reference words, lower case, no punctuation, numbers and common
spellings brought to one form on both sides; fillers stay in. Native is faster-whisper base (int8, greedy) by the rate that
the recordings' manifest gives; it counts a number written in digits as wrong, Viva's count doesn't.

${wordErrors(cases, unseen, countWordErrors)}

Words outside their recording: ${outside.length === 0 ? 'none' : outside.join('; ')}.

## Word times

Distance of each word's start from the reference (forced alignment or hand marks), over words recognised the same.

${onsetTable(cases)}

## Filled pauses (um, uh)

In spontaneous speech, against marked times. One is right when it overlaps a marked one, or lies within half a second of it.
Where the exact text has a filler that the marks leave out, a found one in that hole isn't counted.

${fillerTable(cases.filter(({ file, reference }) => file.startsWith('D_disfluent/') && reference.words))}
Fillers cut out of these recordings and put into fluent read speech at known times, as loud as that speech, one half with
a short silence on both sides and the other without. Whose voice it is changes there, so it is a test of hearing a filler
among fluent words and of not hearing others; the recordings are also those that the detector's limits were looked up in.

${fillerTable(ofSets.spliced)}

In fluent speech, whose exact text has none, every one found is wrong:

${fluentTable(cases.filter(({ file }) => /^(A_talking|C_speech)/.test(file)))}

${section(
  ofSets.paused.length > 0,
  'Pauses',
  () => `Phrases without a pause of their own, joined with silences of 0.3–2 s in rooms of three levels of noise.

${pauseTable(ofSets.paused)}`,
)}
## Syllables

Voiced loudness peaks against the syllables of the exact text, which a rule counts (English: vowel groups, right for nine
words of ten; Indonesian: vowels).

${syllableTable(
  cases.filter(({ file, reference }) => /^(A_talking|C_speech)/.test(file) && reference.transcript?.text),
  { words: normaliseWords, englishSyllables },
)}

## Voice

References: pitch by Praat (two passes), speech by Silero VAD v5, loudness by pyloudnorm.

${voiceTable(cases)}

## Loudness

Against ffmpeg's ebur128 (ITU-R BS.1770, both at the recording's own rate). \`recording.loudnessLufs\` is what a meter reads
of the file: its channels added up. \`voice.loudnessLufs\` is that of the channels' mean, because a voice that was stored
twice is no louder for it: 3.0 LU under the meter where both channels of a stereo file are alike.

${loudnessTable(
  cases.filter(({ answer }) => answer.media.audio),
  values.media,
)}

## Voices

Clips without a list of speakers hold one reader or talker. \`fw_stereo_diarization\` is two people at once.

${voicesTable(cases)}

${section(
  ofSets.noSpeech.length > 0,
  'Where nobody speaks',
  () => `${noSpeechTable(ofSets.noSpeech)}\n\n${threeTimesLine(ofSets.threeTimes, countWordErrors)}`,
)}
${section(
  ofSets.disturbed.length > 0,
  'The same speech, disturbed',
  () => `Copies of four recordings. A measure keeps to what it says of itself where it moves by no more than the
uncertainty that it states, or is withheld.

${disturbedTable(ofSets.disturbed, cases)}`,
)}
${section(
  isSeen,
  'Faces',
  () => `Pictures were shown as three-second clips.

${faceTable(cases)}

${intervalTable(cases)}`,
)}
${section(isSeen, 'Blinks', () => blinkTable(cases))}
${section(isSeen, 'Gaze, smile, shoulders', () => lookTable(cases))}
${section(isSeen, 'Events against marks made by eye', () => marksTable([...cases, ...marked]))}
${section(
  copied.length > 0,
  'The same pictures, copied',
  () => `Copies of recordings that show the same. A measure keeps to what it says of itself where it moves by no more than
the uncertainty that it states, or is withheld.

${invariantTable(copied, cases)}

A mirror turns round left and right and nothing else. Median distances of the direction of the eyes (stated error: ±10°),
and events of the head by the side of the picture:

${mirrorTable(copied, cases)}`,
)}
${section(
  isSeen,
  'Basic expressions',
  () => `Optional, and switched on for this run.

${emotionTable([...cases, ...marked])}`,
)}
${section(
  isSeen,
  'Coverage',
  () => `Share of each recording on which there is a face, the direction of the eyes, both shoulders. Brightness of the face
(0–1) is measured; what is in the picture was noted by eye (tests/marks).

${coverageTable([...cases, ...marked])}`,
)}`;
console.log(text);
await mkdir(path.join(root, 'docs'), { recursive: true });
await writeFile(path.join(root, 'docs/accuracy.md'), text);
