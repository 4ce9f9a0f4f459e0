// Memory of a browser's whole process tree, read from /proc (Linux; elsewhere undefined).
import { readFileSync, readdirSync } from 'node:fs';

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The process ended between listing and reading.
    return '';
  }
}

/** @returns {{ pid: number, parent: number, command: string }[]} */
function processes() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      const status = read(`/proc/${name}/status`);
      return {
        pid: Number(name),
        parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0),
        command: read(`/proc/${name}/cmdline`),
      };
    });
}

/** @param {string} profile folder of the browser's user data, which its command line names */
function treeOf(profile) {
  const all = processes();
  const members = new Set(all.filter(({ command }) => command.includes(profile)).map(({ pid }) => pid));
  for (let grown = true; grown;) {
    grown = false;
    for (const { pid, parent } of all) {
      if (members.has(parent) && !members.has(pid)) {
        members.add(pid);
        grown = true;
      }
    }
  }
  return [...members];
}

/**
 * @param {string} profile
 * @returns {{ residentBytes: number, proportionalBytes: number } | undefined} resident = RSS summed (shared pages
 *   counted once a process); proportional = PSS summed (shared pages counted once)
 */
export function memoryOf(profile) {
  if (process.platform !== 'linux') return undefined;
  let residentBytes = 0;
  let proportionalBytes = 0;
  for (const pid of treeOf(profile)) {
    const rollup = read(`/proc/${pid}/smaps_rollup`);
    residentBytes += Number(/^Rss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) * 1024;
    proportionalBytes += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) * 1024;
  }
  return { residentBytes, proportionalBytes };
}

/** Samples until `stop` is called. @param {string} profile @param {number} everyMs */
export function watchMemory(profile, everyMs = 500) {
  let residentBytes = 0;
  let proportionalBytes = 0;
  const timer = setInterval(() => {
    const now = memoryOf(profile);
    residentBytes = Math.max(residentBytes, now?.residentBytes ?? 0);
    proportionalBytes = Math.max(proportionalBytes, now?.proportionalBytes ?? 0);
  }, everyMs);
  return {
    stop() {
      clearInterval(timer);
      return { residentBytes, proportionalBytes };
    },
  };
}
