/* Draws the charts of a page. Each canvas carries its data; the table beside it holds the same figures. */
"use strict";
(function () {
  const names = { healthy: "--healthy-fill", at_risk: "--at-risk-fill", critical: "--critical-fill", accent: "--accent", muted: "--edge" };
  const order = ["accent", "at_risk", "muted", "healthy", "critical"];
  const points = ["circle", "rect", "triangle", "rectRot", "crossRot"];
  const dashes = [[], [6, 4], [2, 3], [10, 4, 2, 4], [4, 2]];
  const verdicts = { on_target: "healthy", off_target: "critical", provisional: "muted", unknown: "muted" };
  const charts = new Map();

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const tone = (name, index) => colour(names[name] || names[order[(index || 0) % order.length]]);
  const font = (size, weight) => (weight || "500") + " " + size + "px " + getComputedStyle(document.body).fontFamily;
  const number = (value) => Number(value).toLocaleString("en", { maximumFractionDigits: 2 });
  const withUnit = (value, unit) => (value === null || value === undefined ? "not known" : number(value) + (unit ? (unit === "%" ? " %" : " " + unit) : ""));
  const short = (text, length) => (text.length > length ? text.slice(0, length - 1) + "…" : text);
  const isUnknown = (value) => value === null || value === undefined;

  /* The arc of a gauge: ticks where something changes, and how sure the value is. */
  const gaugeTicks = {
    id: "gaugeTicks",
    afterDatasetsDraw(chart, _, options) {
      const data = options.data;
      const arc = chart.getDatasetMeta(0).data[0];
      if (!data || !arc) return;
      const { x, y, outerRadius, innerRadius } = arc;
      const span = data.maximum - data.minimum;
      const angle = (value) => Math.PI + Math.PI * Math.min(1, Math.max(0, (value - data.minimum) / span));
      const context = chart.ctx;
      context.save();
      if (data.interval && data.interval.length === 2) {
        context.beginPath();
        context.arc(x, y, outerRadius + 5, angle(data.interval[0]), angle(data.interval[1]));
        context.lineWidth = 4;
        context.strokeStyle = colour("--ink");
        context.stroke();
      }
      context.font = font(11);
      context.textBaseline = "middle";
      for (const mark of data.marks || []) {
        const at = angle(mark.value);
        const [cos, sin] = [Math.cos(at), Math.sin(at)];
        context.beginPath();
        context.moveTo(x + cos * (innerRadius - 3), y + sin * (innerRadius - 3));
        context.lineTo(x + cos * (outerRadius + 9), y + sin * (outerRadius + 9));
        context.lineWidth = 2;
        context.strokeStyle = colour("--ink");
        context.stroke();
        context.fillStyle = colour("--soft");
        context.textAlign = Math.abs(cos) < 0.2 ? "center" : cos < 0 ? "right" : "left";
        context.fillText(number(mark.value), x + cos * (outerRadius + 13), y + sin * (outerRadius + 13) - 3);
      }
      context.fillStyle = colour("--soft");
      context.textAlign = "center";
      const middle = (innerRadius + outerRadius) / 2;
      context.fillText(number(data.minimum), x - middle, y + 10);
      context.fillText(number(data.maximum), x + middle, y + 10);
      context.restore();
    },
  };

  /* Lines across a chart, bands where nothing can be known yet, and the figures at the ends of bars. */
  const annotations = {
    id: "annotations",
    beforeDatasetsDraw(chart, _, options) {
      if (!options.data || options.data.kind !== "line") return;
      const { ctx: context, chartArea: area, scales } = chart;
      const count = chart.data.labels.length;
      const step = count > 1 ? Math.abs(scales.x.getPixelForValue(1) - scales.x.getPixelForValue(0)) : area.right - area.left;
      let start = null;
      for (let index = 0; index <= count; index += 1) {
        const unknown = index < count && chart.data.datasets.every((set) => isUnknown(set.data[index]));
        if (unknown && start === null) start = index;
        if (unknown || start === null) continue;
        const left = Math.max(area.left, scales.x.getPixelForValue(start) - step / 2);
        const right = Math.min(area.right, scales.x.getPixelForValue(index - 1) + step / 2);
        context.save();
        context.beginPath();
        context.rect(left, area.top, right - left, area.bottom - area.top);
        context.fillStyle = colour("--raised");
        context.fill();
        context.clip();
        context.strokeStyle = colour("--line");
        context.lineWidth = 1;
        for (let offset = left - (area.bottom - area.top); offset < right; offset += 9) {
          context.beginPath();
          context.moveTo(offset, area.bottom);
          context.lineTo(offset + area.bottom - area.top, area.top);
          context.stroke();
        }
        context.fillStyle = colour("--soft");
        context.font = font(11);
        context.textBaseline = "middle";
        const isNewest = index === count && start > 0;
        const text = options.data.gap || (isNewest ? "not observable yet" : "not known");
        const isNarrow = right - left < context.measureText(text).width + 8;
        /* At the bottom, out of the way of targets. */
        context.textAlign = isNarrow ? "left" : "center";
        context.translate((left + right) / 2, area.bottom - (isNarrow ? 8 : 14));
        if (isNarrow) context.rotate(-Math.PI / 2);
        context.fillText(text, 0, 0);
        context.restore();
        start = null;
      }
    },
    afterDatasetsDraw(chart, _, options) {
      const data = options.data;
      if (!data) return;
      const { ctx: context, chartArea: area } = chart;
      const flat = chart.options.indexAxis === "y";
      const scale = flat ? chart.scales.x : chart.scales.y;
      context.save();
      context.font = font(11);
      for (const mark of data.marks || []) {
        const at = scale.getPixelForValue(mark.value);
        if (at < (flat ? area.left : area.top) - 1 || at > (flat ? area.right : area.bottom) + 1) continue;
        context.beginPath();
        context.setLineDash([5, 4]);
        context.lineWidth = 1.5;
        context.strokeStyle = colour("--ink");
        if (flat) { context.moveTo(at, area.top); context.lineTo(at, area.bottom); } else { context.moveTo(area.left, at); context.lineTo(area.right, at); }
        context.stroke();
        const text = mark.label.includes(number(mark.value)) ? mark.label : mark.label + " " + number(mark.value);
        const width = context.measureText(text).width + 8;
        const x = flat ? Math.min(at + 4, area.right - width) : area.right - width;
        const y = flat ? area.top - 8 : at - 9 < area.top ? at + 9 : at - 9;
        context.fillStyle = colour("--surface");
        context.fillRect(x, y - 7, width, 14);
        context.fillStyle = colour("--ink");
        context.textAlign = "left";
        context.textBaseline = "middle";
        context.fillText(text, x + 4, y);
      }
      if (data.kind === "bar" && !data.is_stacked && chart.data.labels.length * chart.data.datasets.length <= 24) {
        context.fillStyle = colour("--soft");
        context.setLineDash([]);
        chart.data.datasets.forEach((set, index) => {
          chart.getDatasetMeta(index).data.forEach((bar, place) => {
            if (isUnknown(set.data[place])) return;
            const text = number(set.data[place]) + (data.unit === "%" ? " %" : "");
            if (!flat && context.measureText(text).width > (area.right - area.left) / chart.data.labels.length / chart.data.datasets.length) return;
            context.textAlign = flat ? "left" : "center";
            context.textBaseline = flat ? "middle" : "bottom";
            context.fillText(text, flat ? bar.x + 5 : bar.x, flat ? bar.y : bar.y - 3);
          });
        });
      }
      context.restore();
    },
  };

  function common(data) {
    return {
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      plugins: {
        legend: { display: false },
        annotations: {},
        gaugeTicks: {},
        tooltip: {
          backgroundColor: colour("--ink"), titleColor: colour("--surface"), bodyColor: colour("--surface"),
          cornerRadius: 6, padding: 9, displayColors: false,
          callbacks: { label: (item) => (item.dataset.label ? item.dataset.label + ": " : "") + withUnit(item.raw, data.unit) },
        },
      },
    };
  }

  function gauge(data, verdict) {
    const value = data.series.length && !isUnknown(data.series[0].values[0]) ? Number(data.series[0].values[0]) : null;
    const low = Number(data.minimum || 0);
    const high = isUnknown(data.maximum) ? Math.max(100, value || 0) : Number(data.maximum);
    const filled = value === null ? 0 : Math.min(high, Math.max(low, value)) - low;
    const options = common(data);
    Object.assign(options, { circumference: 180, rotation: -90, cutout: "74%", layout: { padding: { left: 34, right: 34, top: 26, bottom: 16 } } });
    options.plugins.tooltip.enabled = false;
    options.plugins.gaugeTicks = { data: { minimum: low, maximum: high, marks: data.marks, interval: data.interval } };
    options.events = [];
    const shade = data.series.length && data.series[0].tone ? data.series[0].tone : verdicts[verdict] || "accent";
    return {
      type: "doughnut", options, plugins: [gaugeTicks],
      data: { datasets: [{ data: [filled, high - low - filled], backgroundColor: [tone(shade), colour("--line")], borderWidth: 0, borderRadius: 3 }] },
    };
  }

  function donut(data) {
    const options = common(data);
    options.cutout = "66%";
    options.plugins.tooltip.callbacks.label = (item) => item.label + ": " + withUnit(item.raw, data.unit);
    const shades = data.labels.map((_, index) => tone(data.tones && data.tones[index], index));
    return {
      type: "doughnut", options,
      data: { labels: data.labels, datasets: [{ data: data.series[0].values, backgroundColor: shades, borderColor: colour("--surface"), borderWidth: 2 }] },
    };
  }

  function axes(data, flat, offset) {
    const value = {
      beginAtZero: data.kind === "bar",
      stacked: Boolean(data.is_stacked),
      grid: { color: colour("--line"), drawBorder: false },
      ticks: { color: colour("--soft"), maxTicksLimit: 6, callback: (tick) => number(tick) + (data.unit === "%" ? " %" : "") },
      grace: data.kind === "bar" && !data.is_stacked ? "8%" : 0,
    };
    if (!isUnknown(data.minimum)) value.min = Number(data.minimum);
    if (!isUnknown(data.maximum)) value.max = Number(data.maximum);
    if (data.unit && data.unit !== "%") value.title = { display: true, text: data.unit, color: colour("--soft") };
    for (const mark of data.marks || []) {
      value.suggestedMax = Math.max(value.suggestedMax || -Infinity, Number(mark.value));
      value.suggestedMin = Math.min(isUnknown(value.suggestedMin) ? Infinity : value.suggestedMin, Number(mark.value));
    }
    /* Moments need their day, or within few days their hour, and not both. */
    const isTime = data.labels.length > 0 && data.labels.every((label) => /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d/.test(label));
    const days = isTime ? new Set(data.labels.map((label) => label.slice(0, 10))).size : 0;
    const shown = (label, wide) => (isTime ? (days > 3 ? label.slice(0, 10) : label.slice(5, 16)) : short(label, wide ? 26 : 18));
    const category = {
      offset,
      stacked: Boolean(data.is_stacked),
      grid: { display: false, drawBorder: false },
      ticks: { color: colour("--soft"), maxRotation: 0, autoSkip: !flat, autoSkipPadding: 14, callback(tick) { return shown(this.getLabelForValue(tick), flat); } },
    };
    return flat ? { x: value, y: category } : { x: category, y: value };
  }

  function plot(data, canvas) {
    const isLine = data.kind === "line";
    const longest = Math.max(0, ...data.labels.map((label) => label.length));
    const flat = !isLine && (data.labels.length > 12 || longest * data.labels.length > 90);
    if (flat) canvas.parentElement.style.height = Math.max(170, data.labels.length * 22 * (data.is_stacked ? 1 : data.series.length) + 60) + "px";
    const options = common(data);
    options.indexAxis = flat ? "y" : "x";
    options.interaction = { mode: "index", intersect: false, axis: flat ? "y" : "x" };
    options.scales = axes(data, flat, !isLine || data.labels.length <= 14);
    options.layout = { padding: { top: flat && data.marks.length ? 16 : 4, right: flat ? 42 : 4 } };
    options.plugins.annotations = { data };
    options.plugins.legend = {
      display: data.series.length > 1, position: "top", align: "start", onClick: () => {},
      labels: { color: colour("--ink"), usePointStyle: true, boxHeight: 7, padding: 14 },
    };
    const many = data.labels.length > 40;
    const datasets = data.series.map((series, index) => {
      const shade = tone(series.tone, index);
      const shades = data.tones && data.series.length === 1 ? data.labels.map((_, place) => tone(data.tones[place], 0)) : shade;
      return isLine
        ? {
            label: series.name, data: series.values, borderColor: shade, backgroundColor: shade, borderWidth: 2, borderDash: dashes[index % dashes.length],
            pointStyle: points[index % points.length], pointRadius: many && series.values.filter((value) => !isUnknown(value)).length > 1 ? 0 : 4, pointHitRadius: 8, tension: 0, spanGaps: false,
            stepped: Boolean(data.stepped),
          }
        : { label: series.name, data: series.values, backgroundColor: shades, borderColor: colour("--surface"), borderWidth: data.is_stacked ? 1 : 0, borderRadius: 3, maxBarThickness: 44, pointStyle: points[index % points.length] };
    });
    return { type: isLine ? "line" : "bar", options, plugins: [annotations], data: { labels: data.labels, datasets } };
  }

  function configuration(data, canvas) {
    if (data.kind === "gauge") return gauge(data, canvas.dataset.verdict);
    return data.kind === "donut" ? donut(data) : plot(data, canvas);
  }

  function draw(canvas) {
    const data = JSON.parse(canvas.dataset.chart);
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    Chart.defaults.font.size = 12;
    charts.get(canvas)?.destroy();
    charts.set(canvas, new Chart(canvas, configuration(data, canvas)));
  }

  /* The picture with its title, on the page's own ground. */
  function picture(canvas, title, finish) {
    const scale = canvas.width / Math.max(1, canvas.clientWidth);
    const head = Math.round(40 * scale);
    const edge = Math.round(16 * scale);
    const copy = document.createElement("canvas");
    copy.width = canvas.width + 2 * edge;
    copy.height = canvas.height + head + edge;
    const context = copy.getContext("2d");
    context.fillStyle = colour("--surface");
    context.fillRect(0, 0, copy.width, copy.height);
    context.fillStyle = colour("--ink");
    context.font = font(15 * scale, "600");
    context.textBaseline = "middle";
    context.fillText(title, edge, head / 2 + 4 * scale);
    context.drawImage(canvas, edge, head);
    copy.toBlob(finish, "image/png");
  }

  const all = () => document.querySelectorAll("canvas[data-chart]");
  window.mainstayCharts = {
    redraw() { all().forEach(draw); },
    resize(root) { root.querySelectorAll("canvas[data-chart]").forEach((canvas) => charts.get(canvas)?.resize()); },
    resizeAll(width, height) { charts.forEach((chart) => (width ? chart.resize(width, height || chart.height) : chart.resize())); },
    picture,
  };
  all().forEach(draw);
})();
