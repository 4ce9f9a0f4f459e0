import path from 'node:path';
import { expect, type Page } from '@playwright/test';

/** 9 s with a face and a voice; where it is from: tests/fixtures/README.md. */
export const RECORDING = path.resolve(import.meta.dirname, '../fixtures/astronaut_speech.mp4');
/** A voice alone. */
export const SOUND = path.resolve(import.meta.dirname, '../fixtures/speech.wav');

/** Waits for the start page after the one reload that isolation takes. */
export async function waitUntilReady(page: Page): Promise<void> {
  await page.waitForFunction(() => crossOriginIsolated && document.querySelector('input[type=file]') !== null);
}

/** Gives a recording to the start page, as a person's file picker would, and looks into it. */
export async function chooseRecording(page: Page, file: string): Promise<void> {
  await waitUntilReady(page);
  await page.locator('input[type=file]').first().setInputFiles(file);
  await expect(page.locator('form button:not([type=button])')).toBeEnabled({ timeout: 60_000 });
}

/** Imports a recording and waits for its report; returns the report's address. */
export async function importRecording(page: Page, file: string): Promise<string> {
  const reports = page.locator('main a[href*="report/?id="]');
  const before = await reports.count();
  await chooseRecording(page, file);
  await page.locator('form button:not([type=button])').click();
  await expect(reports).toHaveCount(before + 1, { timeout: 180_000 });
  return reports.first().evaluate((link) => (link as HTMLAnchorElement).href);
}
