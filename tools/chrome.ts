import { findBrowser } from './browser.mjs';

/** The browser that tests drive: `CHROME_PATH`, a known place, or undefined for Playwright's own. */
export function chromePath(): string | undefined {
  return findBrowser();
}
