// The track island: a drive's path on the boundaries, coloured by value; its peaks as numbers. Markup:
//   <div data-track="#json-script-id" data-boundaries="address"><div class="map-canvas"></div>…</div>
//   <button data-track-go="number"> centres the map on a peak.

import { areaLayers } from "../ui/map/canvas.js";
import { token } from "../ui/map/marks.js";
import { toMap } from "../ui/map/places.js";

const ol = window.ol;
const BREAK_MS = 120e3; // a longer silence parts the line

// Lines of one step each; a piece takes the step of the reading at its end.
function pieces(track) {
  const found = new Map();
  for (let n = 1; n < track.x.length; n += 1) {
    if (track.at[n] - track.at[n - 1] > BREAK_MS) continue;
    const piece = [toMap(track.x[n - 1], track.y[n - 1]), toMap(track.x[n], track.y[n])];
    found.set(track.step[n], [...(found.get(track.step[n]) ?? []), piece]);
  }
  return found;
}

function features(track) {
  const made = [];
  for (const [step, lines] of pieces(track)) made.push(new ol.Feature({ geometry: new ol.geom.MultiLineString(lines), step }));
  for (const peak of track.peaks) made.push(new ol.Feature({ geometry: new ol.geom.Point(toMap(peak.x, peak.y)), peak: peak.number }));
  return made;
}

function look(feature) {
  const number = feature.get("peak");
  if (number === undefined) {
    const step = feature.get("step");
    return new ol.style.Style({ stroke: new ol.style.Stroke({ color: token(`scale-${step}`), width: 3 + step }), zIndex: step });
  }
  return new ol.style.Style({
    image: new ol.style.Circle({ radius: 11, fill: new ol.style.Fill({ color: token("bh-ink") }), stroke: new ol.style.Stroke({ color: token("bh-paper"), width: 2 }) }),
    text: new ol.style.Text({ text: String(number), fill: new ol.style.Fill({ color: token("bh-paper") }), font: `700 12px ${getComputedStyle(document.body).fontFamily}` }),
    zIndex: 100 - number,
  });
}

class TrackIsland {
  constructor(host) {
    this.host = host;
    const track = JSON.parse(document.querySelector(host.dataset.track).textContent);
    this.peaks = new Map(track.peaks.map((one) => [String(one.number), toMap(one.x, one.y)]));
    const source = new ol.source.Vector({ features: features(track) });
    const layer = new ol.layer.Vector({ source, style: look, declutter: false });
    layer.setZIndex(10);
    this.map = new ol.Map({
      target: host.querySelector(".map-canvas"),
      layers: [layer],
      controls: [new ol.control.ScaleLine({ minWidth: 70 }), new ol.control.Zoom({ zoomInTipLabel: "放大", zoomOutTipLabel: "缩小" })],
      interactions: ol.interaction.defaults.defaults({ onFocusOnly: true, altShiftDragRotate: false, pinchRotate: false }),
      view: new ol.View({ center: toMap(113, 34.7), zoom: 11, minZoom: 7, maxZoom: 18 }),
    });
    if (!source.isEmpty()) this.map.getView().fit(source.getExtent(), { padding: [36, 36, 48, 36], maxZoom: 16 });
    new ResizeObserver(() => this.map.updateSize()).observe(host);
    this.drawAreas();
  }

  async drawAreas() {
    const credit = this.host.querySelector("[data-map-credit]");
    const answer = await fetch(this.host.dataset.boundaries);
    const areas = answer.ok ? await answer.json() : { areas: [] };
    credit.textContent = areas.areas.length ? `界线：${areas.source}，${areas.approval} · 仅供示意，不作为权属依据` : "未安装行政区划界线文件，只显示轨迹";
    if (!areas.areas.length) return;
    const { shapes, names } = areaLayers(areas, "");
    shapes.setZIndex(1);
    names.setZIndex(5);
    this.map.addLayer(shapes);
    this.map.addLayer(names);
    this.host.dataset.ready = "";
  }

  go(number) {
    const place = this.peaks.get(number);
    if (!place) return;
    this.map.getView().animate({ center: place, zoom: Math.max(this.map.getView().getZoom(), 14), duration: 300 });
    this.host.scrollIntoView({ block: "nearest" });
  }
}

for (const host of document.querySelectorAll("[data-track]")) {
  const island = new TrackIsland(host);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-track-go]");
    if (button) island.go(button.dataset.trackGo);
  });
}
