import { readdir, readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

export type LocalHub = { readonly base: string; close(): Promise<void> };

/** A hub on this machine that has one model: the files of a folder, under the addresses that `models:add` asks for. */
export async function openLocalHub(id: string, folder: string): Promise<LocalHub> {
  const listed = async () => {
    const names = (await readdir(folder, { recursive: true })).filter((name) => /\.\w+$/.test(name));
    return Promise.all(
      names.map(async (name) => ({
        ...{ type: 'file', path: name.split(path.sep).join('/'), oid: '' },
        size: (await stat(path.join(folder, name))).size,
      })),
    );
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://hub');
    const name = pathname.startsWith(`/${id}/resolve/main/`) ? pathname.slice(`/${id}/resolve/main/`.length) : '';
    const content = pathname.startsWith(`/api/models/${id}/tree/`)
      ? listed().then((files) => JSON.stringify(files))
      : readFile(path.join(folder, path.normalize(name)));
    content.then(
      (body) => response.end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
