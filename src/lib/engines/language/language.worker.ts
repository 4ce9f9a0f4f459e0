import { serve } from '$lib/rpc/serve.ts';
import type { LanguageJobs } from './language.ts';
import { Writer } from './writer.ts';

let open: { readonly model: string; readonly writer: Promise<Writer> } | undefined;

serve<LanguageJobs>({
  async write({ model, instruction, text, threads, assets }, { signal, progress }) {
    if (open?.model !== model) {
      const before = open;
      open = { model, writer: Writer.open(model, { assets, threads, signal, onProgress: progress }) };
      // A load that failed or was called off is tried anew.
      open.writer.catch(() => (open = undefined));
      await before?.writer.then((writer) => writer.close());
    }
    const writer = await open.writer;
    signal.throwIfAborted();
    return writer.write(instruction, text);
  },
});
