// What a person does with a report, each timed in the page itself: from the click to the frame that shows what came of it.

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('./report.mjs').Line} Line */

const ms = (/** @type {number} */ value) => `${Math.round(value)} ms`;

/** @param {string} what @param {number} allowedMs @param {number[]} times @returns {Line} */
function lineOf(what, allowedMs, times) {
  const sorted = [...times].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  return {
    what: `${what} (${times.length} times)`,
    allowed: `under ${allowedMs} ms`,
    found: `median ${ms(middle)}, longest ${ms(sorted.at(-1) ?? NaN)}`,
  };
}

/** Tasks of the page over 50 ms while something is done. @param {Page} page @param {() => Promise<void>} work */
async function tasksDuring(page, work) {
  await page.evaluate(() => {
    const tasks = /** @type {number[]} */ ([]);
    const observer = new PerformanceObserver((list) => {
      tasks.push(...list.getEntries().map(({ duration }) => duration));
    });
    observer.observe({ type: 'longtask' });
    Object.assign(window, { vivaTasks: { tasks, observer } });
  });
  await work();
  return page.evaluate(async () => {
    // The browser tells of a task after it.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { tasks, observer } = /** @type {any} */ (window).vivaTasks;
    observer.disconnect();
    return /** @type {number[]} */ (tasks);
  });
}

/** @param {string} what @param {number[]} tasks @returns {Line} */
const taskLine = (what, tasks) => ({
  what,
  allowed: 'no task over 50 ms',
  found: tasks.length === 0 ? 'none' : `${tasks.length}, longest ${ms(Math.max(...tasks))}`,
});

/** Numbers, words and events: one click to their second. @param {Page} page @param {string} name @returns {Promise<Line[]>} */
export async function jumps(page, name) {
  const times = await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const video = /** @type {HTMLVideoElement} */ (document.querySelector('video'));
    const ruler = /** @type {HTMLElement} */ (document.querySelector('[data-ruler]'));
    const targets = [
      ...[...document.querySelectorAll('[data-measure] button.value')].slice(0, 12),
      ...[...document.querySelectorAll('.paragraph .time')].slice(-6),
      ...[...document.querySelectorAll('[data-at]')].slice(-6),
    ];
    const shown = [];
    for (const target of targets) {
      const before = ruler.getAttribute('aria-valuenow');
      const started = performance.now();
      /** @type {HTMLElement} */ (target).click();
      await frame();
      if (ruler.getAttribute('aria-valuenow') !== before) shown.push(performance.now() - started);
      video.pause();
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    return shown;
  });
  return [lineOf(`${name}: a click on a number, a time or an event shows its second`, 100, times)];
}

/** @param {Page} page @param {string} name @returns {Promise<Line[]>} */
export async function scrolling(page, name) {
  const tasks = await tasksDuring(page, () =>
    page.evaluate(async () => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const run = async (/** @type {Element} */ pane, /** @type {number} */ step, /** @type {number} */ most) => {
        pane.scrollTop = 0;
        for (let turn = 0; turn < most && pane.scrollTop + pane.clientHeight < pane.scrollHeight - 1; turn += 1) {
          pane.scrollTop += step;
          await frame();
        }
      };
      await run(document.documentElement, 120, 400);
      const words = document.querySelector('.transcript .pane');
      if (words) await run(words, 400, 300);
    }),
  );
  return [taskLine(`${name}: the page and its transcript scrolled through`, tasks)];
}

/** @param {Page} page @param {string} name @returns {Promise<Line[]>} */
export async function zooming(page, name) {
  const click = async (/** @type {string} */ button) => {
    const started = performance.now();
    await page.getByRole('button', { name: button, exact: true }).click();
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    return performance.now() - started;
  };
  const tasks = await tasksDuring(page, async () => {
    for (let turn = 0; turn < 6; turn += 1) await click('Closer');
    for (const button of ['Later', 'Later', 'Earlier', 'Wider', 'Wider', 'Whole recording']) await click(button);
  });
  return [taskLine(`${name}: the time line zoomed and moved`, tasks)];
}

/** @param {Page} page @param {string} name @returns {Promise<Line[]>} */
export async function corrections(page, name) {
  await page.getByRole('button', { name: 'Correct words' }).click();
  await page.getByText('Comparing the meaning').waitFor({ state: 'hidden' });
  // The model that compares meanings is warm when the first word is typed.
  await page.waitForTimeout(5000);
  /** @type {{ words: number, meaning: number }[]} */
  const found = [];
  for (const place of [3, 8, 12, 17, 21]) {
    await page.locator(`[data-word="${place}"]`).first().click();
    const input = page.getByLabel('What was said');
    await input.fill(`corrected${place}`);
    found.push(
      await input.evaluate(async (field, text) => {
        const until = async (/** @type {() => boolean} */ isTrue) => {
          while (!isTrue()) await new Promise((resolve) => requestAnimationFrame(resolve));
          return performance.now();
        };
        const started = performance.now();
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
        const isThere = () =>
          [...document.querySelectorAll('.corrected[data-word]')].some((word) => word.textContent === text);
        const isComparing = () =>
          document.querySelector('.transcript')?.textContent?.includes('Comparing the meaning') ?? false;
        const words = await until(isThere);
        const meaning = await until(() => !isComparing());
        return { words: words - started, meaning: meaning - started };
      }, `corrected${place}`),
    );
  }
  return [
    lineOf(
      `${name}: word-based measures follow`,
      200,
      found.map(({ words }) => words),
    ),
    lineOf(
      `${name}: what a model makes of the words follows`,
      2000,
      found.map(({ meaning }) => meaning),
    ),
  ];
}

/** @param {Page} page @param {string} url @param {number} sessions @returns {Promise<Line[]>} */
export async function listing(page, url, sessions) {
  const times = [];
  for (let turn = 0; turn < 5; turn += 1) {
    await page.goto(`${url}settings/`);
    await page.locator('nav a[href*="sessions"]').waitFor();
    // Until the database has been read.
    await page.waitForTimeout(1500);
    times.push(
      await page.evaluate(async (count) => {
        const started = performance.now();
        /** @type {HTMLElement} */ (document.querySelector('nav a[href*="sessions"]')).click();
        const isShown = () =>
          new RegExp(`\\b${count}|${count.toLocaleString('en')}`).test(
            document.querySelector('main')?.textContent ?? '',
          );
        while (!isShown() || document.querySelector('main li') === null) {
          await new Promise((resolve) => requestAnimationFrame(resolve));
        }
        return performance.now() - started;
      }, sessions + 3),
    );
  }
  return [lineOf(`${sessions} stored sessions listed`, 200, times)];
}
