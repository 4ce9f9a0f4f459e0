import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';

/** Another origin that would take anything: it allows every page and every embedder, so only a policy can stop a request. */
export type Sink = { readonly url: string; readonly received: readonly string[]; close(): Promise<void> };

export async function openSink(): Promise<Sink> {
  const received: string[] = [];
  const server = createServer((request, response) => {
    received.push(request.url ?? '');
    response.writeHead(204, {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Headers': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

export type Poison = {
  /** Which files, by their path in the build. */
  readonly files: RegExp;
  readonly change: (content: string) => string;
};

/** A script that tells another origin something, as a library with telemetry would. */
export const tell = (url: string) => (content: string) => `fetch('${url}').catch(() => undefined);\n${content}`;

/** Channel on which a build with ears says what was stopped in its workers. */
export const EARS = 'viva-ears';

const LISTENER = `addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
  new BroadcastChannel('${EARS}').postMessage(effectiveDirective + ' ' + blockedURI);
});`;

/** Every worker listens for what its policy stops, from before its first import on. */
export const ears: readonly Poison[] = [
  {
    files: /^_app\/immutable\/workers\/[^/]*\.js$/,
    change: (content) => `import '/listener.js';\n${content}`,
  },
  { files: /^vendor\/ort\/.*\.mjs$/, change: (content) => `import '/listener.js';\n${content}` },
];

/** A copy of a build with some of its files changed. The caller removes it. */
export async function poisonedBuild(build: string, poisons: readonly Poison[]): Promise<string> {
  const copy = await mkdtemp(path.join(os.tmpdir(), 'viva-poisoned-'));
  await cp(build, copy, { recursive: true });
  await writeFile(path.join(copy, 'listener.js'), LISTENER);
  const names = await readdir(copy, { recursive: true });
  for (const { files, change } of poisons) {
    const chosen = names.filter((name) => files.test(name));
    if (chosen.length === 0) {
      await rm(copy, { recursive: true });
      throw new Error(`no file of the build is called ${String(files)}`);
    }
    for (const name of chosen) {
      const place = path.join(copy, name);
      const before = await readFile(place, 'utf8');
      const after = change(before);
      if (after === before) throw new Error(`${name} was not changed`);
      await writeFile(place, after);
    }
  }
  return copy;
}
