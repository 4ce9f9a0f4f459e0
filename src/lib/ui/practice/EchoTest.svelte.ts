const SECONDS = 3;

/** Records the microphone for three seconds to hear it back; nothing of it is stored. */
export class EchoTest {
  #phase: 'idle' | 'recording' | 'done' | 'failed' = $state('idle');
  #url: string | undefined = $state();
  #recorder: MediaRecorder | undefined;

  get phase(): 'idle' | 'recording' | 'done' | 'failed' {
    return this.#phase;
  }

  /** `blob:` address of what was heard. */
  get url(): string | undefined {
    return this.#url;
  }

  /** @param stream the open stream; only its sound is used, and it stays open */
  start(stream: MediaStream): void {
    this.close();
    const pieces: Blob[] = [];
    try {
      const recorder = new MediaRecorder(new MediaStream(stream.getAudioTracks()));
      this.#recorder = recorder;
      recorder.ondataavailable = ({ data }) => pieces.push(data);
      recorder.onerror = () => {
        this.#phase = 'failed';
      };
      recorder.onstop = () => {
        if (this.#recorder !== recorder) return;
        this.#url = URL.createObjectURL(new Blob(pieces, { type: recorder.mimeType }));
        this.#phase = 'done';
      };
      recorder.start();
      this.#phase = 'recording';
      setTimeout(() => {
        if (recorder.state !== 'inactive') recorder.stop();
      }, SECONDS * 1000);
    } catch {
      // A track that has just ended, or a browser without a recorder: the page says that it didn't work.
      this.#phase = 'failed';
    }
  }

  close(): void {
    const recorder = this.#recorder;
    this.#recorder = undefined;
    if (recorder && recorder.state !== 'inactive') recorder.stop();
    if (this.#url) URL.revokeObjectURL(this.#url);
    this.#url = undefined;
    this.#phase = 'idle';
  }
}
