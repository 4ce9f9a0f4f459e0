// Runs on the browser's audio thread: hands the sound on, piece by piece, without the page ever touching it. Plain
// JavaScript, because a worklet's file is served as it is.

/** About 85 ms at 48 kHz: few messages, and late by no more than a blink. */
const PIECE_SAMPLES = 4096;

class Tap extends AudioWorkletProcessor {
  #piece = new Float32Array(PIECE_SAMPLES);
  #filled = 0;
  /** @type {MessagePort | undefined} */
  #to;
  #isOn = true;
  #isOver = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => {
      if (data.to) this.#to = data.to;
      else if (data === 'pause') this.#isOn = false;
      else if (data === 'resume') this.#isOn = true;
      else if (data === 'end') this.#end();
    };
  }

  /** @param {Float32Array[][]} inputs */
  process([channels]) {
    if (this.#isOver) return false;
    const [first] = channels ?? [];
    if (!first || !this.#isOn) return true;
    for (let n = 0; n < first.length; n++) {
      let sum = 0;
      for (const channel of channels) sum += channel[n];
      this.#piece[this.#filled++] = sum / channels.length;
      if (this.#filled === PIECE_SAMPLES) this.#send();
    }
    return true;
  }

  #send() {
    if (!this.#to) return;
    const piece = this.#piece.slice(0, this.#filled);
    this.#to.postMessage(piece, [piece.buffer]);
    this.#filled = 0;
  }

  #end() {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#send();
    this.#to?.postMessage('end');
  }
}

registerProcessor('viva-tap', Tap);
