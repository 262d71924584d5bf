// The chart island: draws what bihuan.ui.chart.Chart says. Markup:
//   <div class="chart" data-chart="#json-script-id | address" [data-value-url="/…"] [data-live-part]></div>
// A click on a value opens data-value-url with ?key=…&start=… in the side panel; "live:changed" reloads.

const style = getComputedStyle(document.documentElement);
const token = (name) => style.getPropertyValue(name).trim();
const SERIES = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => token(`--series-${n}`));
const SYMBOLS = ["circle", "rect", "triangle", "diamond", "roundRect", "arrow"];
const AXIS_WIDTH = 62;
const FEW = 100;

const pad = (n) => String(n).padStart(2, "0");
// The store and the reader are both in China: the axis is Shanghai's clock whatever the computer says.
function shanghai(ms) {
  const day = new Date(ms + 8 * 3600e3);
  return {
    date: `${day.getUTCFullYear()}-${pad(day.getUTCMonth() + 1)}-${pad(day.getUTCDate())}`,
    short: `${pad(day.getUTCMonth() + 1)}-${pad(day.getUTCDate())}`,
    time: `${pad(day.getUTCHours())}:${pad(day.getUTCMinutes())}`,
    seconds: pad(day.getUTCSeconds()),
  };
}
function axisLabel(ms, span) {
  const at = shanghai(ms);
  if (span > 20 * 86400e3) return span > 400 * 86400e3 ? at.date.slice(0, 7) : at.short;
  if (span > 1.5 * 86400e3) return `${at.short} ${at.time}`;
  return at.time === "00:00" ? at.short : at.time;
}
function moment(ms) {
  const at = shanghai(ms);
  return `${at.date} ${at.time}${at.seconds === "00" ? "" : ":" + at.seconds}`;
}
const printed = (line, value) => (value === null || value === undefined ? "缺数" : value.toFixed(line.decimals));

// The next round number: 36.7 gives 40, 158 gives 200.
function niceAbove(value) {
  const step = 10 ** Math.floor(Math.log10(value)) / 2;
  return Math.ceil(value / step) * step;
}

function unitsOf(lines) {
  return [...new Set(lines.map((line) => line.unit))];
}

// A limit is drawn when the values come anywhere near it; a far one would flatten the curve.
function reach(lines, unit, top) {
  const limits = lines.filter((line) => line.unit === unit).flatMap((line) => line.limits.map((limit) => limit.value));
  const near = limits.filter((value) => value <= 3 * top);
  return Math.max(top, ...near) * 1.05;
}

function axes(lines) {
  return unitsOf(lines).map((unit, index) => ({
    type: "value",
    name: unit,
    scale: true,
    min: (range) => (range.min >= 0 && range.min < range.max * 0.6 ? 0 : null),
    max: (range) => {
      const top = reach(lines, unit, range.max);
      return top > range.max * 1.06 ? niceAbove(top) : null;
    },
    position: index === 0 ? "left" : "right",
    offset: index > 1 ? (index - 1) * AXIS_WIDTH : 0,
    nameTextStyle: { color: token("--chart-axis") },
    axisLabel: { color: token("--chart-axis") },
    axisLine: { show: index > 0 },
    splitLine: { show: index === 0, lineStyle: { color: token("--chart-grid") } },
  }));
}

function limitLines(line, many) {
  return {
    symbol: "none",
    silent: true,
    data: line.limits.map((limit) => ({
      yAxis: limit.value,
      lineStyle: { type: "dashed", width: 1.3, color: token(limit.is_upper ? "--chart-limit" : "--chart-lower") },
      label: {
        formatter: many ? `${line.name} ${limit.text}` : limit.text,
        position: many ? "insideEndTop" : "end",
        color: token("--chart-axis"),
      },
    })),
  };
}

function gapBands(line) {
  return {
    silent: true,
    itemStyle: { color: token("--chart-gap"), opacity: 0.18 },
    label: { color: token("--chart-axis"), position: "top" },
    data: line.gaps.map(([start, end, text]) => [{ xAxis: start, name: text }, { xAxis: end }]),
  };
}

function pins(line) {
  return {
    symbolSize: 38,
    itemStyle: { color: token("--chart-doubt") },
    label: { fontSize: 10, color: token("--bh-ink"), formatter: (pin) => pin.name },
    data: Object.entries(line.flags)
      .filter(([index]) => line.values[index] !== null)
      .map(([index, text]) => ({ name: text, coord: [line.times[index], line.values[index]] })),
  };
}

function series(chart) {
  const units = unitsOf(chart.lines);
  const many = chart.lines.length > 1;
  return chart.lines.map((line, index) => ({
    type: "line",
    id: line.key,
    name: line.name,
    yAxisIndex: units.indexOf(line.unit),
    data: line.times.map((time, at) => [time, line.values[at]]),
    color: SERIES[index % SERIES.length],
    symbol: SYMBOLS[index % SYMBOLS.length],
    symbolSize: 5,
    showSymbol: line.times.length <= FEW,
    sampling: line.times.length > 4000 ? "lttb" : undefined,
    connectNulls: false,
    lineStyle: { width: 1.8 },
    areaStyle: many ? undefined : { opacity: 0.06 },
    triggerLineEvent: false,
    markLine: limitLines(line, many),
    markArea: gapBands(line),
    markPoint: pins(line),
  }));
}

function tooltip(chart) {
  return {
    trigger: "axis",
    confine: true,
    axisPointer: { type: "line" },
    formatter: (hits) => {
      const box = document.createElement("div");
      box.append(moment(hits[0].value[0]));
      for (const hit of hits) {
        const line = chart.lines.find((one) => one.key === hit.seriesId);
        const flag = line.flags[hit.dataIndex];
        const row = document.createElement("div");
        const dot = document.createElement("span");
        dot.style.cssText = `display:inline-block;width:9px;height:9px;border-radius:50%;margin-right:6px;background:${hit.color}`;
        row.append(dot, `${line.name}：${printed(line, hit.value[1])} ${line.unit}${flag ? "（" + flag + "）" : ""}`);
        box.append(row);
      }
      return box;
    },
  };
}

function options(chart, zoom) {
  const units = unitsOf(chart.lines);
  const span = chart.end - chart.start;
  const isSingle = chart.lines.length === 1;
  const room = isSingle && chart.lines[0].limits.length ? 92 : 24;
  return {
    animation: false,
    aria: { enabled: true },
    grid: { left: 58, right: Math.max(room, (units.length - 1) * AXIS_WIDTH + 16), top: isSingle ? 40 : 62, bottom: 74 },
    legend: { show: !isSingle, top: 0, type: "scroll" },
    tooltip: tooltip(chart),
    xAxis: {
      type: "time",
      min: chart.start,
      max: chart.end,
      axisLabel: { color: token("--chart-axis"), hideOverlap: true, formatter: (ms) => axisLabel(ms, span) },
      splitLine: { show: false },
    },
    yAxis: axes(chart.lines),
    dataZoom: [{ type: "inside", ...zoom }, { type: "slider", height: 22, bottom: 14, labelFormatter: (ms) => axisLabel(ms, 3 * 86400e3), ...zoom }],
    series: series(chart),
  };
}

class ChartIsland {
  constructor(host) {
    this.host = host;
    this.view = window.echarts.init(host, null, { locale: "ZH" });
    new ResizeObserver(() => this.view.resize()).observe(host);
    host.addEventListener("live:changed", () => this.load());
    this.view.getZr().on("click", (event) => this.open(event));
    this.load();
  }

  async load() {
    const source = this.host.dataset.chart;
    if (source.startsWith("#")) return this.draw(JSON.parse(document.querySelector(source).textContent));
    if (this.busy) { this.again = true; return; }
    this.busy = true;
    try {
      const answer = await fetch(source, { headers: { "X-Auto-Refresh": this.chart ? "1" : "0" } });
      if (answer.ok) this.draw(await answer.json());
      else this.problem(answer.status, (await answer.text()).slice(0, 200));
    } catch {
      if (!this.chart) this.problem(0);
    } finally {
      this.busy = false;
      if (this.again) { this.again = false; this.load(); }
    }
  }

  dispose() {
    this.view.dispose();
    this.host.island = undefined;
  }

  problem(status, text) {
    const isPage = text?.trimStart().startsWith("<");
    document.dispatchEvent(new CustomEvent("bihuan:problem", { detail: { status, text: isPage ? "" : text } }));
  }

  draw(chart) {
    const before = this.chart && this.view.getOption()?.dataZoom?.[0];
    const zoom = before && (before.start > 0 || before.end < 100) ? { startValue: before.startValue, endValue: before.endValue } : {};
    this.chart = chart;
    this.view.setOption(options(chart, zoom), { replaceMerge: ["series", "yAxis"] });
    this.host.dataset.drawn = String(chart.lines.reduce((sum, line) => sum + line.times.length, 0));
    this.host.dispatchEvent(new CustomEvent("chart:drawn", { bubbles: true, detail: chart }));
  }

  open(event) {
    const address = this.host.dataset.valueUrl;
    const place = [event.offsetX, event.offsetY];
    if (!address || !this.chart || !this.view.containPixel("grid", place)) return;
    const near = this.nearest(place);
    if (!near) return;
    const query = new URLSearchParams({ factor: near.line.key, start: String(near.time) });
    window.htmx.ajax("GET", `${address}${address.includes("?") ? "&" : "?"}${query}`, { target: "#panel-body", source: this.host });
  }

  nearest(place) {
    let best;
    const shown = this.view.getOption().legend[0].selected ?? {};
    this.chart.lines.forEach((line, index) => {
      if (shown[line.name] === false) return;
      line.times.forEach((time, at) => {
        if (line.values[at] === null) return;
        const [x, y] = this.view.convertToPixel({ seriesIndex: index }, [time, line.values[at]]);
        const far = Math.hypot((x - place[0]) * 2, (y - place[1]) / 4);
        if (!best || far < best.far) best = { far, line, time };
      });
    });
    return best;
  }
}

// Islands come with the page and with parts that HTMX puts in; they go with the parts that it takes out.
function settle(root) {
  for (const host of root.querySelectorAll("[data-chart]:not([data-settled])")) {
    host.dataset.settled = "";
    host.island = new ChartIsland(host);
  }
}
settle(document);
document.addEventListener("htmx:load", (event) => settle(event.target));
document.addEventListener("htmx:beforeCleanupElement", (event) => event.target.island?.dispose());
