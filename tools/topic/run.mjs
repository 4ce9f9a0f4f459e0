// npm run topic [-- --list]: how well the app tells an answer from an answer to another question (docs/rubric.md). Every written
// answer of tests/fixtures/answers against every question, those that lines were set on apart from those held out.
import path from 'node:path';
import process from 'node:process';
import { runnerImport } from 'vite';

const root = path.resolve(import.meta.dirname, '../..');
/** Above this rating an answer counts as one to the question (docs/rubric.md). */
const MOST_OF_NO_ANSWER = 3;
const DRAWS = 2000;

/** @typedef {import('./pairs.ts').Judged} Judged */

const { module } = await runnerImport(path.join(root, 'tools/topic/pairs.ts'), {
  configFile: false,
  root,
  resolve: { alias: { $lib: path.join(root, 'src/lib'), $content: path.join(root, 'src/content') } },
});

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function draws() {
  let state = 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Share with its 95 % interval over answers: the pairs of one answer go together (bootstrap of answers).
 *
 * @param {Judged[]} pairs
 * @param {(pair: Judged) => boolean} isSo
 */
function share(pairs, isSo) {
  /** @type {Map<number, { hits: number, all: number }>} */
  const byAnswer = new Map();
  for (const pair of pairs) {
    const sum = byAnswer.get(pair.answer) ?? { hits: 0, all: 0 };
    byAnswer.set(pair.answer, { hits: sum.hits + (isSo(pair) ? 1 : 0), all: sum.all + 1 });
  }
  const sums = [...byAnswer.values()];
  const ratio = (/** @type {{ hits: number, all: number }[]} */ some) =>
    some.reduce((sum, { hits }) => sum + hits, 0) / some.reduce((sum, { all }) => sum + all, 0);
  const draw = draws();
  const found = Array.from({ length: DRAWS }, () => ratio(sums.map(() => sums[Math.floor(draw() * sums.length)]))).sort(
    (a, b) => a - b,
  );
  const percent = (/** @type {number | undefined} */ value) => `${Math.round(100 * (value ?? NaN))} %`;
  const hits = pairs.filter(isSo).length;
  return `${hits} of ${pairs.length}, ${percent(hits / pairs.length)} (${percent(found[DRAWS * 0.025])} to ${percent(found[DRAWS * 0.975 - 1])})`;
}

console.log('| answers | question | right, rated 3 or less | wrong, rated more | would do too, rated more |');
console.log('| --- | --- | --- | --- | --- |');
for (const set of ['tuned', 'held-out']) {
  for (const isBare of [false, true]) {
    /** @type {Judged[]} */
    const judged = await module.judge(set, isBare);
    const isAbove = (/** @type {Judged} */ { quality }) => quality !== null && quality > MOST_OF_NO_ANSWER;
    const of = (/** @type {string} */ truth) => judged.filter((pair) => pair.truth === truth);
    const fair = of('fair').length > 0 ? share(of('fair'), isAbove) : '–';
    console.log(
      `| ${set} | ${isBare ? 'typed' : 'of a bank'} | ${share(of('right'), (pair) => !isAbove(pair))} | ${share(of('wrong'), isAbove)} | ${fair} |`,
    );
    if (process.argv.includes('--list')) {
      for (const pair of judged)
        if (pair.truth === 'wrong' ? isAbove(pair) : pair.truth === 'right' && !isAbove(pair))
          console.log(
            `  ${pair.truth}: ${pair.own} for ${pair.asked}: ${pair.quality}, margin ${pair.margin.toFixed(3)}, gap ${pair.gap.toFixed(3)}`,
          );
    }
  }
}
process.exit(0);
