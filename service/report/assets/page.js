// SPDX-License-Identifier: BSD-3-Clause
//
// Makes the finished page livelier: maps that pan and zoom together, time lines that answer the pointer. What
// fails here leaves the drawn page as it is.
(function () {
  'use strict';
  const data = JSON.parse(document.getElementById('data').textContent);
  const legs = data.compared ? ['before', 'after'] : ['run'];

  const formatter = new Intl.NumberFormat('en-US', {maximumSignificantDigits: 4});
  function format(value) {
    if (value === null || value === undefined || Number.isNaN(value)) return '\u2013';
    return formatter.format(value).replace(/,/g, '\u202f').replace('-', '\u2212');
  }
  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }
  function row(table, cells, tag) {
    const line = table.appendChild(element('tr'));
    cells.forEach((text, i) => line.appendChild(element(i === 0 ? 'th' : tag || 'td', '', text)));
  }
  function describeCell(cell) {
    const table = element('table', 'facts-of-cell');
    table.appendChild(element('caption', '', cell.id));
    if (data.compared) row(table, ['', 'before', 'after'], 'th');
    const values = (pair) => (data.compared ? pair : [pair[0]]).map(format);
    row(table, ['DRB.UEThpDl, kbit/s', ...values(cell.throughput)]);
    row(table, ['RRU.PrbTotDl, %', ...values(cell.load)]);
    row(table, ['RRC.ConnMean', ...values(cell.connected)]);
    row(table, ['Azimuth, tilt', format(cell.azimuth_deg) + '\u00b0, ' + format(cell.tilt_deg) + '\u00b0']);
    row(table, ['Height, power', format(cell.height_m) + ' m, ' + format(cell.power_dbm) + ' dBm']);
    return table;
  }

  // ---- what lies under the pointer, read back from the images ----

  function readPixels(uri, done) {
    const image = new Image();
    image.onload = function () {
      const canvas = element('canvas');
      canvas.width = data.frame.columns;
      canvas.height = data.frame.rows;
      const context = canvas.getContext('2d', {willReadFrequently: true});
      context.drawImage(image, 0, 0);
      done(context.getImageData(0, 0, canvas.width, canvas.height).data);
    };
    image.src = uri;
  }
  function hex(pixels, at) {
    return '#' + [0, 1, 2].map((k) => pixels[at + k].toString(16).padStart(2, '0')).join('');
  }
  function makeProbe(panels) {
    const readers = legs.map((leg, i) => {
      const reader = {cells: null, values: []};
      readPixels(data.probes[i], (pixels) => { reader.cells = pixels; });
      for (const layer of data.layers.filter((l) => l.scale)) {
        const entry = {layer, pixels: null, level: new Map(layer.scale.colours.map((c, k) => [c, k]))};
        readPixels(panels[i].images[layer.id], (pixels) => { entry.pixels = pixels; });
        reader.values.push(entry);
      }
      return reader;
    });
    const describe = (reader, at) => {
      const number = reader.cells ? reader.cells[at] + 256 * reader.cells[at + 1] : 0;
      if (number === 0) return 'no coverage';
      const parts = [data.cells[number - 1].id];
      for (const {layer, pixels, level} of reader.values) {
        const k = pixels ? level.get(hex(pixels, at)) : undefined;
        if (k === undefined) continue;
        const {low, high, unit, colours} = layer.scale;
        const step = (high - low) / colours.length;
        const bound = k === 0 ? '\u2264' : k === colours.length - 1 ? '\u2265' : '';
        parts.push(layer.label + ' ' + bound + format(Math.round((low + (k + .5) * step) * 10) / 10) + '\u00a0' + unit);
      }
      return parts.join(', ');
    };
    const line = document.getElementById('probe');
    const hint = 'Point at the map for the values there; click, then turn the wheel to zoom.';
    line.textContent = hint;
    return function (point) {
      const {south_m, west_m, step_m, columns, rows} = data.frame;
      const column = Math.floor((point.lng - west_m) / step_m);
      const fromTop = rows - 1 - Math.floor((point.lat - south_m) / step_m);
      if (column < 0 || column >= columns || fromTop < 0 || fromTop >= rows) {
        line.textContent = hint;
        return;
      }
      const at = 4 * (fromTop * columns + column);
      line.textContent = legs.map((leg, i) => (data.compared ? leg + ': ' : '') + describe(readers[i], at)).join('  \u00b7  ');
    };
  }

  // ---- maps ----

  const {south_m, west_m, step_m, columns, rows} = data.frame;
  const bounds = [[south_m, west_m], [south_m + rows * step_m, west_m + columns * step_m]];

  // Beside the pointer and above everything: a map's own tooltip would be cut off at the panel's edge.
  const card = element('div', 'card');
  card.hidden = true;
  document.body.appendChild(card);
  function placeCard(event) {
    card.hidden = false;
    const fit = (at, size, room) => Math.max(4, at + 16 + size > room ? at - 16 - size : at + 16);
    card.style.left = fit(event.clientX, card.offsetWidth, window.innerWidth) + 'px';
    card.style.top = fit(event.clientY, card.offsetHeight, window.innerHeight) + 'px';
  }

  function drawCells(map) {
    const rank = (cell) => (cell.classes ? 1 : 0);
    for (const cell of [...data.cells].sort((a, b) => rank(a) - rank(b))) {
      const wedge = L.polygon(cell.outline, {className: 'wedge ' + cell.classes}).addTo(map);
      wedge.on('mouseover', (event) => { card.replaceChildren(describeCell(cell)); placeCard(event.originalEvent); });
      wedge.on('mousemove click', (event) => placeCard(event.originalEvent));
      wedge.on('mouseout', () => { card.hidden = true; });
      if (cell.label) {
        const name = element('span', '', cell.id);
        L.tooltip({permanent: true, direction: 'center', className: 'name', interactive: false})
          .setLatLng(cell.label).setContent(name).addTo(map);
      }
    }
  }
  function addFurniture(map) {
    L.control.scale({imperial: false}).addTo(map);
    const north = L.control({position: 'topright'});
    north.onAdd = () => {
      const arrow = element('div', 'north-arrow');
      arrow.append('\u25b2', element('br'), 'N');
      return arrow;
    };
    north.addTo(map);
  }
  function makePanel(figure) {
    const canvas = figure.querySelector('.canvas');
    const images = {};
    for (const image of canvas.querySelectorAll('image'))
      images[image.classList[1]] = image.getAttribute('href');
    const live = element('div', 'live');
    canvas.appendChild(live);
    const map = L.map(live, {crs: L.CRS.Simple, attributionControl: false, zoomSnap: 0, zoomDelta: .7, minZoom: -9,
      maxZoom: 4, zoomAnimation: false, fadeAnimation: false, scrollWheelZoom: false, boxZoom: false});
    map.fitBounds(bounds);
    addFurniture(map);
    drawCells(map);
    map.on('click', () => map.scrollWheelZoom.enable());
    map.on('mouseout', () => map.scrollWheelZoom.disable());
    return {figure, canvas, images, map, overlay: null};
  }
  function showLayer(panels, id) {
    for (const panel of panels) {
      if (panel.overlay) panel.overlay.remove();
      panel.overlay = panel.images[id] ? L.imageOverlay(panel.images[id], bounds, {className: 'raster'}) : null;
      if (panel.overlay) panel.overlay.addTo(panel.map).bringToBack();
    }
  }
  function moveTogether(panels) {
    let leading = false;
    for (const panel of panels) {
      panel.map.on('move', () => {
        if (leading) return;
        leading = true;
        for (const other of panels)
          if (other !== panel) other.map.setView(panel.map.getCenter(), panel.map.getZoom(), {animate: false});
        leading = false;
      });
    }
  }
  function refit(panels) {
    for (const panel of panels) {
      if (!panel.canvas.clientWidth) continue;
      panel.map.invalidateSize({pan: false});
      panel.map.fitBounds(bounds, {animate: false});
    }
  }
  function startMaps() {
    const panels = [...document.querySelectorAll('.panel')].map(makePanel);
    const checked = () => document.querySelector('input[name=layer]:checked');
    const show = () => { if (checked()) showLayer(panels, checked().id.replace('layer-', '')); };
    show();
    moveTogether(panels);
    for (const input of document.querySelectorAll('input[name=layer]')) input.addEventListener('change', show);
    for (const input of document.querySelectorAll('input[name=view]'))
      input.addEventListener('change', () => refit(panels));
    let width = window.innerWidth;
    window.addEventListener('resize', () => {
      if (window.innerWidth !== width) refit(panels);
      width = window.innerWidth;
    });
    if (data.probes.length) {
      const probe = makeProbe(panels);
      for (const panel of panels) panel.map.on('mousemove', (event) => probe(event.latlng));
    }
    for (const panel of panels) panel.canvas.querySelector(':scope > svg').style.display = 'none';
    refit(panels);
  }

  // ---- time lines ----

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }
  function themed() {
    const colours = data.compared ? [colour('--before'), colour('--after')] : [colour('--after')];
    return {colors: colours, gridLineColor: colour('--grid'), axisLineColor: colour('--line')};
  }
  function startTimeline(holder, graphs) {
    const timeline = data.timelines[Number(holder.dataset.timeline)];
    if (!timeline.rows.length || timeline.rows[0][0] === null) return null;
    const live = element('div', 'dygraph');
    const drawn = holder.firstElementChild;
    holder.appendChild(live);
    drawn.style.display = 'none';
    const dashed = data.compared ? {before: {strokePattern: [5, 3]}} : {};
    try {
      return new Dygraph(live, timeline.rows, Object.assign({
        labels: timeline.labels, customBars: true, series: dashed, strokeWidth: 2, fillAlpha: .2, includeZero: true,
        legend: 'follow', xlabel: 'simulated time, s', xLabelHeight: 16, highlightCircleSize: 4, rightGap: 12,
        axes: {
          x: {valueFormatter: (t) => format(t) + ' s', axisLabelFormatter: format},
          y: {valueFormatter: format, axisLabelFormatter: format, axisLabelWidth: 52},
        },
        zoomCallback: function (from, to) {
          for (const graph of graphs) if (graph !== this) graph.updateOptions({dateWindow: [from, to]});
        },
      }, themed()));
    } catch (error) {
      live.remove();
      drawn.style.display = '';
      throw error;
    }
  }
  function startTimelines() {
    const graphs = [];
    for (const holder of document.querySelectorAll('.timeline')) {
      const graph = startTimeline(holder, graphs);
      if (graph) graphs.push(graph);
    }
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      for (const graph of graphs) graph.updateOptions(themed());
    });
  }

  for (const start of [startMaps, startTimelines]) {
    try {
      start();
    } catch (error) {
      console.error(error);
    }
  }
})();
