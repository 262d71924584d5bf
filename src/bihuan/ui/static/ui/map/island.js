// The map island. Markup: <div class="map" data-map="#json-script-id" [data-map-here="lon,lat"]>.
// It needs nothing from outside the platform; "live:changed" on it refreshes the states.

import { areaLayers, ObjectLayer } from "./canvas.js";
import { members, Places, toMap } from "./places.js";
import { Panel } from "./panel.js";

const ol = window.ol;
const HIDDEN_AFTER = 12; // names are fetched when so few objects stand alone

class MapIsland {
  constructor(host) {
    this.host = host;
    this.facts = JSON.parse(document.querySelector(host.dataset.map).textContent);
    const [east, north] = (host.dataset.mapHere ?? "").split(",").map(Number);
    this.here = east ? { east, north } : undefined;
    this.places = this.facts.layers.map((layer) => new Places(layer, this.address(layer)));
    this.objects = new ObjectLayer(this);
    this.map = new ol.Map({
      target: host.querySelector(".map-canvas"),
      layers: [...this.tiles(), this.objects],
      controls: [new ol.control.ScaleLine({ minWidth: 70 })],
      interactions: ol.interaction.defaults.defaults({ onFocusOnly: Boolean(this.here), altShiftDragRotate: false, pinchRotate: false }),
      view: new ol.View({ center: toMap(105, 35), zoom: 4, minZoom: 3, maxZoom: 18 }),
    });
    this.objects.setZIndex(10);
    this.panel = new Panel(this);
    this.listen();
    this.start();
  }

  address(layer) {
    const around = this.here ? `?around=${this.here.east},${this.here.north}` : "";
    return this.facts.places.replace("-", layer.key) + around;
  }

  tiles() {
    if (!this.facts.tiles) return [];
    return ["vec", "cva"].map((kind) => new ol.layer.Tile({
      source: new ol.source.XYZ({
        url: `https://t0.tianditu.gov.cn/DataServer?T=${kind}_w&x={x}&y={y}&l={z}&tk=${encodeURIComponent(this.facts.tiles)}`,
        maxZoom: 18,
      }),
    }));
  }

  listen() {
    this.map.on("singleclick", (event) => this.open(event.pixel));
    this.map.on("pointermove", (event) => {
      if (!event.dragging) this.map.getTargetElement().style.cursor = this.objects.under(event.pixel) ? "pointer" : "";
    });
    this.map.on("moveend", () => this.remember());
    this.host.addEventListener("live:changed", () => this.refresh());
    new ResizeObserver(() => this.map.updateSize()).observe(this.host);
  }

  async start() {
    const areas = fetch(this.facts.boundaries).then((answer) => answer.json());
    const shown = this.places.filter((one) => one.layer.shown);
    await Promise.all([areas.then((answer) => this.drawAreas(answer)), ...shown.map((one) => this.read(one))]);
    this.host.dataset.ready = "";
    this.panel.refresh();
    this.objects.renew();
  }

  async read(places) {
    try {
      await places.load();
      places.problem = "";
    } catch {
      places.problem = "读取失败，稍后自动重试";
    }
    this.objects.renew();
  }

  drawAreas(answer) {
    const { shapes, names, features } = areaLayers(answer, this.facts.home);
    shapes.setZIndex(this.facts.tiles ? 3 : 1);
    names.setZIndex(5);
    if (this.facts.tiles) shapes.setOpacity(0.55);
    this.map.addLayer(shapes);
    this.map.addLayer(names);
    const box = ol.extent.createEmpty();
    for (const one of features) if (one.get("area").place === "home") ol.extent.extend(box, one.getGeometry().getExtent());
    this.home = ol.extent.isEmpty(box) ? undefined : box;
    this.panel.credit(answer);
    this.arrive();
  }

  // Where the address says, else around the small map's place, else the reader's district.
  arrive() {
    const [east, north, zoom] = (new URLSearchParams(window.location.search).get("at") ?? "").split(",").map(Number);
    const view = this.map.getView();
    if (this.here) {
      view.setCenter(toMap(this.here.east, this.here.north));
      view.setZoom(13);
    } else if (east && north && zoom) {
      view.setCenter(toMap(east, north));
      view.setZoom(zoom);
    } else this.goHome(0);
  }

  goHome(duration = 300) {
    if (!this.home) return;
    const isWide = this.host.clientWidth > 768 && !this.here;
    this.map.getView().fit(this.home, { padding: [40, 40, 60, isWide ? 320 : 40], duration });
  }

  // Layers that are on, by the group in which they cluster; arrows on their own.
  groups() {
    const found = new Map();
    for (const one of this.places) {
      if (!one.layer.shown || !one.count) continue;
      found.set(one.layer.group, [...(found.get(one.layer.group) ?? []), one]);
    }
    return found;
  }

  shown() {
    return [...this.groups().values()].flat();
  }

  async toggle(places, isShown) {
    places.layer.shown = isShown;
    if (isShown && !places.version) await this.read(places);
    this.objects.renew();
    this.panel.refresh();
    this.remember();
  }

  async refresh() {
    if (this.busy) return;
    this.busy = true;
    await Promise.all(this.places.filter((one) => one.layer.shown).map((one) => this.read(one)));
    this.busy = false;
    this.panel.refresh();
  }

  // The address keeps layers and place, so that a colleague can be sent the link.
  remember() {
    const single = this.objects.items.filter((one) => one.count === 1);
    if (single.length && (this.map.getView().getZoom() >= 12 || single.length < HIDDEN_AFTER)) {
      const missing = [...new Set(single.map((one) => one.places))].filter((one) => !one.names);
      if (missing.length) Promise.all(missing.map((one) => one.loadNames())).then(() => this.objects.changed());
    }
    if (this.here || this.host.dataset.ready === undefined) return;
    const view = this.map.getView();
    const [east, north] = ol.proj.toLonLat(view.getCenter());
    const query = new URLSearchParams(window.location.search);
    query.set("layers", this.places.filter((one) => one.layer.shown).map((one) => one.layer.key).join(","));
    query.set("at", [east.toFixed(4), north.toFixed(4), view.getZoom().toFixed(1)].join(","));
    window.history.replaceState(null, "", `?${query.toString().replaceAll("%2C", ",")}`);
  }

  // The script's own measure of the first paint with objects, for the bench and the tests.
  painted(count) {
    this.host.dataset.drawn = String(count);
    if (this.host.dataset.ready !== undefined && !this.host.dataset.firstPaint && count) {
      this.host.dataset.firstPaint = performance.now().toFixed(0);
    }
  }

  open(pixel) {
    const item = this.objects.under(pixel);
    if (!item) return this.panel.closeCard();
    if (item.count === 1) return this.choose(item.places, item.at);
    const zoom = this.map.getView().getZoom();
    const group = this.groups().get(item.group);
    const found = members(group, item);
    const box = ol.extent.boundingExtent(found.map((one) => [one.places.x[one.at], one.places.y[one.at]]));
    if (zoom < 15 && ol.extent.getWidth(box) + ol.extent.getHeight(box) > 60) {
      const margin = 80;
      this.map.getView().fit(box, { padding: [margin, margin, margin, margin], duration: 250, maxZoom: Math.max(zoom + 1, 15) });
      return undefined;
    }
    return this.panel.list(found);
  }

  choose(places, at, { goes = false } = {}) {
    this.chosen = { places, at };
    if (goes) {
      const view = this.map.getView();
      view.animate({ center: [places.x[at], places.y[at]], zoom: Math.max(view.getZoom(), 14), duration: 300 });
    }
    this.objects.changed();
    this.panel.card(this.facts.card.replace("-", places.layer.key).replace(/0$/, String(places.ids[at])));
  }
}

// Islands come with the page and with parts that HTMX puts in; they go with the parts that it takes out.
function settle(root) {
  for (const host of root.querySelectorAll("[data-map]:not([data-settled])")) {
    host.dataset.settled = "";
    host.island = new MapIsland(host);
  }
}
settle(document);
document.addEventListener("htmx:load", (event) => settle(event.target));
document.addEventListener("htmx:beforeCleanupElement", (event) => event.target.island?.map?.setTarget(undefined));
