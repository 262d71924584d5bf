// The objects of the map in typed columns, and their clusters. Pure but for the fetching.

const SCALE = 1e5;
const HALF_WORLD = 20037508.342789244;
const WORLD_PIXEL = 156543.03392804097; // metres a pixel at zoom 0

export function toMap(longitude, latitude) {
  const x = (longitude * HALF_WORLD) / 180;
  const y = (Math.log(Math.tan(((90 + latitude) * Math.PI) / 360)) * HALF_WORLD) / Math.PI;
  return [x, y];
}

// The columns of one layer.
export class Places {
  constructor(layer, address) {
    this.layer = layer;
    this.address = address;
    this.version = "";
    this.count = 0;
    this.unplaced = 0;
    this.names = undefined;
  }

  // Asks for what changed; the first time for everything.
  async load() {
    const query = `${this.address.includes("?") ? "&" : "?"}known=${this.version}`;
    const answer = await fetch(this.address + query, { headers: { "X-Auto-Refresh": this.version ? "1" : "0" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const columns = await answer.json();
    if (columns.ids) this.take(columns);
    this.version = columns.version;
    this.unplaced = columns.unplaced;
    this.states = Uint8Array.from(columns.states);
    this.values = columns.values;
    this.directions = columns.directions;
  }

  take(columns) {
    this.ids = Int32Array.from(columns.ids);
    this.count = this.ids.length;
    this.x = new Float64Array(this.count);
    this.y = new Float64Array(this.count);
    for (let at = 0; at < this.count; at += 1) {
      [this.x[at], this.y[at]] = toMap(columns.x[at] / SCALE, columns.y[at] / SCALE);
    }
    this.names = undefined;
    this.naming = undefined;
  }

  loadNames() {
    this.naming ??= fetch(`${this.address}${this.address.includes("?") ? "&" : "?"}part=names`)
      .then((answer) => answer.json())
      .then((answer) => { if (answer.names.length === this.count) this.names = answer.names; });
    return this.naming;
  }

  // How many stand in each state, for the legend.
  tally() {
    const counts = new Array(this.layer.states.length).fill(0);
    for (const state of this.states ?? []) counts[state] += 1;
    return counts;
  }
}

// What is drawn at one zoom: single objects and clusters of several layers together.
export function clustered(shown, zoom, cellPixels) {
  const cell = (cellPixels * WORLD_PIXEL) / 2 ** zoom;
  const cells = new Map();
  for (const places of shown) {
    for (let at = 0; at < places.count; at += 1) {
      const key = Math.floor(places.x[at] / cell) * 4194304 + Math.floor(places.y[at] / cell);
      const alarms = places.layer.states[places.states[at]]?.alarm ? 1 : 0;
      const found = cells.get(key);
      if (found === undefined) cells.set(key, { places, at, x: places.x[at], y: places.y[at], count: 1, alarms, key, cell });
      else {
        found.x += places.x[at];
        found.y += places.y[at];
        found.count += 1;
        found.alarms += alarms;
      }
    }
  }
  const items = [...cells.values()];
  for (const item of items) {
    item.x /= item.count;
    item.y /= item.count;
  }
  return items;
}

// Objects that say a value themselves: one of a cell speaks in full, its neighbours become dots.
export function spread(shown, zoom, cellPixels) {
  const cell = (cellPixels * WORLD_PIXEL) / 2 ** zoom;
  const taken = new Set();
  const items = [];
  for (const places of shown) {
    for (let at = 0; at < places.count; at += 1) {
      const [column, row] = [Math.floor((places.x[at] * 2) / cell), Math.floor((places.y[at] * 3) / cell)];
      let isFree = true;
      for (let dx = -1; dx <= 1; dx += 1) for (let dy = -1; dy <= 1; dy += 1) isFree &&= !taken.has((column + dx) * 4194304 + row + dy);
      if (isFree) taken.add(column * 4194304 + row);
      items.push({ places, at, x: places.x[at], y: places.y[at], count: 1, alarms: 0, isDot: !isFree });
    }
  }
  return items;
}

// The members of a cluster, the graver state first.
export function members(shown, cluster) {
  const found = [];
  for (const places of shown) {
    for (let at = 0; at < places.count; at += 1) {
      const key = Math.floor(places.x[at] / cluster.cell) * 4194304 + Math.floor(places.y[at] / cluster.cell);
      if (key === cluster.key) found.push({ places, at });
    }
  }
  return found.sort((a, b) => a.places.states[a.at] - b.places.states[b.at]);
}
