#!/usr/bin/env node
/**
 * Recomputes every sub-score and score of exported reports from nothing but the numbers that stand in them:
 *
 *     node tools/verify-report.mjs REPORT.json...
 *
 * No dependency, and none of the app's code: it reads the formulas in the report (`subscores[].formula`,
 * `scores.formulas`) by itself. Exit code 0: all agree to 0.1; 1: something differs; 2: a file can't be read.
 */
import { readFileSync } from 'node:fs';

const TOLERANCE = 0.1;

/** `id[x:y x:y …]` → points */
function pointsOf(text) {
  return text.split(' ').map((point) => point.split(':').map(Number));
}

/** Piecewise linear, level beyond the ends. */
function readLine(points, x) {
  if (x <= points[0][0]) return points[0][1];
  for (let i = 1; i < points.length; i += 1) {
    const [[x0, y0], [x1, y1]] = [points[i - 1], points[i]];
    if (x <= x1) return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
  }
  return points[points.length - 1][1];
}

/**
 * @param {string} formula `when ID >= N: W*ID[…] + W*ID[…] cap ID[…] needs N spread`
 * @param {Map<string, number | null>} values
 * @returns {{ value: number | null, spread?: number }}
 */
export function recompute(formula, values) {
  const line = String.raw`([\w.]+)\[([^\]]*)\]`;
  const all = (pattern) => [...formula.matchAll(new RegExp(pattern, 'g'))];
  const terms = all(String.raw`(\d+(?:\.\d+)?)\*${line}`).map(([, weight, id, points]) => ({
    weight: Number(weight),
    id,
    points,
  }));
  if (terms.length === 0) throw new Error(`not a formula: ${formula}`);
  const isRefused = all(String.raw`when ([\w.]+) >= (-?[\d.]+):`).some(
    ([, id, least]) => values.has(id) && (values.get(id) === null || values.get(id) < Number(least)),
  );
  const there = terms
    .filter(({ id }) => (values.get(id) ?? null) !== null)
    .map(({ weight, id, points }) => ({ weight, points: readLine(pointsOf(points), values.get(id)) }));
  const needs = Number(/needs (\d+)/.exec(formula)?.[1] ?? 1);
  if (isRefused || there.length < needs) return { value: null };
  const total = there.reduce((sum, { weight }) => sum + weight, 0);
  const mean = there.reduce((sum, { weight, points }) => sum + weight * points, 0) / total;
  const caps = all(`cap ${line}`)
    .filter(([, id]) => (values.get(id) ?? null) !== null)
    .map(([, id, points]) => readLine(pointsOf(points), values.get(id)));
  const variance = there.reduce((sum, { weight, points }) => sum + weight * (points - mean) ** 2, 0) / total;
  return {
    value: Math.min(mean, ...caps),
    ...(/ spread$/.test(formula) ? { spread: Math.sqrt(variance) } : {}),
  };
}

/** `content = mean(a, b); …; overall = weighted(…) needs a if listed ID else b | c; session = mean(answers)` → by name */
function listsOf(formulas) {
  return Object.fromEntries(
    formulas.split(';').map((part) => {
      const found = /^\s*(\w+) = (?:mean|weighted)\(([^)]*)\)(?: needs (\w+) if listed ([\w.]+) else (.*))?\s*$/.exec(
        part,
      );
      if (!found) throw new Error(`not a formula of scores: ${part}`);
      const [, name, of, needed, sign, otherwise] = found;
      return [name, { of: of.split(', '), needed, sign, otherwise: otherwise?.split(' | ') }];
    }),
  );
}

const mean = (numbers) => (numbers.length === 0 ? null : numbers.reduce((a, b) => a + b, 0) / numbers.length);
const isNumber = (value) => typeof value === 'number';

function overallOf(scores, { of, needed, sign, otherwise }, weights, values) {
  const needs = values.has(sign) && weights[needed] > 0 ? [needed] : otherwise;
  const there = of.filter((part) => isNumber(scores[part]) && weights[part] > 0);
  if (!there.some((part) => needs.includes(part))) return null;
  const total = there.reduce((sum, part) => sum + weights[part], 0);
  return there.reduce((sum, part) => sum + scores[part] * weights[part], 0) / total;
}

/** Everything in a report that doesn't follow from its own numbers: `{ where, stated, recomputed }`. */
export function differencesIn(report) {
  const lists = listsOf(report.scores.formulas);
  const parts = Object.keys(lists).filter((name) => name !== 'overall' && name !== 'session');
  const differences = [];
  const check = (where, stated, recomputed) => {
    const agree =
      isNumber(stated) && isNumber(recomputed) ? Math.abs(stated - recomputed) <= TOLERANCE : stated === recomputed;
    if (!agree) differences.push({ where, stated, recomputed });
  };
  report.answers.forEach((answer, index) => {
    if (answer.status === 'failed') return;
    const at = `answers[${index}]`;
    const values = new Map(answer.measures.map(({ id, value }) => [id, value]));
    const subscores = new Map(answer.subscores.map(({ id, value }) => [id, value]));
    for (const { id, value, spread, formula } of answer.subscores) {
      const again = recompute(formula, values);
      check(`${at}.subscores.${id}`, value, again.value);
      if (value !== null) check(`${at}.subscores.${id}.spread`, spread, again.spread);
    }
    for (const part of parts) {
      check(
        `${at}.scores.${part}`,
        answer.scores[part],
        mean(lists[part].of.map((id) => subscores.get(id)).filter(isNumber)),
      );
    }
    check(
      `${at}.scores.overall`,
      answer.scores.overall,
      overallOf(answer.scores, lists.overall, report.scores.weights, values),
    );
    const { quality, formula } = answer.assessment ?? {};
    if (formula && isNumber(quality)) {
      const { value } = recompute(formula, values);
      check(`${at}.assessment.quality`, quality, value === null ? null : 1 + (9 * value) / 100);
    }
  });
  for (const part of [...parts, 'overall']) {
    const given = report.answers.map(({ scores }) => scores[part]).filter(isNumber);
    check(`scores.${part}`, report.scores[part], mean(given));
  }
  return differences;
}

function main(files) {
  if (files.length === 0) {
    console.error('usage: node tools/verify-report.mjs REPORT.json...');
    return 2;
  }
  let code = 0;
  for (const file of files) {
    try {
      const report = JSON.parse(readFileSync(file, 'utf8'));
      if (report.type !== 'viva/report' || report.version !== 1) throw new Error('not a viva/report of version 1');
      const differences = differencesIn(report);
      const count = report.answers.reduce((sum, { subscores }) => sum + subscores.length, 0);
      console.log(`${file}: ${differences.length === 0 ? `${count} sub-scores and all scores agree` : 'differs'}`);
      for (const { where, stated, recomputed } of differences) {
        console.log(`  ${where}: stated ${stated}, recomputed ${recomputed}`);
        code = Math.max(code, 1);
      }
    } catch (error) {
      console.error(`${file}: ${error.message}`);
      code = 2;
    }
  }
  return code;
}

if (process.argv[1]?.endsWith('verify-report.mjs')) process.exitCode = main(process.argv.slice(2));
