import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { reportSchema, type Report } from '../../src/lib/core/report/schema.ts';
import { chooseRecording, RECORDING, waitUntilReady } from './import-recording.ts';

/** Saves what a button exports, and reads it as the report that it must be. */
async function exportedReport(page: Page): Promise<{ path: string; report: Report }> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Report (JSON)' }).click();
  const path = await (await download).path();
  return { path, report: reportSchema.parse(JSON.parse(await readFile(path, 'utf8'))) };
}

const currentTime = (page: Page) => page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);

test('a recording becomes a report that plays, exports, comes back, and is gone when it is deleted', async ({
  page,
}) => {
  await page.goto('./');
  await chooseRecording(page, RECORDING);
  await expect(page.getByText('Picture (avc)')).toBeVisible();
  await page.getByLabel('Question answered').selectOption('own');
  await page.getByLabel('The question, as it was asked').fill('What did he think about?');
  await page.getByLabel('Name of this session').fill('First take');
  await page.getByRole('button', { name: 'Analyse 1 recording' }).click();

  const job = page.getByRole('article', { name: 'astronaut_speech.mp4' });
  await expect(job.getByRole('progressbar').first()).toBeVisible();
  await expect(job.getByText('Writing down the words')).toBeVisible();
  await job.getByRole('link', { name: 'Open the report' }).click({ timeout: 180_000 });

  await expect(page.getByRole('heading', { level: 1, name: 'First take' })).toBeVisible();
  const { path, report } = await exportedReport(page);
  const words = report.answers[0]!.transcript!.words;
  expect(words.length).toBeGreaterThan(10);

  await test.step('a word plays from where it is said', async () => {
    const word = page.locator('[data-word="5"]');
    await expect(word).toHaveText(words[5]!.text.trim());
    await word.click();
    await expect(word).toHaveClass(/lit/);
    await expect.poll(() => currentTime(page)).toBeGreaterThan(words[5]!.start);
    expect(await currentTime(page)).toBeLessThan(words[5]!.start + 5);
  });

  await test.step('a number plays its first moment', async () => {
    const share = report.answers[0]!.measures.find(({ id }) => id === 'speech.share')!;
    await page.locator('[data-measure="speech.share"] button').first().click();
    await expect.poll(async () => Math.abs((await currentTime(page)) - share.evidence[0]!.start)).toBeLessThan(2);
  });

  const address = page.url();
  await test.step('what is deleted is gone, and its exported file brings it back', async () => {
    await page.getByRole('navigation').getByRole('link', { name: 'Reports' }).click();
    await page.getByRole('button', { name: 'Delete First take' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByRole('heading', { name: 'No reports yet' })).toBeVisible();
    await page.goto(address);
    await expect(page.getByRole('heading', { name: "This report isn't here" })).toBeVisible();

    await page.getByRole('navigation').getByRole('link', { name: 'Reports' }).click();
    await waitUntilReady(page);
    await page.locator('input[type=file]').setInputFiles(path);
    await page.getByRole('link', { name: 'First take' }).click();
    await expect(page.getByText("The recording isn't kept on this device")).toBeVisible();
    const again = await exportedReport(page);
    expect(again.report.answers).toEqual(report.answers);
  });
});

test('a file that is no recording says so, and the others go on', async ({ page }) => {
  await page.goto('./');
  await waitUntilReady(page);
  await page.locator('input[type=file]').setInputFiles([
    { name: 'notes.mp4', mimeType: 'video/mp4', buffer: Buffer.from('not a recording at all '.repeat(100)) },
    { name: 'answer.mp4', mimeType: 'video/mp4', buffer: await readFile(RECORDING) },
  ]);
  await expect(page.getByText(/is not a recording that Viva can read|is damaged and can't be read/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Analyse 1 recording' })).toBeEnabled();
});
