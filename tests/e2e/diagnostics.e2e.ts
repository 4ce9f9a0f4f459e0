import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { waitUntilReady } from './import-recording.ts';

type Log = {
  type: string;
  stages: { stage: string; status: string }[];
  requests: { origin: string; path: string; by: string }[];
  models: { files: { sha256: string }[] }[];
};

test('the self-test passes, the ledger names every request, and the log holds nothing of what was said', async ({
  page,
}) => {
  await page.goto('./');
  await waitUntilReady(page);
  await page.goto('./settings/');
  await page.getByRole('link', { name: 'Diagnostics, self-test and network ledger' }).click();
  await expect(page.getByRole('row', { name: 'Page isolated from other origins yes' })).toBeVisible();
  await page.getByRole('button', { name: 'Run the self-test' }).click();
  await expect(page.getByText('All engines give what they should.')).toBeVisible({ timeout: 180_000 });
  await expect(page.getByText("all to Viva's own address")).toBeVisible();
  for (const [width, height] of [
    [1280, 800],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  }

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the log (JSON)' }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  const log = JSON.parse(text) as Log;
  expect(log.type).toBe('viva/diagnostics');
  expect(text).not.toMatch(/dashwood|leisure/i);
  expect(log.models.flatMap(({ files }) => files).every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true);
  // Weights are fetched by workers, which only the service worker sees.
  const seen = (by: string, path: RegExp) => log.requests.some((line) => line.by === by && path.test(line.path));
  expect(seen('page', /self-test\/astronaut_speech\.mp4$/)).toBe(true);
  expect(seen('service-worker', /models\/.*/)).toBe(true);
});
