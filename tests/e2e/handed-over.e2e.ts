import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { reportSchema, type Report } from '../../src/lib/core/report/schema.ts';
import { importRecording, SOUND, waitUntilReady } from './import-recording.ts';

type ReportFile = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

/** The report that a page exports, as a file that can be handed over. */
async function exportedFile(page: Page): Promise<ReportFile> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Report (JSON)' }).click();
  const file = await download;
  return { name: file.suggestedFilename(), mimeType: 'application/json', buffer: await readFile(await file.path()) };
}

const parsed = ({ buffer }: ReportFile): Report => reportSchema.parse(JSON.parse(buffer.toString('utf8')));

async function openFile(page: Page, file: ReportFile): Promise<void> {
  await page.goto('./sessions/');
  await waitUntilReady(page);
  await page.locator('input[accept*="json"]').setInputFiles(file);
}

test('a report goes from a candidate to staff, and comes back with their notes', async ({ browser }) => {
  const candidate = await (await browser.newContext()).newPage();
  const staff = await (await browser.newContext()).newPage();
  await candidate.goto('./');
  const address = await importRecording(candidate, SOUND);
  await candidate.goto(address);
  await candidate.getByRole('button', { name: 'Write a note here' }).first().click();
  await candidate.getByLabel('Note', { exact: true }).fill('Too fast here?');
  await candidate.getByLabel('Your name').fill('Rina');
  await candidate.getByRole('button', { name: 'Save the note' }).click();
  const handed = await exportedFile(candidate);

  await test.step('staff open the file, without the recording, and answer at a moment', async () => {
    await openFile(staff, handed);
    // Nobody asked a question, so its total says that it is none of a good answer.
    await expect(staff.getByText('answer not rated; how it was said:')).toBeVisible();
    await staff.locator('main li a').first().click();
    await expect(staff.getByText('This is no score for a good answer.')).toBeVisible();
    await expect(staff.getByText('Rina: Too fast here?')).toBeVisible();
    await expect(staff.getByText('The report itself is whole').first()).toBeVisible();
    // Words and weights are their owner's.
    await expect(staff.getByRole('button', { name: 'Correct words' })).toHaveCount(0);
    await expect(staff.getByText('Change the weights')).toHaveCount(0);
    const ruler = staff.getByRole('slider', { name: 'Position in the recording' });
    await ruler.focus();
    for (let press = 0; press < 3; press += 1) await staff.keyboard.press('ArrowRight');
    await staff.getByRole('button', { name: 'Write a note here' }).first().click();
    await staff.getByLabel('Note', { exact: true }).fill('No, this is a good pace.');
    await staff.getByLabel('Your name').fill('Mr Hadi');
    await staff.getByRole('button', { name: 'Save the note' }).click();
    await expect(staff.getByText('Mr Hadi: No, this is a good pace.')).toBeVisible();
    // It is nobody's own practice here.
    await staff.goto('./progress/');
    await expect(staff.getByText('Nothing to compare yet')).toBeVisible();
    await staff.goBack();
  });
  const given = await exportedFile(staff);
  expect(parsed(given).session.id).toBe(parsed(handed).session.id);

  await test.step('the owner takes the file back: one report, with both notes', async () => {
    const before = parsed(handed);
    await openFile(candidate, given);
    await expect(candidate.getByText('The report was added.')).toBeAttached();
    await expect(candidate.locator('main li a')).toHaveCount(1);
    await candidate.goto(address);
    await candidate.getByRole('button', { name: '0:03.0', exact: true }).click();
    await expect(candidate.getByText('Mr Hadi: No, this is a good pace.')).toBeVisible();
    const after = parsed(await exportedFile(candidate));
    expect(after.comments.map(({ at, by }) => [at, by])).toEqual([
      [0, 'Rina'],
      [3, 'Mr Hadi'],
    ]);
    expect({ ...after, comments: [] }).toEqual({ ...before, comments: [] });
  });

  await test.step('staff look at several side by side, and at how they spread', async () => {
    const other = { ...parsed(handed), session: { ...parsed(handed).session, id: 'another', title: 'Another report' } };
    await staff.goto('./group/');
    await staff
      .locator('input[type=file]')
      .setInputFiles([handed, { ...handed, name: 'other.json', buffer: Buffer.from(JSON.stringify(other)) }]);
    await expect(staff.locator('main').getByText('2 reports are open.')).toBeVisible();
    await expect(staff.getByRole('columnheader', { name: 'Middle half' })).toBeVisible();
    await staff.getByRole('radio', { name: 'Side by side' }).check();
    await expect(staff.getByRole('columnheader', { name: 'Another report' })).toBeVisible();
    const row = staff.getByRole('row', { name: /^Words / }).first();
    await expect(row.getByRole('cell')).toHaveCount(2);
  });
});
