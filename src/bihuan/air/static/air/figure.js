// The figure island: draws an option that the server made; colours in it are names of tokens.
//   <div data-figure="#json-script-id"></div>

const style = getComputedStyle(document.documentElement);

function painted(value) {
  if (typeof value === "string") return value.startsWith("--") ? style.getPropertyValue(value).trim() : value;
  if (Array.isArray(value)) return value.map(painted);
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, painted(one)]));
  return value;
}

class FigureIsland {
  constructor(host) {
    this.view = window.echarts.init(host, null, { locale: "ZH" });
    this.sizes = new ResizeObserver(() => this.view.resize());
    this.sizes.observe(host);
    const option = painted(JSON.parse(document.querySelector(host.dataset.figure).textContent));
    this.view.setOption({ animation: false, aria: { enabled: true }, ...option });
    host.dataset.drawn = "1";
  }

  dispose() {
    this.sizes.disconnect();
    this.view.dispose();
  }
}

function settle(root) {
  for (const host of root.querySelectorAll("[data-figure]:not([data-settled])")) {
    host.dataset.settled = "";
    host.island = new FigureIsland(host);
  }
}
settle(document);
document.addEventListener("htmx:load", (event) => settle(event.target.parentElement ?? document));
document.addEventListener("htmx:beforeCleanupElement", (event) => event.target.island?.dispose());
