import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { launchWithCamera } from './fake-camera.ts';

let folder = '';
let context: BrowserContext | undefined;
test.beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'viva-practice-'));
});
test.afterEach(async () => {
  await context?.close();
  await rm(folder, { recursive: true, force: true });
});

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const screen = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const reportLink = (page: Page) => page.getByRole('link', { name: 'Open my report' });

/** axe finds nothing and nothing is wider than the screen, light and dark. */
async function expectAccessible(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
    expect(found, `${name}, ${colorScheme}`).toEqual([]);
  }
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
}

async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the Tab key doesn't come to ${target.toString()}`);
}

async function openHome(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForFunction(() => crossOriginIsolated);
  await expect(page.getByRole('link', { name: 'Start practising' })).toBeVisible();
}

/** Until so much of the answer that is on has been recorded. */
const recorded = (page: Page, seconds: number) =>
  expect(page.getByRole('timer')).toContainText(new RegExp(`^0:0[${seconds}-9]|^0:[1-5]`), { timeout: 30_000 });

/** From the start page to the device check with the keyboard or by touch. */
async function walkToDevices(page: Page, go: (target: Locator) => Promise<void>): Promise<void> {
  await go(page.getByRole('link', { name: 'Start practising' }));
  await expect(screen(page, 'What would you like to practise?')).toBeVisible();
  await expectAccessible(page, 'questions');
  await go(button(page, 'One question fewer'));
  await expect(page.getByText('with 2 questions')).toBeVisible();
  await go(button(page, 'Continue'));
  await expect(screen(page, 'How would you like to practise?')).toBeFocused();
  await expectAccessible(page, 'how');
  await go(button(page, 'Continue'));
  await expect(screen(page, 'Before we begin')).toBeFocused();
  await expectAccessible(page, 'consent');
  await go(button(page, 'I understand'));
  await expect(screen(page, 'Camera and microphone')).toBeFocused();
}

test('the calibration by keyboard: each step begun with the same key on the same button', async ({ baseURL }) => {
  context = await launchWithCamera(folder, 'allow', { viewport: { width: 390, height: 844 } });
  const [page = await context.newPage()] = context.pages();
  await openHome(page, baseURL!);
  await page.getByRole('link', { name: 'Start practising' }).click();
  for (const name of ['Continue', 'Continue', 'I understand', 'Turn on camera and microphone'])
    await button(page, name).click();
  const step = (name: string) => page.getByRole('dialog', { name });
  await tabTo(page, button(page, 'Set up'));
  await page.keyboard.press('Enter');
  await expect(step('Look into the camera')).toBeVisible();
  await expect(button(page, "I'm ready")).toBeFocused();
  await expectAccessible(page, 'a step of the calibration');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('progressbar')).toBeVisible();
  await expect(step('Let your face rest')).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('Enter');
  await expect(step('Sit as you like')).toBeVisible({ timeout: 30_000 });
  // Left out, and ended before the last one: what was learnt stays.
  await tabTo(page, button(page, 'Leave this out'));
  await page.keyboard.press('Enter');
  await expect(step('Read this line aloud')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByText('Viva knows where your camera is.')).toBeVisible();
  await expect(page.getByText('Viva knows your face at rest.')).toBeVisible();
  await expect(page.getByText('How you sit will be estimated.')).toBeVisible();
  await expectAccessible(page, 'after the calibration');

  // What was learnt goes with the session, and is said of its first figures.
  await button(page, 'Begin with the first question').click();
  await button(page, 'Start answering').click();
  await recorded(page, 7);
  await button(page, 'End the session').click();
  await page.getByRole('dialog').getByRole('button', { name: 'End the session' }).click();
  await page.getByRole('link', { name: 'Open' }).click({ timeout: 60_000 });
  await page.locator('summary').filter({ hasText: 'How it was made' }).click();
  await expect(page.getByText('where your camera is, your open eyes, and your face at rest')).toBeVisible();
});

test('the keyboard alone: device check, two questions, report', async ({ baseURL }) => {
  context = await launchWithCamera(folder, 'allow', { viewport: { width: 1280, height: 800 } });
  const [page = await context.newPage()] = context.pages();
  await openHome(page, baseURL!);
  const press = async (target: Locator) => {
    await tabTo(page, target);
    await page.keyboard.press('Enter');
  };
  await walkToDevices(page, press);
  await press(button(page, 'Turn on camera and microphone'));
  await expect(screen(page, 'Can we see and hear you?')).toBeVisible();
  await expect(page.getByText('We can hear you.')).toBeVisible();
  await expect(page.getByRole('meter', { name: 'How loud you are' })).toHaveAttribute('aria-valuetext', /.+/);
  await press(button(page, 'Record 3 seconds'));
  await expect(page.locator('audio')).toHaveAttribute('src', /^blob:/);
  await expectAccessible(page, 'device check');
  await press(button(page, 'Begin with the first question'));

  await expect(page.getByText('Question 1 of 2')).toBeVisible();
  await expect(page.getByText('Take a moment to think')).toBeVisible();
  await page.keyboard.press('Space');
  await expect(page.getByText('Recording', { exact: true })).toBeVisible();
  await recorded(page, 2);
  await page.keyboard.press('p');
  await expect(page.getByText('Paused. Nothing is being recorded.')).toBeVisible();
  await expectAccessible(page, 'paused');
  await page.keyboard.press('p');
  await recorded(page, 7);
  await page.keyboard.press('Space');
  await expect(screen(page, 'Your answer is safe')).toBeFocused();
  await expect
    .poll(() => page.locator('figure video').evaluate((video: HTMLVideoElement) => video.duration))
    .toBeGreaterThan(6);
  await expectAccessible(page, 'between');
  await press(button(page, 'Next question'));

  await expect(page.getByText('Question 2 of 2')).toBeVisible();
  await press(button(page, 'Start answering'));
  await recorded(page, 7);
  await press(button(page, "I'm done"));
  await expect(page.getByText('One more question, if you like')).toBeVisible();
  await press(button(page, 'Finish'));
  await expect(screen(page, 'Well done. That was it.')).toBeFocused();
  await expect(reportLink(page)).toBeVisible({ timeout: 180_000 });
  await press(reportLink(page));
  await expect(page.locator('[data-word="3"]')).toBeVisible();
  await expect(page.getByRole('tab')).toHaveCount(2);
});

test('a phone, by touch: own questions, voice only, a second try, a follow-up not taken', async ({ baseURL }) => {
  context = await launchWithCamera(folder, 'allow', {
    ...{ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
  });
  const [page = await context.newPage()] = context.pages();
  await openHome(page, baseURL!);
  await expectAccessible(page, 'start page');
  await page.getByRole('link', { name: 'Start practising' }).tap();
  await page.getByText('My own questions', { exact: true }).tap();
  await page
    .getByLabel('Your questions, one on each line')
    .fill('1. Who is Mister Dashwood?\n2. What did he consider?');
  await button(page, 'Continue').tap();
  await page.getByText('Voice only', { exact: true }).tap();
  await page.getByLabel('Time to think').selectOption({ label: '15 seconds' });
  await button(page, 'Continue').tap();
  await button(page, 'I understand').tap();
  await expectAccessible(page, 'before the browser asks');
  await button(page, 'Turn on microphone').tap();
  await expect(screen(page, 'Can we hear you?')).toBeVisible();
  await expectAccessible(page, 'microphone check');
  await button(page, 'Begin with the first question').tap();

  await expect(screen(page, 'Who is Mister Dashwood?')).toBeVisible();
  await expectAccessible(page, 'thinking');
  await button(page, 'Start answering').tap();
  await recorded(page, 3);
  await expectAccessible(page, 'recording');
  await button(page, 'Start over').tap();
  await button(page, 'Start answering').tap();
  await recorded(page, 7);
  await button(page, "I'm done").tap();
  await button(page, 'Answer it again').tap();
  await button(page, 'Start answering').tap();
  await recorded(page, 3);
  await button(page, "I'm done").tap();
  await expect(page.locator('figure audio')).toHaveCount(2);
  await button(page, 'Next question').tap();
  await button(page, 'Skip').tap();
  await expect(screen(page, 'Well done. That was it.')).toBeVisible();
  await expectAccessible(page, 'finished');
  await reportLink(page).tap({ timeout: 180_000 });
  await expect(page.locator('[data-word="3"]')).toBeVisible();
});

test('refused, then allowed; a second tab is told; leaving asks, and keeps what was said', async ({ baseURL }) => {
  context = await launchWithCamera(folder, 'deny');
  const [page = await context.newPage()] = context.pages();
  await openHome(page, baseURL!);
  await walkToDevices(page, (target) => target.click());
  await button(page, 'Turn on camera and microphone').click();
  await expect(page.getByText("The browser doesn't let Viva use the camera")).toBeVisible();
  await expect(page.getByRole('heading', { name: 'How to allow it' })).toBeVisible();
  await expectAccessible(page, 'denied');

  await context.grantPermissions(['camera', 'microphone'], { origin: new URL(baseURL!).origin });
  await button(page, 'Try again').click();
  await button(page, 'Begin with the first question').click();
  await button(page, 'Start answering').click();
  await recorded(page, 2);

  const second = await context.newPage();
  await second.goto(new URL('practice/', baseURL).href);
  await button(second, 'Continue').click();
  await button(second, 'Continue').click();
  await expect(second.getByText('Viva is recording in another tab')).toBeVisible();
  await expect(button(second, 'Turn on camera and microphone')).toBeDisabled();
  await second.close();

  await page.getByRole('link', { name: 'Reports' }).click();
  await expect(page.getByRole('heading', { name: 'Leave this session?' })).toBeVisible();
  await button(page, 'Cancel').click();
  await expect(page.getByText('Recording', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Reports' }).click();
  await button(page, 'Leave').click();
  await expect(page.getByRole('link', { name: 'General interview' })).toBeVisible();
});

test('what a killed browser cut off is offered at the next start, and becomes a report', async ({ baseURL }) => {
  context = await launchWithCamera(folder, 'allow');
  let [page = await context.newPage()] = context.pages();
  await openHome(page, baseURL!);
  await walkToDevices(page, (target) => target.click());
  await button(page, 'Turn on camera and microphone').click();
  await button(page, 'Begin with the first question').click();
  await button(page, 'Start answering').click();
  await recorded(page, 9);
  const closed = context.waitForEvent('close');
  const browser = await context.browser()!.newBrowserCDPSession();
  // The process dies here, so there is no answer.
  void browser.send('Browser.crash').catch(() => undefined);
  await closed;

  context = await launchWithCamera(folder, 'allow');
  [page = await context.newPage()] = context.pages();
  await openHome(page, baseURL!);
  await expect(page.getByRole('heading', { name: 'A recording was cut off' })).toBeVisible();
  await expectAccessible(page, 'recovery');
  await button(page, 'Bring it back').click();
  await page.locator('main a[href*="report/?id="]').first().click({ timeout: 180_000 });
  await expect(page.locator('[data-word="3"]')).toBeVisible({ timeout: 180_000 });
});
