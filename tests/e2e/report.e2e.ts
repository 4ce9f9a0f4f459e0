import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { reportSchema, type Report } from '../../src/lib/core/report/schema.ts';
import { differencesIn } from '../../tools/verify-report.mjs';
import { importRecording, SOUND } from './import-recording.ts';

async function exported(page: Page, button: string): Promise<string> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  return readFile(await (await download).path(), 'utf8');
}

const exportedReport = async (page: Page): Promise<Report> =>
  reportSchema.parse(JSON.parse(await exported(page, 'Report (JSON)')));

const wordCount = (report: Report) => report.answers[0]!.measures.find(({ id }) => id === 'speech.wordCount')!.value!;

test('a report is corrected, weighed, noted and looped by its owner, with the keyboard alone', async ({ page }) => {
  await page.goto('./');
  await page.goto(await importRecording(page, SOUND));
  const before = await exportedReport(page);
  const heard = before.answers[0]!.transcript!.words[3]!.text.trim();

  await test.step('a word is corrected in place, counted, and taken back', async () => {
    await page.locator('[data-word="0"]').focus();
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('e');
    await expect(page.getByLabel('What was said')).toHaveValue(heard);
    await page.keyboard.type('two words');
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-word="3"]')).toHaveText('two');
    await expect(page.locator('[data-word="3"]')).toHaveClass(/corrected/);
    await expect(page.getByText('Comparing the meaning')).toBeHidden();
    const after = await exportedReport(page);
    expect(wordCount(after)).toBe(wordCount(before) + 1);
    expect(after.answers[0]!.transcript!.corrections).toMatchObject([{ heard, text: 'two words' }]);
    expect(differencesIn(after)).toEqual([]);

    await page.reload();
    await expect(page.locator('[data-word="3"]')).toHaveText('two');
    await page.getByText('1 correction').click();
    await page.getByRole('button', { name: `Put back “${heard}”` }).click();
    await expect(page.locator('[data-word="3"]')).toHaveText(heard);
    expect((await exportedReport(page)).answers).toEqual(before.answers);
  });

  await test.step('weights change the totals and nothing else', async () => {
    await page.getByText('Change the weights').click();
    await page.getByRole('slider', { name: 'Content' }).focus();
    await page.keyboard.press('Home');
    await expect(page.getByRole('button', { name: 'Usual weights' })).toBeEnabled();
    const weighed = await exportedReport(page);
    expect(weighed.scores.weights.content).toBe(0);
    expect(weighed.answers[0]!.subscores).toEqual(before.answers[0]!.subscores);
    expect(differencesIn(weighed)).toEqual([]);
    await page.getByRole('button', { name: 'Usual weights' }).click();
  });

  await test.step('a stretch is marked, looped, and left again', async () => {
    const ruler = page.getByRole('slider', { name: 'Position in the recording' });
    await ruler.focus();
    await page.keyboard.press('[');
    for (const key of ['ArrowRight', 'ArrowRight', ']', 'l']) await page.keyboard.press(key);
    await expect(page.getByText('Playing 0:00.0 to 0:02.0 over and over')).toBeVisible();
    await page.getByRole('button', { name: 'Back to 0:02' }).first().click();
    await expect(ruler).toHaveAttribute('aria-valuenow', '2');
  });

  await test.step('a note stays at the marked moment and stands in the file', async () => {
    await page.getByRole('button', { name: 'Write a note here' }).first().click();
    await page.keyboard.type('Breathe here.');
    await page.getByLabel('Your name').fill('Rina');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Rina: Breathe here.')).toBeVisible();
    expect((await exportedReport(page)).comments).toMatchObject([{ at: 0, by: 'Rina', text: 'Breathe here.' }]);
  });

  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
});
