// Makes sure that there is a browser for tests and tools: CHROME_PATH, one that is installed, Debian's package, or
// Playwright's own. Prints where it is.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { KNOWN_BROWSERS } from './known-browsers.mjs';

/** @returns {string | undefined} the browser that is there already */
export function findBrowser() {
  return process.env.CHROME_PATH ?? KNOWN_BROWSERS.find((place) => existsSync(place));
}

/** Installs Chromium where Debian's packages can be had. */
function installFromDebian() {
  const isRoot = process.getuid?.() === 0;
  const run = (/** @type {string[]} */ ...args) => {
    const [command = '', ...rest] = isRoot ? args : ['sudo', '-n', ...args];
    execFileSync(command, rest, {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  };
  run('apt-get', 'update', '-qq');
  run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium');
}

/** @returns {string} path of a browser; installs one where it has to */
export function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  if (process.platform === 'linux' && existsSync('/usr/bin/apt-get')) {
    console.error('No Chromium here: installing it from the Debian packages.');
    installFromDebian();
  } else {
    console.error("No Chrome or Chromium here: fetching Playwright's.");
    spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'inherit', shell: process.platform === 'win32' });
  }
  return findBrowser() ?? '';
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) console.log(ensureBrowser());
