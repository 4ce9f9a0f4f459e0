/**
 * Records the page's own tasks over 50 ms from now on (the browser reports none shorter).
 *
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<() => Promise<number[]>>} takes what there is since the last time, milliseconds each
 */
export async function watchTasks(page) {
  await page.evaluate(() => {
    const tasks = /** @type {number[]} */ ([]);
    new PerformanceObserver((list) => {
      tasks.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: 'longtask' });
    Object.assign(window, { vivaTasks: tasks });
  });
  return () =>
    page.evaluate(() => {
      const tasks = /** @type {{ vivaTasks: number[] }} */ (/** @type {unknown} */ (window)).vivaTasks;
      return tasks.splice(0);
    });
}
