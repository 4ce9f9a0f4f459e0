// Every recording that is made from others for a run, by what it shows.
import { disturb } from './disturbed.mjs';
import { makeNoSpeech, sayThreeTimes } from './honesty.mjs';
import { joinWithPauses, spliceFillers } from './spliced.mjs';

/** A reader, an old speech, a narrator, and an answer as people give it. */
const COPIED = [
  ...['C_speech/LJ001-0003.flac', 'C_speech/jfk.wav', 'C_speech/sense_0870.flac'],
  'D_disfluent/mfa_acoustic_corpus.flac',
];

/** @param {string} media @param {any[]} all entries of the manifest; none makes no recordings @param {string} folder */
export async function makeSets(media, all, folder) {
  if (all.length === 0) return { spliced: [], paused: [], disturbed: [], noSpeech: [], threeTimes: [] };
  return {
    spliced: await spliceFillers(media, all, folder),
    paused: await joinWithPauses(media, all, folder),
    disturbed: await disturb(
      media,
      all.filter(({ file }) => COPIED.includes(file)),
      folder,
    ),
    noSpeech: await makeNoSpeech(folder),
    threeTimes: await sayThreeTimes(media, all, folder),
  };
}
