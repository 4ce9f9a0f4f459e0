// The built app, built again when the sources are newer, and served on this machine only.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const SOURCES = [
  'src',
  'static',
  'models/manifest.json',
  'tools/vite',
  'package-lock.json',
  'svelte.config.js',
  'vite.config.ts',
];

/** @param {string} place @returns {number} newest change below it, ms */
function newestChange(place) {
  const info = statSync(place, { throwIfNoEntry: false });
  if (!info) return 0;
  if (!info.isDirectory()) return info.mtimeMs;
  return Math.max(0, ...readdirSync(place).map((name) => newestChange(path.join(place, name))));
}

/** Builds the app unless build/ is newer than every source. @returns {string} the folder of the built app */
export function builtApp() {
  const built = path.join(root, 'build');
  const entry = path.join(built, 'index.html');
  const newest = Math.max(...SOURCES.map((name) => newestChange(path.join(root, name))));
  if (existsSync(entry) && statSync(entry).mtimeMs >= newest) return built;
  console.error('Building the app …');
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const run = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (run.status !== 0) throw new Error('the build failed');
  return built;
}
