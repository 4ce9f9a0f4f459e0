// A backup of the app (src/lib/storage/backup), read and written outside of it: ustar, small enough to be in memory.

const BLOCK = 512;

/** @param {Buffer} archive @returns {Map<string, Buffer>} contents by name, in their order */
export function readBackup(archive) {
  /** @type {Map<string, Buffer>} */
  const entries = new Map();
  for (let at = 0; archive[at] !== 0;) {
    const name = archive.toString('utf8', at, archive.indexOf(0, at));
    const bytes = Number.parseInt(archive.toString('latin1', at + 124, at + 135), 8);
    entries.set(name, archive.subarray(at + BLOCK, at + BLOCK + bytes));
    at += BLOCK + Math.ceil(bytes / BLOCK) * BLOCK;
  }
  return entries;
}

/** @param {Iterable<readonly [string, Buffer | string]>} entries */
export function writeBackup(entries) {
  const pieces = [];
  for (const [name, given] of entries) {
    const content = Buffer.from(given);
    const header = Buffer.alloc(BLOCK);
    header.write(name, 0);
    header.write('0000644\0', 100);
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('00000000000\0', 136);
    header.write('        ', 148);
    header.write('0', 156);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    pieces.push(header, content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK));
  }
  return Buffer.concat([...pieces, Buffer.alloc(2 * BLOCK)]);
}
