// npm run analyse -- FILE... --out DIR [--language auto|en|id] [--questions FILE.json] [--policy FILE.json]
//                    [--with ANALYSER ...] [--session]
//
// The built app in a headless browser, on this machine only: one `<file>.report.json` a file, or, with --session, one
// report of all files. Progress on stderr, one summary line a file on stdout. Exit code 1 when a file could not be read
// (the others still are), 2 when the command itself is wrong.
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { openApp } from './app-page.mjs';

const USAGE =
  'usage: npm run analyse -- FILE... --out DIR [--language auto|en|id] [--questions FILE.json] [--policy FILE.json] [--locale en|id] [--with ANALYSER ...] [--session]';

class UsageError extends Error {}

/** @param {string[]} argv */
async function readArguments(argv) {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      out: { type: 'string', default: '.' },
      language: { type: 'string', default: 'auto' },
      questions: { type: 'string' },
      policy: { type: 'string' },
      locale: { type: 'string', default: 'en' },
      with: { type: 'string', multiple: true, default: [] },
      session: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) throw new UsageError(USAGE);
  if (positionals.length === 0) throw new UsageError(USAGE);
  if (!/^(auto|[a-z]{2,3})$/.test(values.language))
    throw new UsageError(`--language ${values.language}: auto or a two-letter code`);
  for (const file of positionals) {
    const info = await stat(file).catch(() => undefined);
    if (!info?.isFile()) throw new UsageError(`${file}: no such file`);
  }
  return {
    files: positionals.map((file) => path.resolve(file)),
    out: path.resolve(values.out),
    session: values.session,
    request: {
      language: values.language,
      locale: values.locale,
      questions: values.questions === undefined ? undefined : await readJson(values.questions),
      policy: values.policy === undefined ? undefined : await readJson(values.policy),
      // What is off unless it is asked for: `emotion`, in a build that has it.
      wanted: values.with,
    },
  };
}

/** @param {string} file @returns {Promise<unknown>} */
async function readJson(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** @param {any} answer @param {number} seconds */
function summaryOf(answer, seconds) {
  const { media, transcript, scores, error, status } = answer;
  if (status === 'failed') return `failed (${error?.code ?? 'unexpected'}: ${error?.message ?? 'no reason given'})`;
  const speed = media.seconds > 0 ? `, ${(seconds / media.seconds).toFixed(2)} × real time` : '';
  const words = transcript ? `${transcript.words.length} words (${transcript.language})` : 'no words';
  const score = scores.overall === null ? 'no score' : `score ${Math.round(scores.overall)}`;
  return `${status}, ${media.seconds.toFixed(1)} s in ${seconds.toFixed(1)} s${speed}, ${words}, ${score}`;
}

/** @param {string[]} names file names in order @returns {string[]} names of the reports, each once */
export function reportNames(names) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? `${name}.report.json` : `${name}.${count}.report.json`;
  });
}

/** @param {string[]} argv */
async function main(argv) {
  const { files, out, session, request } = await readArguments(argv);
  await mkdir(out, { recursive: true });
  const app = await openApp({
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
  let failures = 0;
  const save = async (/** @type {any} */ report, /** @type {string} */ name) => {
    await writeFile(path.join(out, name), `${JSON.stringify(report, null, 1)}\n`);
    for (const answer of report.answers) {
      if (answer.status === 'failed') failures += 1;
      const seconds = answer.stages.reduce(
        (/** @type {number} */ sum, /** @type {any} */ stage) => sum + stage.seconds,
        0,
      );
      const elapsed = report.answers.length === 1 ? report.session.processingSeconds : seconds;
      console.log(`${answer.media.name}: ${summaryOf(answer, elapsed)}`);
    }
  };
  try {
    if (session) {
      await save(await app.analyse(files, { ...request, first: 0 }), 'session.report.json');
    } else {
      const names = reportNames(files.map((file) => path.basename(file)));
      for (const [index, file] of files.entries()) {
        await save(await app.analyse([file], { ...request, first: index }), names[index] ?? '');
      }
    }
  } finally {
    await app.close();
  }
  return failures === 0 ? 0 : 1;
}

if (import.meta.filename === process.argv[1]) {
  main(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error) => {
      process.stderr.write(`${error instanceof UsageError ? error.message : (error.stack ?? error)}\n`);
      process.exit(error instanceof UsageError || error.code?.startsWith('ERR_PARSE_ARGS') ? 2 : 1);
    },
  );
}
