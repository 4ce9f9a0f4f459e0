// npm run accuracy [-- --media ../shared/media] [--only ABCDEG] [--reuse]
//
// Runs the built app over recordings with reference values and writes the table of errors to docs/accuracy.md.
// The recordings are not part of this project: where they are absent, this says so and does nothing.
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';
import { blinkTable, coverageTable, faceTable, intervalTable, lookTable } from './accuracy/eye.mjs';
import { analyseAll, readReferences } from './accuracy/references.mjs';
import { voicesTable, voiceTable } from './accuracy/voice.mjs';
import { fillerTable, onsetTable, wordErrors, wordsOutside } from './accuracy/words.mjs';
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

const { module } = await runnerImport(path.join(root, 'src/lib/core/accuracy/wer.ts'), {
  configFile: false,
  resolve: { alias: { $lib: path.join(root, 'src/lib') } },
});
const { countWordErrors } = /** @type {{ countWordErrors: import('./accuracy/words.mjs').CountErrors }} */ (module);

const app = await openApp();
let cases;
try {
  cases = await analyseAll(app, {
    folder: values.media,
    scratch: path.join(root, '.cache/accuracy'),
    entries: await readReferences(values.media, [...values.only]),
    reuse: values.reuse,
    onDone: (line) => console.error(line),
  });
} finally {
  await app.close();
}

const outside = wordsOutside(cases);
const text = `# Accuracy

Made by \`npm run accuracy\`: the built app in headless Chromium, the same way a person runs it, over recordings whose words,
pitch, faces and speakers are known. The recordings are not part of this project (licences), so the table can be made
again only where they are. Distances are Viva minus reference.

## Words

WER = (substitutions + insertions + deletions) / reference words, lower case, no punctuation, numbers and common
spellings brought to one form on both sides; fillers stay in.

${wordErrors(cases, countWordErrors)}

Words outside their recording: ${outside.length === 0 ? 'none' : outside.join('; ')}.

## Word times

Distance of each word's start from the reference (forced alignment or hand marks), over words recognised the same.

${onsetTable(cases)}

## Filled pauses (um, uh)

${fillerTable(cases)}

## Voice

References: pitch by Praat (two passes), speech by Silero VAD v5, loudness by pyloudnorm.

${voiceTable(cases)}

## Voices

${voicesTable(cases)}

## Faces

Pictures were shown as three-second clips.

${faceTable(cases)}

${intervalTable(cases)}

## Blinks

${blinkTable(cases)}

## Gaze, smile, shoulders

${lookTable(cases)}

## Coverage

${coverageTable(cases)}
`;
console.log(text);
await mkdir(path.join(root, 'docs'), { recursive: true });
await writeFile(path.join(root, 'docs/accuracy.md'), text);
