import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { chooseRecording, importRecording, RECORDING, SOUND, waitUntilReady } from './import-recording.ts';

const LOOKS = [
  { width: 1280, height: 800, colorScheme: 'light' },
  { width: 1280, height: 800, colorScheme: 'dark' },
  { width: 390, height: 844, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'dark' },
] as const;

/** axe finds nothing and nothing is clipped, on a laptop and a phone, light and dark. */
async function expectAccessible(page: Page, name: string): Promise<void> {
  for (const { width, height, colorScheme } of LOOKS) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze();
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} (${failureSummary})`).join(' | ')}`,
    );
    expect(found, `${name}, ${width} px, ${colorScheme}`).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, `${name} at ${width} px is wider than the screen`).toBeLessThanOrEqual(0);
  }
}

async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 150; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the Tab key doesn't come to ${target.toString()}`);
}

test('every page, empty and filled, is free of axe findings', async ({ page }) => {
  await page.goto('./');
  await waitUntilReady(page);
  await expectAccessible(page, 'start');
  await chooseRecording(page, RECORDING);
  await expectAccessible(page, 'plan');
  await page.goto('./sessions/');
  await expect(page.getByRole('heading', { level: 2 })).toBeVisible();
  await expectAccessible(page, 'no reports');
  await page.goto('./settings/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectAccessible(page, 'settings');
  await page.goto('./progress/');
  await expect(page.getByRole('heading', { level: 2 })).toBeVisible();
  await expectAccessible(page, 'no progress yet');
  await page.goto('./group/');
  await expect(page.getByRole('heading', { level: 2 })).toBeVisible();
  await expectAccessible(page, 'no group yet');
  await page.goto('./report/?id=nothing');
  await expect(page.getByText('It may have been deleted')).toBeVisible();
  await expectAccessible(page, 'no such report');

  await page.goto('./');
  const report = await importRecording(page, SOUND);
  await expectAccessible(page, 'done');
  await page.goto(report);
  await expect(page.getByRole('heading', { name: 'Time line' })).toBeVisible();
  for (const details of await page.locator('details').all()) {
    await details.evaluate((element: HTMLDetailsElement) => (element.open = true));
  }
  await expectAccessible(page, 'report');
  await page.goto('./sessions/');
  await page.getByRole('button', { name: /^Delete speech/ }).click();
  await expectAccessible(page, 'asking before deleting');
});

test('the keyboard alone gets from a file to the exported report', async ({ page }) => {
  await page.goto('./');
  await waitUntilReady(page);
  const chooser = page.waitForEvent('filechooser');
  await tabTo(page, page.getByRole('button', { name: 'Choose files' }));
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(SOUND);
  const start = page.getByRole('button', { name: 'Analyse 1 recording' });
  await expect(start).toBeEnabled({ timeout: 60_000 });
  await tabTo(page, start);
  await page.keyboard.press('Enter');
  const open = page.getByRole('link', { name: 'Open the report' });
  await expect(open).toBeVisible({ timeout: 180_000 });
  await tabTo(page, open);
  await page.keyboard.press('Enter');

  await test.step('words', async () => {
    await tabTo(page, page.locator('[data-word="0"]'));
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect(page.locator('[data-word="2"]')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.locator('audio').evaluate((audio: HTMLAudioElement) => audio.currentTime))
      .toBeGreaterThan(0.2);
  });

  await test.step('time line', async () => {
    const slider = page.getByRole('slider', { name: 'Position in the recording' });
    await tabTo(page, slider);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect(slider).toHaveAttribute('aria-valuetext', /^0:0[2-4]/);
  });

  const download = page.waitForEvent('download');
  await tabTo(page, page.getByRole('button', { name: 'Report (JSON)' }));
  await page.keyboard.press('Enter');
  expect((await download).suggestedFilename()).toMatch(/\.json$/);
});

test('every visible text comes from the locale files', async ({ page }) => {
  await page.addInitScript(() => {
    localStorage.setItem('viva.locale', 'pseudo');
  });
  for (const path of ['./', './sessions/', './settings/']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^\[.*\]$/);
    const strangers = await page.evaluate(() => {
      const texts: string[] = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.textContent?.trim() ?? '';
        const holder = node.parentElement;
        // Names of languages stand in themselves; scripts and styles aren't read.
        if (!/\p{L}{2}/u.test(text) || holder?.closest('option[lang], script, style')) continue;
        if (!/^[\s·,:–.\d]*\[/.test(text)) texts.push(text);
      }
      return texts;
    });
    expect(strangers, path).toEqual([]);
  }
});
