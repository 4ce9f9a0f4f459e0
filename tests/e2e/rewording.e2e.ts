import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { reportSchema, type Assessment } from '../../src/lib/core/report/schema.ts';
import { builtApp } from '../../tools/built-app.mjs';
import { addModel } from '../../tools/models-add.mjs';
import { openLocalHub } from '../support/local-hub.ts';
import { importRecording, SOUND } from './import-recording.ts';
import { ears, poisonedBuild } from './poisoned-build.ts';
import { openWatched } from './watched-app.ts';

const WRITER = path.resolve(import.meta.dirname, '../fixtures/tiny-writer');
type Learnt = { pairs: { given: string; said: string }[] };

async function assessmentOf(page: Page): Promise<Assessment> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Report (JSON)' }).click();
  const report = reportSchema.parse(JSON.parse(await readFile(await (await download).path(), 'utf8')));
  return report.answers[0]!.assessment!;
}

test('a browser’s own model rewords when it is asked to, and is not believed when it lies', async ({ page }) => {
  // No browser here has the Prompt API's model: a stand-in for it that says what the test tells it.
  await page.addInitScript(() => {
    const session = {
      prompt: () => Promise.resolve(localStorage.getItem('says') ?? ''),
      destroy: () => undefined,
    };
    const LanguageModel = {
      availability: () => Promise.resolve('available'),
      create: () => Promise.resolve(session),
    };
    Object.assign(globalThis, { LanguageModel });
  });
  await page.goto('./');
  const report = await importRecording(page, SOUND);
  await page.goto('./settings/');
  await expect(page.getByLabel('Leave the rules’ own words')).toBeChecked();
  await page.getByLabel('The browser’s own model').check();
  await page.goto(report);
  const rules = await assessmentOf(page);
  expect(rules.by).toBe('rules');

  await page.evaluate(() => {
    localStorage.setItem(
      'says',
      'You said “I am the best”. That is 9 out of 10. You cut costs by 80 percent in Berlin.',
    );
  });
  await page.getByRole('button', { name: 'Put it in other words' }).click();
  await expect(page.getByText('No sentence of the model held')).toBeVisible();
  expect(await assessmentOf(page)).toEqual(rules);

  await page.evaluate(() => {
    localStorage.setItem('says', 'Take a little more time for it. You deserve a high score.');
  });
  await page.getByRole('button', { name: 'Put it in other words' }).click();
  await expect(page.getByText('browser (Prompt API)')).toBeVisible();
  const { improvements, reworded, quality } = await assessmentOf(page);
  expect(improvements).toContain('Take a little more time for it.');
  expect({ ...reworded?.rules, quality }).toEqual({
    ...{ summary: rules.summary, strengths: rules.strengths, improvements: rules.improvements, quality: rules.quality },
  });
  await page.getByRole('button', { name: 'Back to the rules’ own words' }).click();
  await expect(page.getByRole('button', { name: 'Put it in other words' })).toBeVisible();
  expect(await assessmentOf(page)).toEqual(rules);
});

test('a model that the host has added rewords new reports, from our own origin alone', async () => {
  const { pairs } = JSON.parse(await readFile(path.join(WRITER, 'pairs.json'), 'utf8')) as Learnt;
  const host = await poisonedBuild(builtApp(), ears);
  const hub = await openLocalHub('viva/tiny-writer', path.join(WRITER, 'hub'));
  await addModel({ id: 'viva/tiny-writer', base: hub.base, models: path.join(host, 'models'), licence: 'mit' });
  await hub.close();
  const app = await openWatched(host);
  await app.page.goto(`${app.url}settings/`);
  await app.page.getByLabel(/^viva\/tiny-writer, put here by this site’s host/).check();
  await app.page.goto(app.url);
  await importRecording(app.page, SOUND);
  await app.page.getByRole('link', { name: 'Open the report' }).click();
  await expect(app.page.getByText('viva/tiny-writer')).toBeVisible({ timeout: 60_000 });
  const { improvements, reworded, model, by } = await assessmentOf(app.page);
  const learnt = pairs.find(({ given }) => reworded?.rules.improvements.includes(given));
  expect({ by, model }).toEqual({ by: 'rules+model', model: 'viva/tiny-writer' });
  expect(improvements).toContain(learnt?.said);
  expect(await app.finish()).toEqual({ requests: [], logged: [], violations: [] });
  await rm(host, { recursive: true });
});
