// Marks on the canvas: one shape a layer, one colour a state, and a letter for those who see no colours.

const style = getComputedStyle(document.documentElement);
const known = new Map();
export function token(name) {
  if (!known.has(name)) known.set(name, style.getPropertyValue(`--${name}`).trim());
  return known.get(name);
}

const TURN = 2 * Math.PI;
function polygon(pen, corners, radius, turn = 0) {
  for (let at = 0; at < corners; at += 1) {
    const angle = turn + (at * TURN) / corners - TURN / 4;
    pen.lineTo(radius * Math.cos(angle), radius * Math.sin(angle));
  }
  pen.closePath();
}
const OUTLINES = {
  circle: (pen, r) => pen.arc(0, 0, r, 0, TURN),
  square: (pen, r) => pen.roundRect(-r * 0.9, -r * 0.9, r * 1.8, r * 1.8, 2),
  triangle: (pen, r) => polygon(pen, 3, r * 1.25),
  diamond: (pen, r) => polygon(pen, 4, r * 1.22),
  pentagon: (pen, r) => polygon(pen, 5, r * 1.12),
};

let family;
function setFont(pen, size, weight = 600) {
  family ??= getComputedStyle(document.body).fontFamily;
  pen.font = `${weight} ${size}px ${family}`;
}

// One object: shape, white rim, letter or value.
export function drawMark(pen, x, y, layer, state, { radius = 8, text = "", isChosen = false } = {}) {
  pen.save();
  pen.translate(x, y);
  pen.beginPath();
  if (text) {
    setFont(pen, 12, 700);
    const half = Math.max(pen.measureText(text).width / 2 + 6, 13);
    pen.roundRect(-half, -10, 2 * half, 20, layer.mark === "circle" ? 10 : layer.mark === "square" ? 4 : 7);
  } else OUTLINES[layer.mark]?.(pen, radius);
  pen.fillStyle = token(state.token);
  pen.strokeStyle = isChosen ? token("bh-ink") : token("bh-paper");
  pen.lineWidth = isChosen ? 3 : 1.5;
  pen.shadowColor = token("map-shadow");
  pen.shadowBlur = 3;
  pen.fill();
  pen.shadowBlur = 0;
  pen.stroke();
  const letter = text || (radius >= 8 ? state.letter : "");
  if (letter) {
    pen.fillStyle = token(`${state.token}-ink`) || token("bh-paper");
    setFont(pen, text ? 12 : layer.mark === "triangle" ? radius - 0.5 : radius + 1.5, 700);
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText(letter, 0, layer.mark === "triangle" && !text ? 2.5 : 0.5);
  }
  pen.restore();
}

// Wind: the arrow points where the air goes; calm is a small circle.
export function drawArrow(pen, x, y, state, direction, text) {
  pen.save();
  pen.translate(x, y);
  pen.strokeStyle = pen.fillStyle = token(state.token);
  pen.lineWidth = 2;
  if (direction === null || direction === undefined) {
    pen.beginPath();
    pen.arc(0, 0, 5, 0, TURN);
    pen.stroke();
  } else {
    pen.save();
    pen.rotate(((direction + 180) * Math.PI) / 180);
    pen.beginPath();
    pen.moveTo(0, 15);
    pen.lineTo(0, -8);
    pen.stroke();
    pen.beginPath();
    pen.moveTo(0, -16);
    pen.lineTo(5, -5);
    pen.lineTo(-5, -5);
    pen.closePath();
    pen.fill();
    pen.restore();
  }
  if (text) drawLabel(pen, 34, 0, text, token(state.token));
  pen.restore();
}

export function drawLabel(pen, x, y, text, colour) {
  setFont(pen, 12, 500);
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.lineWidth = 3;
  pen.strokeStyle = token("bh-paper");
  pen.strokeText(text, x, y);
  pen.fillStyle = colour ?? token("bh-ink");
  pen.fillText(text, x, y);
}

const short = (count) => (count < 1000 ? String(count) : count < 10000 ? `${(count / 1000).toFixed(1)}k` : `${Math.round(count / 1000)}k`);

// Many objects: their number; a red badge says how many of them alarm.
export function drawCluster(pen, cluster) {
  const radius = clusterRadius(cluster.count);
  pen.save();
  pen.translate(cluster.px, cluster.py);
  pen.beginPath();
  pen.arc(0, 0, radius, 0, TURN);
  pen.fillStyle = token("map-cluster");
  pen.shadowColor = token("map-shadow");
  pen.shadowBlur = 4;
  pen.fill();
  pen.shadowBlur = 0;
  pen.lineWidth = 2;
  pen.strokeStyle = token("bh-paper");
  pen.stroke();
  pen.fillStyle = token("bh-paper");
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  setFont(pen, radius > 15 ? 13 : 11, 700);
  pen.fillText(short(cluster.count), 0, 0.5);
  if (cluster.alarms) {
    const text = short(cluster.alarms);
    setFont(pen, 10, 700);
    const half = Math.max(pen.measureText(text).width / 2 + 4, 8);
    pen.beginPath();
    pen.roundRect(radius * 0.62 - half + 4, -radius * 0.62 - 11, 2 * half, 15, 7.5);
    pen.fillStyle = token("state-over");
    pen.fill();
    pen.lineWidth = 1.5;
    pen.stroke();
    pen.fillStyle = token("bh-paper");
    pen.fillText(text, radius * 0.62 + 4, -radius * 0.62 - 3);
  }
  pen.restore();
}
export function clusterRadius(count) {
  return Math.min(11 + 3.2 * Math.log10(count) * 1.5, 27);
}
