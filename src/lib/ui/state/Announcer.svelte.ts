/** What a screen reader is told of things that change by themselves: polite, one sentence at a time. */
export class Announcer {
  #text = $state('');

  get text(): string {
    return this.#text;
  }

  #last = '';

  readonly say = (text: string): void => {
    // The same sentence twice is only read again when the region has changed in between.
    this.#last = this.#last === text ? `${text}\u00a0` : text;
    this.#text = this.#last;
  };
}
