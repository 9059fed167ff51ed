// What a chat brings, as it happens. A browser opens six connections to a host: waiting takes four at most.
const PATIENT_FEEDS = 4;
const PATIENCE_SECONDS = 25;
const GLANCE_MS = 700;
const RETRY_MS = 1500;

const running = new Set();
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Feed {
  #stop = new AbortController();

  /** `look` asks for what is newer: look({after, timeout}, signal). */
  constructor(look, { receive, lost }) {
    Object.assign(this, { look, receive, lost, seq: 0 });
  }

  start() {
    running.add(this);
    this.#run();
    return this;
  }

  stop() {
    running.delete(this);
    this.#stop.abort();
  }

  async #run() {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        const patient = [...running].indexOf(this) < PATIENT_FEEDS;
        // The first look never waits, so that an empty chat is drawn at once.
        const timeout = patient && this.heard ? PATIENCE_SECONDS : 0;
        const chat = await this.look({ after: this.seq, timeout }, signal);
        if (signal.aborted) return;
        // A sandbox that was reset counts from the start again.
        const anew = chat.seq < this.seq;
        this.receive(chat, { first: !this.heard, anew });
        this.seq = anew ? 0 : chat.seq;
        this.heard = true;
        this.lost(false);
        if (!patient) await pause(GLANCE_MS);
      } catch (trouble) {
        if (signal.aborted) return;
        this.lost(true, trouble);
        await pause(RETRY_MS);
      }
    }
  }
}
