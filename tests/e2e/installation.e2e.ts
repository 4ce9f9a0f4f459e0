import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { builtApp } from '../../tools/built-app.mjs';
import { chooseRecording, RECORDING, waitUntilReady } from './import-recording.ts';
import { openWatched } from './watched-app.ts';

const build = builtApp();

test('every file fits on hosts that cap files at 25 MB, and the shell is whole', async () => {
  const names = await readdir(build, { recursive: true });
  const shell = await readFile(path.join(build, 'service-worker.js'), 'utf8');
  for (const name of names) {
    const info = await stat(path.join(build, name));
    expect(info.isFile() ? info.size : 0, name).toBeLessThanOrEqual(20 * 1024 * 1024);
    // A worker's script that is missing from the list breaks the app offline, or at the next version.
    if (/^_app\/immutable\/.*\.(js|css)$/.test(name)) expect(shell, name).toContain(name);
  }
});

test('the app can be installed', async () => {
  const app = await openWatched(build);
  await waitUntilReady(app.page);
  const session = await app.context.newCDPSession(app.page);
  const manifest = await session.send('Page.getAppManifest');
  expect(manifest.errors).toEqual([]);
  expect(manifest.url).toBe(`${app.url}manifest.webmanifest`);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  expect(installabilityErrors).toEqual([]);
  const { icons } = JSON.parse(manifest.data ?? '') as { icons: { src: string }[] };
  for (const { src } of icons) expect((await fetch(new URL(src, app.url))).status).toBe(200);
  await app.finish();
});

test('the page is loaded once more for isolation, and no more than that', async () => {
  const app = await openWatched(build);
  await waitUntilReady(app.page);
  let loads = 0;
  app.page.on('load', () => (loads += 1));
  await app.page.reload();
  await waitUntilReady(app.page);
  await app.page.waitForTimeout(1_500);
  expect(loads).toBe(1);
  await app.finish();
});

test('a page that was loaded past the service worker is mended by one reload', async () => {
  const app = await openWatched(build);
  await waitUntilReady(app.page);
  const session = await app.context.newCDPSession(app.page);
  // What Shift and the reload button do.
  await session.send('Page.reload', { ignoreCache: true });
  await app.page.waitForTimeout(1_000);
  await waitUntilReady(app.page);
  expect(await app.page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await app.finish();
});

test('where no service worker is to be had, a plain host starts no worker and says why', async () => {
  const app = await openWatched(build, { noServiceWorker: true });
  await expect(app.page.getByText("Viva's workers can't be started safely here")).toBeVisible();
  await expect(app.page.locator('input[type=file]')).toHaveCount(0);
  await app.finish();
});

test('where no service worker is to be had, a host with our headers works', async () => {
  const app = await openWatched(build, { headers: true, noServiceWorker: true });
  await chooseRecording(app.page, RECORDING);
  const found = await app.finish();
  expect(found.violations).toEqual([]);
});

test.describe('a new version', () => {
  let copy: string;

  test.beforeEach(async () => {
    copy = await mkdtemp(path.join(os.tmpdir(), 'viva-versions-'));
    await cp(build, copy, { recursive: true });
  });

  test.afterEach(async () => {
    await rm(copy, { recursive: true });
  });

  /** Publishes a next version: another service worker, and a start page that says so. */
  const publish = async () => {
    const worker = path.join(copy, 'service-worker.js');
    const page = path.join(copy, 'index.html');
    await writeFile(page, (await readFile(page, 'utf8')).replace('<body', '<body data-version="next"'));
    const script = await readFile(worker, 'utf8');
    const listed = /(url[`"']?:[`"']\.\/[`"'],revision:[`"']|revision[`"']?:[`"'])([0-9a-f]{32})/;
    await writeFile(
      worker,
      script.replaceAll(new RegExp(listed, 'g'), (_all, head: string) => `${head}${'f'.repeat(32)}`),
    );
  };

  test('waits until it is asked for, and is then taken by every tab', async () => {
    const app = await openWatched(copy);
    await waitUntilReady(app.page);
    const other = await app.context.newPage();
    await other.goto(`${app.url}settings/`);
    await publish();
    await app.page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
    const offer = app.page.getByRole('button', { name: 'Use it now' });
    await expect(offer).toBeVisible();
    await app.page.waitForTimeout(1_000);
    await expect(app.page.locator('body')).not.toHaveAttribute('data-version', 'next');
    const reloaded = other.waitForEvent('load');
    await offer.click();
    await expect(app.page.locator('body')).toHaveAttribute('data-version', 'next');
    await reloaded;
    await waitUntilReady(app.page);
    await app.finish();
  });

  test('does not take over while something is at work, in this tab or another', async () => {
    const app = await openWatched(copy);
    // A form that is being filled in counts, and lasts as long as the test wants.
    await chooseRecording(app.page, RECORDING);
    const other = await app.context.newPage();
    await other.goto(`${app.url}settings/`);
    await publish();
    await other.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
    for (const page of [app.page, other]) {
      await page.getByRole('button', { name: 'Use it now' }).click();
      await expect(page.getByText('as soon as')).toBeVisible();
    }
    await expect(app.page.locator('form button:not([type=button])')).toBeVisible();
    expect(
      await app.page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting !== null),
    ).toBe(true);
    await app.finish();
  });
});
