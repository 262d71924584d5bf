// Live parts. <div data-live="/address"> holds a stream of server-sent events; each "changed" is dispatched
// to each [data-live-part] inside it (at most every data-live-every seconds) as a DOM event "live:changed", on which HTMX parts (hx-trigger) and charts refresh themselves.
// No stream, no harm: the same event then comes every few seconds (data-poll).

const WORDS = { on: "实时", poll: "定时刷新", off: "连接中断，正在重连" };
const FAILURES_BEFORE_POLLING = 3;

class Live {
  constructor(host) {
    this.host = host;
    this.failures = 0;
    this.pollEvery = 1000 * Number(host.dataset.poll || 10);
    document.addEventListener("visibilitychange", () => (document.hidden ? this.close() : this.open()));
    window.addEventListener("pagehide", () => this.close());
    this.open();
  }

  open() {
    this.close();
    if (!this.host.isConnected) return;
    this.source = new EventSource(this.host.dataset.live);
    this.source.addEventListener("open", () => this.state("on"));
    this.source.addEventListener("changed", (event) => this.changed(event));
    this.source.addEventListener("error", () => this.failed());
  }

  close() {
    this.source?.close();
    clearInterval(this.timer);
    this.source = this.timer = undefined;
  }

  failed() {
    this.failures += 1;
    const gone = this.source?.readyState === EventSource.CLOSED;
    if (!gone && this.failures < FAILURES_BEFORE_POLLING) return this.state("off");
    this.close();
    this.state("poll");
    this.timer = setInterval(() => this.changed(), this.pollEvery);
  }

  changed(event) {
    if (event) this.failures = 0;
    for (const part of this.host.querySelectorAll("[data-live-part]")) this.tell(part);
  }

  // At once when the part has been quiet for long enough, else when its time has come: never lost.
  tell(part) {
    const every = 1000 * Number(part.dataset.liveEvery || 1);
    const due = (part.toldAt ?? -Infinity) + every - performance.now();
    if (part.waiting) return;
    const speak = () => {
      part.waiting = undefined;
      part.toldAt = performance.now();
      part.dispatchEvent(new CustomEvent("live:changed"));
    };
    if (due <= 0) speak();
    else part.waiting = setTimeout(speak, due);
  }

  state(name) {
    for (const mark of document.querySelectorAll("[data-live-mark]")) {
      mark.dataset.state = name;
      mark.querySelector("span").textContent = WORDS[name];
    }
  }
}

for (const host of document.querySelectorAll("[data-live]")) new Live(host);
