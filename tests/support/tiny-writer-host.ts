import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';
import type { WeightsManifest } from '../../src/lib/core/weights.ts';

const FOLDER = path.resolve(import.meta.dirname, '../fixtures/tiny-writer/hub');
const PREFIX = '/with-writer/';

function manifest(): WeightsManifest {
  const names = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));
  const files = names.sort().map((name) => {
    const content = readFileSync(path.join(FOLDER, name));
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { file: `tiny-writer/${name.split(path.sep).join('/')}`, bytes: content.length, sha256 };
  });
  const model = { title: 'viva/tiny-writer', licence: 'mit', source: 'tests', task: 'text-generation' as const, files };
  return { type: 'viva/models', version: 1, models: { 'tiny-writer': model } };
}

/** For browser tests: below `/with-writer/` lies an app whose host has added the tiny writer (tests/fixtures/tiny-writer). */
export function tinyWriterHost(): Plugin {
  return {
    name: 'viva-tiny-writer-host',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const name = request.url?.startsWith(PREFIX) ? request.url.slice(PREFIX.length) : undefined;
        if (name === 'models/manifest.json') {
          response.setHeader('Content-Type', 'application/json');
          response.end(JSON.stringify(manifest()));
        } else if (name?.startsWith('models/tiny-writer/') && !name.includes('..')) {
          response.end(readFileSync(path.join(FOLDER, name.slice('models/tiny-writer/'.length))));
        } else {
          // Engines are the app's own.
          if (name?.startsWith('vendor/')) request.url = `/${name}`;
          next();
        }
      });
    },
  };
}
