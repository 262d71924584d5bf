// What stands around the map: layer switch with legend, search, card, buttons.

import { drawArrow, drawMark } from "./marks.js";

const MOST_HITS = 30;

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

// The mark as it is drawn on the map, so that the legend cannot differ from it.
function swatch(layer, state) {
  const canvas = element("canvas", "map-swatch");
  const ratio = window.devicePixelRatio || 1;
  canvas.width = canvas.height = 22 * ratio;
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  if (layer.mark === "arrow") {
    pen.scale(0.6, 0.6);
    drawArrow(pen, 18, 18, state, state.letter ? undefined : 225, "");
  } else drawMark(pen, 11, 11, layer, state, { radius: 8 });
  canvas.setAttribute("aria-hidden", "true");
  return canvas;
}

export class Panel {
  constructor(island) {
    this.island = island;
    this.host = island.host;
    this.switch = this.host.querySelector("[data-map-switch]");
    this.cardBox = this.host.querySelector("[data-map-card]");
    this.hits = this.host.querySelector("[data-map-hits]");
    this.box = this.host.querySelector("[data-map-search]");
    if (this.switch) this.build();
    this.box?.addEventListener("input", () => this.search());
    this.box?.addEventListener("focus", () => this.search());
    this.host.addEventListener("click", (event) => this.press(event));
    this.host.addEventListener("keydown", (event) => this.key(event));
  }

  press(event) {
    const name = event.target.closest("[data-map-do]")?.dataset.mapDo;
    const view = this.island.map.getView();
    if (name === "in") view.animate({ zoom: view.getZoom() + 1, duration: 150 });
    if (name === "out") view.animate({ zoom: view.getZoom() - 1, duration: 150 });
    if (name === "home") this.island.goHome();
    if (name === "close") this.closeCard();
    if (name === "panel") this.host.classList.toggle("map-panel-open");
  }

  key(event) {
    if (event.key !== "Escape") return;
    if (!this.hits?.hidden) this.hits.hidden = true;
    else this.closeCard();
  }

  build() {
    const groups = Map.groupBy
      ? Map.groupBy(this.island.places, (one) => one.layer.group)
      : new Map([...new Set(this.island.places.map((one) => one.layer.group))].map((name) => [name, this.island.places.filter((one) => one.layer.group === name)]));
    this.counts = new Map();
    for (const [name, layers] of groups) {
      const box = element("fieldset", "map-group");
      box.append(element("legend", "", name));
      for (const places of layers) box.append(this.row(places));
      this.switch.append(box);
    }
  }

  row(places) {
    const label = element("label", "map-layer");
    const input = element("input", "form-check-input");
    input.type = "checkbox";
    input.checked = places.layer.shown;
    input.dataset.layer = places.layer.key;
    input.addEventListener("change", () => this.island.toggle(places, input.checked));
    const count = element("span", "map-count number", "");
    label.append(input, element("i", `ti ti-${places.layer.icon}`), element("span", "map-layer-name", places.layer.label), count);
    this.counts.set(places, count);
    return label;
  }

  // Numbers of the switch, and a legend of exactly what is on.
  refresh() {
    if (!this.switch) return;
    for (const [places, count] of this.counts) {
      count.textContent = places.problem ? "!" : places.version ? String(places.count) : "";
      count.title = places.problem || (places.unplaced ? `另有 ${places.unplaced} 个没有坐标，未显示` : "");
      count.parentElement.classList.toggle("map-layer-empty", Boolean(places.version) && !places.count);
    }
    const legend = this.host.querySelector("[data-map-legend]");
    legend.replaceChildren(...this.legendRows());
    const unplaced = this.island.shown().reduce((sum, one) => sum + one.unplaced, 0);
    const note = this.host.querySelector("[data-map-note]");
    note.textContent = unplaced ? `${unplaced} 个对象没有坐标，未显示在地图上。` : "";
  }

  legendRows() {
    const kinds = new Map();
    for (const places of this.island.shown()) {
      const tally = places.tally();
      places.layer.states.forEach((state, at) => {
        const key = `${places.layer.group} ${state.label} ${state.token}`;
        const found = kinds.get(key) ?? { layer: places.layer, state, count: 0 };
        found.count += tally[at];
        kinds.set(key, found);
      });
    }
    return [...kinds.values()].map(({ layer, state, count }) => {
      const row = element("li", count ? "" : "map-legend-none");
      row.append(swatch(layer, state), element("span", "", state.label), element("span", "map-count number", String(count)));
      return row;
    });
  }

  credit(answer) {
    const box = this.host.querySelector("[data-map-credit]");
    const tiles = this.island.facts.tiles ? "底图：天地图 · " : "";
    box.textContent = answer.areas.length
      ? `${tiles}界线：${answer.source}，${answer.approval} · CGCS2000 · 仅供示意，不作为权属依据`
      : `${tiles}未安装行政区划界线文件，只显示点位`;
  }

  async search() {
    const words = this.box.value.trim();
    if (!words) { this.hits.hidden = true; return; }
    await Promise.all(this.island.places.map(async (one) => {
      if (!one.version) await this.island.read(one);
      if (!one.names && one.count) await one.loadNames();
    }));
    if (this.box.value.trim() !== words) return;
    const found = [];
    for (const places of this.island.places.filter((one) => one.layer.mark !== "arrow")) {
      for (let at = 0; at < places.count && found.length < MOST_HITS; at += 1) {
        if (places.names?.[at].includes(words)) found.push({ places, at });
      }
    }
    this.hits.replaceChildren(...(found.length ? found.map((one) => this.hit(one)) : [element("div", "map-none", `没有找到“${words}”。可输入名称中的任意几个字。`)]));
    this.hits.hidden = false;
  }

  hit({ places, at }) {
    const button = element("button", "map-hit");
    button.type = "button";
    button.append(swatch(places.layer, places.layer.states[places.states[at]]), element("span", "", places.names[at]), element("span", "cell-quiet", places.layer.label));
    button.addEventListener("click", () => {
      this.hits.hidden = true;
      if (!places.layer.shown) {
        this.host.querySelector(`[data-layer="${places.layer.key}"]`).checked = true;
        this.island.toggle(places, true);
      }
      this.island.choose(places, at, { goes: true });
    });
    return button;
  }

  // Objects that stand at one place: choose from a list.
  async list(found) {
    await Promise.all([...new Set(found.map((one) => one.places))].map((one) => one.loadNames()));
    const box = element("div", "map-list");
    box.append(element("div", "map-list-head", `此处有 ${found.length} 个对象`), ...found.slice(0, 60).map((one) => this.hit(one)));
    if (found.length > 60) box.append(element("div", "map-none", `另有 ${found.length - 60} 个，请放大地图查看。`));
    this.show(box);
  }

  async card(address) {
    const answer = await fetch(address);
    const box = element("div");
    if (answer.ok) box.innerHTML = await answer.text();
    else box.append(element("div", "map-none", answer.status === 404 ? "该对象不存在，或不在您的管理范围内。" : "读取失败，请稍后再试。"));
    this.show(box);
  }

  show(content) {
    this.cardBox.querySelector("[data-map-card-body]").replaceChildren(content);
    this.cardBox.hidden = false;
    this.host.classList.remove("map-panel-open");
  }

  closeCard() {
    this.cardBox.hidden = true;
    this.island.chosen = undefined;
    this.island.objects.changed();
  }
}

