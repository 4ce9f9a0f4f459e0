// How much of each recording could be measured, beside what of its picture makes faces harder (seen by eye).
import { readMarks } from './marks.mjs';
import { figure, percent, table } from './table.mjs';

/** @typedef {import('./references.mjs').Case} Case */

/** What was seen by eye (`seen` of tests/marks/eye.json). @type {Readonly<Record<string, string>>} */
const SEEN = {
  lighter: 'lighter skin',
  darker: 'darker skin',
  glasses: 'glasses',
  sunglasses: 'sunglasses',
  headCover: 'head cover',
  backlight: 'backlight or bright background',
  dim: 'dim picture',
  handsOnFace: 'hands over the face',
  group: 'a group',
  fromBehind: 'people from behind',
  partly: 'no face for a part of it',
  nobody: 'nobody',
};
/** Of these no face could be measured throughout. */
const FACELESS = ['nobody', 'fromBehind', 'partly'];

/** @param {Case} one */
function coverageOf({ file, answer }) {
  const measure = (/** @type {string} */ wanted) =>
    answer.measures.find((/** @type {any} */ { id }) => id === wanted) ?? { value: null, seconds: 0 };
  // Where something is measured its seconds are those of the pictures that it was measured on.
  const share = (/** @type {string} */ id) => Math.min(1, measure(id).seconds / Math.max(0.1, answer.media.seconds));
  const [gaze, pose] = [measure('gaze.towardShare'), measure('body.seenShare')];
  return {
    ...{ file, seconds: answer.media.seconds },
    face: share('framing.faceHeight'),
    gaze: gaze.value === null ? (gaze.reason ?? '–') : percent(share('gaze.towardShare')),
    body: pose.value === null ? (pose.reason ?? '–') : percent(pose.value),
    light: measure('light.face').value,
    seen: readMarks().find((clip) => clip.file === file)?.seen,
  };
}

/** @param {Case[]} cases */
export function coverageTable(cases) {
  const all = cases.filter(({ answer }) => answer.media.video).map(coverageOf);
  const rows = all.map(({ file, seconds, face, gaze, body, light, seen }) => [
    ...[file, figure(seconds), percent(face), gaze, body, figure(light, 2)],
    seen?.map((id) => SEEN[id] ?? id).join(', ') ?? '–',
  ]);
  const kinds = Object.entries(SEEN).map(([id, name]) => {
    const found = all.filter(({ seen }) => seen?.includes(id));
    const throughout = found.filter(({ seen }) => !FACELESS.some((one) => seen?.includes(one)));
    const lowest = Math.min(...throughout.map(({ face }) => face));
    return [name, found.length, throughout.length, throughout.length === 0 ? '–' : percent(lowest)];
  });
  const head = ['file', 's', 'face measured on', 'gaze measured on', 'shoulders seen on', "face's brightness"];
  return `${table([...head, 'in the picture, by eye'], rows)}

${table(['in the picture', 'recordings', 'with a face throughout', 'face measured of these on at least'], kinds)}

Missing in the recordings: somebody with darker skin who speaks to the camera for long (a stage, and a still), any head
cover, a window straight behind the speaker. What isn't in them isn't known of Viva either.`;
}
