import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** The table of ARCHITECTURE.md: which rooms a room may import beside itself, and which packages. */
const ROOMS: Readonly<Record<string, { rooms: readonly string[]; packages: readonly RegExp[] }>> = {
  core: { rooms: [], packages: [] },
  rpc: { rooms: ['core'], packages: [] },
  assets: { rooms: ['core'], packages: [] },
  media: { rooms: ['core', 'rpc', 'assets'], packages: [/^mediabunny$/, /^@ffmpeg\//] },
  analysers: { rooms: ['core'], packages: [] },
  engines: {
    rooms: ['core', 'rpc', 'assets', 'media', 'analysers'],
    packages: [/^onnxruntime-web/, /^@xenova\/transformers$/],
  },
  storage: { rooms: ['core', 'rpc'], packages: [/^dexie$/] },
  session: {
    rooms: ['core', 'rpc', 'assets', 'media', 'analysers', 'engines', 'storage'],
    packages: [/^workbox-window$/],
  },
  ui: {
    rooms: ['core', 'analysers', 'session', 'storage'],
    packages: [/^svelte(\/|$)/, /^uplot/, /^\$app\//, /^workbox-window$/, /^virtual:pwa/],
  },
  routes: { rooms: ['ui'], packages: [/^svelte(\/|$)/, /^\$app\//, /^@sveltejs\/kit$/] },
};
/** Libraries of models, which only observers load. */
const MODEL_LIBRARIES = [/^onnxruntime-web/, /^@xenova\/transformers$/, /^@mediapipe\/tasks-vision$/];

const source = path.resolve(import.meta.dirname, '../src');

type Import = { readonly file: string; readonly room: string; readonly to: string };

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|svelte)$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => path.join(folder, name));
}

/** Everything that a file imports, types and dynamic imports too. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const scripts = file.endsWith('.svelte')
    ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1] ?? '').join('\n')
    : text;
  return ts.preProcessFile(scripts, true, true).importedFiles.map(({ fileName }) => fileName);
}

function roomOf(file: string): string {
  const [top = '', room = ''] = path.relative(source, file).split(path.sep);
  return top === 'lib' ? room : top;
}

const isTest = (file: string) => /\.(test|bench)\.ts$/.test(file);

function allImports(): Import[] {
  return [...filesBelow(path.join(source, 'lib')), ...filesBelow(path.join(source, 'routes'))]
    .filter((file) => !isTest(file))
    .flatMap((file) => importsOf(file).map((to) => ({ file, room: roomOf(file), to })));
}

const imports = allImports();
const said = ({ file, to }: Import) => `${path.relative(source, file)} → ${to}`;
const isPackage = (to: string) => !/^(\.|\$lib|\$content|\/)/.test(to);

/** Whether an import breaks the table. */
function isForbidden({ file, room, to }: Import): boolean {
  const allowed = ROOMS[room];
  if (!allowed) return true;
  // The one style sheet stands beside app.html, as SvelteKit has it.
  if (room === 'routes' && to === '../app.css') return false;
  if (to.startsWith('.')) return roomOf(path.resolve(path.dirname(file), to)) !== room;
  const target = /^\$lib\/([^/]+)/.exec(to)?.[1];
  if (target !== undefined) return target !== room && !allowed.rooms.includes(target);
  if (!isPackage(to)) return false;
  if (room === 'core' && to === 'zod') return path.basename(file) !== 'zod.ts';
  if (room === 'analysers' && path.basename(file).startsWith('observe.')) {
    return !MODEL_LIBRARIES.some((pattern) => pattern.test(to));
  }
  return !allowed.packages.some((pattern) => pattern.test(to));
}

describe('rooms', () => {
  it('are all known', () => {
    expect(readdirSync(path.join(source, 'lib')).filter((room) => !ROOMS[room])).toEqual([]);
  });

  it('import only what ARCHITECTURE.md lets them', () => {
    expect(imports.filter(isForbidden).map(said)).toEqual([]);
  });

  it('never climb two folders up', () => {
    expect(imports.filter(({ to }) => to.includes('../../')).map(said)).toEqual([]);
  });

  it('name files with their extension', () => {
    const bare = imports.filter(
      ({ to }) => !isPackage(to) && !/\.(ts|svelte|json|css|worklet\.js)(\?[\w&-]+)?$/.test(to),
    );
    expect(bare.map(said)).toEqual([]);
  });

  it('make every schema from core/zod.ts, where code generation is switched off for the CSP', () => {
    const direct = imports.filter(({ file, to }) => /^zod(\/|$)/.test(to) && path.basename(file) !== 'zod.ts');
    expect(direct.map(said)).toEqual([]);
  });

  it('leave observers to the workers, which find them by glob', () => {
    const observers = imports.filter(({ to }) => /\/observe\.(frames|samples|text)\.ts$/.test(to));
    expect(observers.map(said)).toEqual([]);
  });

  it('would be caught breaking the table', () => {
    const wrong: Import[] = [
      { file: path.join(source, 'lib/core/a.ts'), room: 'core', to: '$lib/media/plan.ts' },
      { file: path.join(source, 'lib/core/a.ts'), room: 'core', to: '../ui/b.ts' },
      { file: path.join(source, 'lib/core/a.ts'), room: 'core', to: 'zod' },
      { file: path.join(source, 'lib/analysers/pace/measure.ts'), room: 'analysers', to: 'onnxruntime-web/wasm' },
      { file: path.join(source, 'lib/session/a.ts'), room: 'session', to: 'svelte' },
      { file: path.join(source, 'routes/+page.ts'), room: 'routes', to: '$lib/storage/db.ts' },
    ];
    expect(wrong.filter(isForbidden)).toEqual(wrong);
  });
});
