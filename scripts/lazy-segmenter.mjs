// Stands for `Intl.Segmenter` in the bundle (build.mjs): made when it is first used.
//
// The command-line library makes one when it is loaded, to measure the width of help texts; that alone costs every
// start 9 ms, and few commands print help.
export class LazySegmenter {
  #arguments
  #segmenter

  constructor(...args) {
    this.#arguments = args
  }

  get #made() {
    this.#segmenter ??= new globalThis.Intl["Segmenter"](...this.#arguments)
    return this.#segmenter
  }

  segment(text) {
    return this.#made.segment(text)
  }

  resolvedOptions() {
    return this.#made.resolvedOptions()
  }
}
