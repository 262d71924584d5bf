// The layers of the map on OpenLayers: boundaries, and one canvas for all objects.

import { clustered, spread, toMap } from "./places.js";
import { clusterRadius, drawArrow, drawCluster, drawLabel, drawMark, token } from "./marks.js";

const ol = window.ol;
const SCALE = 1e5;
// Arrows never join a cluster with the marks of their group.
function* apart(groups) {
  for (const [group, all] of groups) {
    for (const isWind of [true, false]) {
      const shown = all.filter((one) => (one.layer.mark === "arrow") === isWind);
      if (shown.length) yield [group, shown, isWind];
    }
  }
}

const ABOVE = 30; // the arrow of a station stands above its mark

// Rings travel as steps in hundred-thousandths of a degree.
function ring(steps) {
  const corners = [];
  let east = 0;
  let north = 0;
  for (let at = 0; at < steps.length; at += 2) {
    east += steps[at];
    north += steps[at + 1];
    corners.push(toMap(east / SCALE, north / SCALE));
  }
  return corners;
}

function areaFeature(area) {
  const feature = new ol.Feature(new ol.geom.MultiPolygon(area.parts.map((part) => part.map(ring))));
  feature.set("area", area);
  feature.set("middle", new ol.geom.Point(toMap(...area.label)));
  return feature;
}

const LOOKS = {
  home: { fill: "map-home", line: "map-border", width: 2.2 },
  inside: { fill: "", line: "map-inside", width: 0.9 },
  around: { fill: "map-around", line: "map-inside", width: 1 },
};
// A division's name shows while its neighbours' names find room beside it.
function hasName(area, home, zoom) {
  if (area.place === "home") return !home || area.code.length === 6;
  if (area.code.length === 6) return area.place === "around" ? zoom >= 8 : zoom >= 9.2;
  return area.code.length === 4 ? zoom < 9.6 : area.code.length === 2 || zoom >= 11;
}

export function areaLayers(answer, home) {
  const features = answer.areas.map(areaFeature);
  const shapes = new ol.layer.Vector({
    source: new ol.source.Vector({ features }),
    updateWhileAnimating: true,
    style: (feature) => {
      const area = feature.get("area");
      const look = LOOKS[area.place];
      const deep = area.place === "inside" && area.code.length > 4;
      return new ol.style.Style({
        fill: look.fill ? new ol.style.Fill({ color: token(look.fill) }) : undefined,
        stroke: new ol.style.Stroke({ color: token(look.line), width: deep ? 0.7 : area.place === "inside" ? 1.4 : look.width, lineDash: deep ? [4, 3] : undefined }),
        zIndex: area.place === "home" ? (home ? 1 : 0) : area.place === "inside" ? 2 : 0,
      });
    },
  });
  const names = new ol.layer.Vector({
    declutter: true,
    source: new ol.source.Vector({
      features: features.map((one) => new ol.Feature({ geometry: one.get("middle"), area: one.get("area") })),
    }),
    style: (feature, resolution) => {
      const area = feature.get("area");
      const zoom = Math.log2(156543.03392804097 / resolution);
      if (!hasName(area, home, zoom)) return undefined;
      return new ol.style.Style({
        text: new ol.style.Text({
          text: area.name,
          font: `${area.place === "home" ? 700 : 500} ${area.code.length <= 4 || area.place === "home" ? 14 : 12}px ${getComputedStyle(document.body).fontFamily}`,
          fill: new ol.style.Fill({ color: token(area.place === "around" ? "map-name-far" : "map-name") }),
          stroke: new ol.style.Stroke({ color: token("bh-paper"), width: 3 }),
        }),
      });
    },
  });
  return { shapes, names, features };
}

// Everything that rooms put on the map, drawn on one canvas from typed columns.
export class ObjectLayer extends ol.layer.Layer {
  constructor(island) {
    super({ render: (frame) => this.paint(frame) });
    this.island = island;
    this.kept = new Map();
    this.items = [];
  }

  // New data or another choice of layers: clusters are worked out anew.
  renew() {
    this.kept.clear();
    this.changed();
  }

  itemsAt(zoom) {
    if (!this.kept.has(zoom)) {
      const items = [];
      for (const [group, shown, isWind] of apart(this.island.groups())) {
        const pixels = zoom >= 14 ? 18 : zoom >= 12 ? 32 : isWind ? 72 : 54;
        const found = speaks(shown) ? spread(shown, zoom, 40) : clustered(shown, zoom, pixels);
        for (const one of found) Object.assign(one, { group, isWind });
        items.push(...found);
      }
      this.kept.set(zoom, items);
    }
    return this.kept.get(zoom);
  }

  paint(frame) {
    const canvas = (this.canvas ??= document.createElement("canvas"));
    const [width, height] = frame.size;
    const ratio = frame.pixelRatio;
    canvas.className = "map-objects";
    canvas.style.position = "absolute";
    if (canvas.width !== width * ratio || canvas.height !== height * ratio) {
      canvas.width = width * ratio;
      canvas.height = height * ratio;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    const zoom = Math.round(frame.viewState.zoom);
    this.items = this.itemsAt(zoom).filter((item) => {
      [item.px, item.py] = ol.transform.apply(frame.coordinateToPixelTransform, [item.x, item.y]);
      if (item.isWind) item.py -= ABOVE;
      return item.px > -40 && item.px < width + 40 && item.py > -40 && item.py < height + 40;
    });
    this.draw(pen, frame.viewState.zoom);
    if (this.island.here) this.ring(pen, frame);
    this.island.painted(this.items.length);
    return canvas;
  }

  draw(pen, zoom) {
    const few = this.items.length < 160;
    const named = zoom >= 12.5 && this.items.length < 120;
    const order = (item) => (item.isDot ? 0 : item.isWind ? 1 : item.count > 1 ? 2 : 3);
    for (const item of [...this.items].sort((a, b) => order(a) - order(b) || gravity(b) - gravity(a))) {
      if (item.count > 1 && !item.isWind) {
        drawCluster(pen, item);
        continue;
      }
      const { places, at } = item;
      const state = places.layer.states[places.states[at]];
      const text = places.values?.[at] ?? "";
      const isChosen = this.island.chosen?.places === places && this.island.chosen?.at === at;
      if (places.layer.mark === "arrow") drawArrow(pen, item.px, item.py, state, places.directions?.[at], zoom >= 11 ? `${text} m/s` : "");
      else drawMark(pen, item.px, item.py, places.layer, state, { radius: item.isDot ? 5 : few ? 9 : 7, text: item.isDot && !isChosen ? "" : text, isChosen });
      if (named && !item.isDot && places.names && places.layer.mark !== "arrow") drawLabel(pen, item.px, item.py + 20, places.names[at]);
    }
  }

  // The place of a small map, ringed.
  ring(pen, frame) {
    const { east, north } = this.island.here;
    const [x, y] = ol.transform.apply(frame.coordinateToPixelTransform, toMap(east, north));
    pen.beginPath();
    pen.arc(x, y, 19, 0, 2 * Math.PI);
    pen.strokeStyle = token("bh-accent");
    pen.lineWidth = 3;
    pen.stroke();
  }

  // The topmost object or cluster under a pixel.
  under([px, py]) {
    let best;
    for (const item of this.items) {
      const reach = item.count > 1 ? clusterRadius(item.count) : item.isDot ? 7 : 14;
      const far = Math.hypot(item.px - px, item.py - py);
      if (far <= reach && (!best || (best.item.isWind && !item.isWind) || far < best.far)) best = { item, far };
    }
    return best?.item;
  }
}
const MOST_SPREAD = 3000;
const speaks = (shown) => shown.every((one) => one.values?.length && one.layer.mark !== "arrow") && shown.reduce((sum, one) => sum + one.count, 0) <= MOST_SPREAD;
const gravity = (item) => item.places.states[item.at];
