import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { builtApp } from '../../tools/built-app.mjs';
import { chooseRecording, importRecording, RECORDING, waitUntilReady } from './import-recording.ts';
import { ears, openSink, poisonedBuild, tell, type Poison, type Sink } from './poisoned-build.ts';
import { openWatched, type Findings } from './watched-app.ts';

const build = builtApp();
const clean: Findings = { requests: [], logged: [], violations: [] };

/** The policies of a page and of the scripts of all its workers, as they are sent. */
const policiesOf = async (url: string, names: string[]) =>
  Promise.all(
    names.map(async (name) => (await fetch(new URL(name, url))).headers.get('Content-Security-Policy') ?? ''),
  );

async function workerScripts(): Promise<string[]> {
  const folder = '_app/immutable/workers';
  const names = await readdir(path.join(build, folder));
  return [
    ...names.filter((name) => name.endsWith('.js')).map((name) => `${folder}/${name}`),
    // Threads of onnxruntime-web are started from this one.
    'vendor/ort/ort-wasm-simd-threaded.mjs',
  ];
}

function expectStrict(policy: string) {
  const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toMatch(/connect-src 'self' blob: data:(;|$)/);
  expect(scripts).toContain("'self'");
  expect(scripts).not.toContain("'unsafe-inline'");
  expect(scripts).not.toContain("'unsafe-eval'");
  expect(scripts).not.toMatch(/https?:|\*/);
}

test.describe('nothing leaves the device', () => {
  for (const headers of [false, true]) {
    test(`in a whole analysis, on a host ${headers ? 'with our headers' : 'without any headers'}`, async () => {
      const app = await openWatched(build, { headers });
      await importRecording(app.page, RECORDING);
      await app.page.goto(`${app.url}settings/`);
      await app.page.goto(`${app.url}sessions/`);
      expect(await app.finish()).toEqual(clean);
    });
  }

  test('and no worker tries what its policy forbids, code made out of text included', async () => {
    const copy = await poisonedBuild(build, ears);
    const app = await openWatched(copy);
    await importRecording(app.page, RECORDING);
    expect(await app.finish()).toEqual(clean);
    await rm(copy, { recursive: true });
  });

  test('because page and workers are under a strict policy', async () => {
    const app = await openWatched(build);
    await waitUntilReady(app.page);
    const meta = app.page.locator('meta[http-equiv="content-security-policy" i]');
    expectStrict((await meta.getAttribute('content')) ?? '');
    // What the service worker answers to the page is what it answers to a worker that starts.
    const asked = await app.page.evaluate(
      async (names) => {
        const responses = await Promise.all(names.map((name) => fetch(name)));
        return responses.map((response) => response.headers.get('Content-Security-Policy') ?? '');
      },
      await workerScripts(),
    );
    expect(asked.length).toBeGreaterThanOrEqual(5);
    for (const policy of asked) expectStrict(policy);
    expect(await app.finish()).toEqual(clean);
  });

  test('because the headers for hosts say the same', async () => {
    const app = await openWatched(build, { headers: true });
    await waitUntilReady(app.page);
    for (const policy of await policiesOf(app.url, ['', ...(await workerScripts())])) {
      expectStrict(policy);
      expect(policy).toContain("frame-ancestors 'none'");
    }
    expect(await app.finish()).toEqual(clean);
  });

  test('and no library with telemetry is in the build', async () => {
    const names = (await readdir(build, { recursive: true })).filter((name) =>
      /\.(m?js|wasm|html|part\d+)$/.test(name),
    );
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) {
      if (name.startsWith('models/')) continue;
      const content = await readFile(path.join(build, name), 'latin1');
      // `type.googleapis.com/…` is how protocol buffers name their types; no address. ffmpeg knows OpenDML files.
      expect(content, name).not.toMatch(
        /odml\.pa|_mediapipeLogger|(?<!type\.)googleapis\.com|google-analytics|sentry\.io/,
      );
      if (!/\.(wasm|part\d+)$/.test(name)) expect(content, name).not.toContain('odml');
    }
  });
});

test.describe('a build that tells another origin something is found out', () => {
  let sink: Sink;
  let copy: string;

  test.beforeEach(async () => {
    sink = await openSink();
  });

  test.afterEach(async () => {
    await sink.close();
    await rm(copy, { recursive: true, force: true });
  });

  const open = async (poisons: Poison[]) => {
    copy = await poisonedBuild(build, poisons);
    const app = await openWatched(copy);
    await waitUntilReady(app.page);
    return app;
  };
  const entry = /^_app\/immutable\/entry\/start\..*\.js$/;
  const probing = /^_app\/immutable\/workers\/media\.worker-.*\.js$/;
  const pages = /\.html$/;
  const allow = (content: string) => content.replaceAll("connect-src 'self'", `connect-src 'self' ${sink.url}`);

  test('in the page: its policy stops it, and we see that', async () => {
    const app = await open([{ files: entry, change: (content) => tell(`${sink.url}page`)(content) }]);
    const { violations } = await app.finish();
    expect(violations.join('\n')).toContain(`${sink.url}page`);
    expect(sink.received).toEqual([]);
  });

  test('in the page, with a policy that allows it: we see the request', async () => {
    const app = await open([
      { files: entry, change: (content) => tell(`${sink.url}page`)(content) },
      { files: pages, change: allow },
    ]);
    const { requests, logged } = await app.finish();
    expect(sink.received).toContain('/page');
    expect(requests).toContain(`${sink.url}page`);
    expect(logged).toContain(`${sink.url}page`);
  });

  test('in a worker: the policy that the service worker gives it stops it, and we see that', async () => {
    const app = await open([{ files: probing, change: (content) => tell(`${sink.url}worker`)(content) }]);
    await chooseRecording(app.page, RECORDING);
    const { violations } = await app.finish();
    expect(violations.join('\n')).toContain(`${sink.url}worker`);
    expect(sink.received).toEqual([]);
  });

  test('in a worker that makes code out of text: that is stopped, and we see it', async () => {
    const change = (content: string) => `try { new Function('')(); } catch { /* stopped */ }\n${content}`;
    const app = await open([...ears, { files: probing, change }]);
    await chooseRecording(app.page, RECORDING);
    const { violations } = await app.finish();
    expect(violations).toContain('viva-ears: script-src eval');
  });

  test('in a worker, with a policy that allows it: no such worker is started, and the page says so', async () => {
    const sources = /("connect-src":\[)/g;
    copy = await poisonedBuild(build, [
      { files: probing, change: (content) => tell(`${sink.url}worker`)(content) },
      { files: /^service-worker\.js$/, change: (content) => content.replaceAll(sources, `$1"${sink.url}",`) },
    ]);
    const app = await openWatched(copy);
    await expect(app.page.getByText("Viva's workers can't be started safely here")).toBeVisible({ timeout: 30_000 });
    await expect(app.page.locator('input[type=file]')).toHaveCount(0);
    await app.finish();
    expect(sink.received).toEqual([]);
  });

  test('in the service worker, which no policy of ours reaches on a plain host: we see the request', async () => {
    const worker = { files: /^service-worker\.js$/, change: (content: string) => tell(`${sink.url}service`)(content) };
    const app = await open([worker]);
    const { requests, logged } = await app.finish();
    expect(sink.received).toContain('/service');
    expect(requests.join('\n')).toContain(`${sink.url}service`);
    expect(logged).toContain(`${sink.url}service`);
  });
});
