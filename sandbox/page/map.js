// The town drawn by ourselves: places as polygons and points, a pin, and a picker that a keyboard can use.
import { h, icon, s } from "./dom.js";
import { openDialog } from "./layers.js";
import { say } from "./words.js";
import { world } from "./world.js";

const METRES_A_DEGREE = 111_320;

/** Metres east and south of a point: near enough to flat for one town. */
function flat(origin) {
  const narrow = Math.cos((origin.lat * Math.PI) / 180);
  return {
    x: (lon) => (lon - origin.lon) * METRES_A_DEGREE * narrow,
    y: (lat) => (origin.lat - lat) * METRES_A_DEGREE,
    lon: (x) => origin.lon + x / (METRES_A_DEGREE * narrow),
    lat: (y) => origin.lat - y / METRES_A_DEGREE,
  };
}

function middle(places) {
  const known = places.filter((place) => Number.isFinite(place.lat) && Number.isFinite(place.lon));
  if (!known.length) return { lat: 50.564, lon: 30.091 };
  return {
    lat: known.reduce((sum, place) => sum + place.lat, 0) / known.length,
    lon: known.reduce((sum, place) => sum + place.lon, 0) / known.length,
  };
}

function extent(places, project) {
  const points = places.flatMap((place) => [
    ...(place.polygon ?? []),
    ...(Number.isFinite(place.lon) ? [[place.lon, place.lat]] : []),
  ]);
  if (!points.length) return { left: -600, top: -450, width: 1200, height: 900 };
  const xs = points.map(([lon]) => project.x(lon));
  const ys = points.map(([, lat]) => project.y(lat));
  const margin = 0.08 * Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys), 200);
  const left = Math.min(...xs) - margin;
  const top = Math.min(...ys) - margin;
  return { left, top, width: Math.max(...xs) + margin - left, height: Math.max(...ys) + margin - top };
}

const SMALLEST = 0.012;

/** The size at which the name fits into the place: neighbours must not write over each other. */
function roomFor(place, project) {
  if (!place.polygon?.length) return Infinity;
  const xs = place.polygon.map(([lon]) => project.x(lon));
  return (Math.max(...xs) - Math.min(...xs)) / (0.56 * Math.max(place.name.length, 1));
}

const SIZES = { district: 0, courtyard: 1, building: 2 };

function drawing(project, scale, { labels = false } = {}) {
  const order = [...world.places].sort((a, b) => (SIZES[a.kind] ?? 1) - (SIZES[b.kind] ?? 1));
  const shapes = [];
  const names = [];
  order.forEach((place) => {
    const kind = place.kind in SIZES ? place.kind : "courtyard";
    if (place.polygon?.length) {
      const path = place.polygon.map(([lon, lat]) => `${project.x(lon).toFixed(1)},${project.y(lat).toFixed(1)}`);
      shapes.push(s("polygon", { class: `place ${kind} shade-${shapes.length % 4}`, points: path.join(" ") },
        s("title", {}, place.name)));
    } else if (Number.isFinite(place.lat)) {
      const size = scale * (kind === "building" ? 0.006 : 0.011);
      const [x, y] = [project.x(place.lon), project.y(place.lat)];
      shapes.push(kind === "building"
        ? s("rect", { class: "place building", x: x - size, y: y - size, width: 2 * size, height: 2 * size, rx: size / 3 }, s("title", {}, place.name))
        : s("circle", { class: `place ${kind}`, cx: x, cy: y, r: size }, s("title", {}, place.name)));
    }
    if (labels && kind !== "building" && Number.isFinite(place.lat)) {
      const size = Math.min(scale * (kind === "district" ? 0.03 : 0.021), roomFor(place, project));
      if (size > scale * SMALLEST) names.push(s("text", { class: `name ${kind}`, x: project.x(place.lon), y: project.y(place.lat), "font-size": size }, place.name));
    }
  });
  return [...shapes, ...names];
}

function paper(box) {
  const step = 250;
  const lines = [];
  for (let x = Math.ceil(box.left / step) * step; x < box.left + box.width; x += step) {
    lines.push(`M${x} ${box.top}v${box.height}`);
  }
  for (let y = Math.ceil(box.top / step) * step; y < box.top + box.height; y += step) {
    lines.push(`M${box.left} ${y}h${box.width}`);
  }
  return s("path", { class: "grid", d: lines.join(""), "vector-effect": "non-scaling-stroke" });
}

function pinAt(x, y, size) {
  return s("g", { class: "map-pin", transform: `translate(${x} ${y}) scale(${size})` },
    s("ellipse", { cx: 0, cy: 0, rx: 5, ry: 2, class: "shade" }),
    s("path", { d: "M0 0C-1-7-8-10-8-17a8 8 0 0 1 16 0C8-10 1-7 0 0z" }),
    s("circle", { cx: 0, cy: -17, r: 3 }));
}

/** The small map in a bubble: the town around one point. */
export function tile({ lat, lon }) {
  const project = flat({ lat, lon });
  const box = { left: -330, top: -200, width: 660, height: 360 };
  return s("svg", { class: "map tile", viewBox: `${box.left} ${box.top} ${box.width} ${box.height}`, role: "img", "aria-label": describe({ lat, lon }) },
    paper(box), drawing(project, 1500), pinAt(0, 0, 4));
}

function describe({ lat, lon }) {
  const near = nearest({ lat, lon });
  const where = `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
  return near ? `${near.name} · ${where}` : where;
}

function nearest(point) {
  const project = flat(point);
  let best = null;
  for (const place of world.places) {
    if (!Number.isFinite(place.lat)) continue;
    const away = Math.hypot(project.x(place.lon), project.y(place.lat));
    if (away < 1500 && (!best || away < best.away)) best = { name: place.name, away };
  }
  return best;
}

/** Ask for a point of the town; resolves to {lat, lon}, or null when the person changed their mind. */
export function pickLocation() {
  return new Promise((resolve) => {
    let answer = null;
    openDialog({
      title: say("pick-location"),
      wide: true,
      onClose: () => resolve(answer),
      content: (close) => picker((point) => { answer = point; close(); }, close),
    });
  });
}

function picker(choose, close) {
  const origin = middle(world.places);
  const project = flat(origin);
  const box = extent(world.places, project);
  const scale = Math.max(box.width, box.height);
  let pin = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  const marker = s("g");
  const map = s("svg", {
    class: "map picker",
    viewBox: `${box.left} ${box.top} ${box.width} ${box.height}`,
    tabindex: "0",
    autofocus: "",
    role: "application",
    "aria-label": say("map-keys"),
  }, paper(box), drawing(project, scale, { labels: true }), marker);
  const where = h("output", { class: "map-where" });
  const lat = h("input", { type: "number", step: "any", min: "-90", max: "90", name: "lat", required: true, label: "latitude" });
  const lon = h("input", { type: "number", step: "any", min: "-180", max: "180", name: "lon", required: true, label: "longitude" });
  const point = () => ({ lat: Number(lat.value), lon: Number(lon.value) });
  const draw = () => {
    marker.replaceChildren(pinAt(pin.x, pin.y, scale / 420));
    where.textContent = nearest(point())?.name ?? say("far-from-town");
  };
  const put = (x, y) => {
    pin = { x, y };
    lat.value = project.lat(y).toFixed(6);
    lon.value = project.lon(x).toFixed(6);
    draw();
  };
  const typed = () => {
    pin = { x: project.x(Number(lon.value)), y: project.y(Number(lat.value)) };
    draw();
  };
  lat.addEventListener("input", typed);
  lon.addEventListener("input", typed);
  map.addEventListener("pointerdown", (event) => {
    const spot = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
    put(spot.x, spot.y);
  });
  map.addEventListener("keydown", (event) => {
    const step = scale / (event.shiftKey ? 12 : 60);
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (moves[event.key]) {
      event.preventDefault();
      put(pin.x + moves[event.key][0], pin.y + moves[event.key][1]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(point());
    }
  });
  put(pin.x, pin.y);
  return h("form", {
    class: "dialog-body",
    on: { submit: (event) => { event.preventDefault(); choose(point()); } },
  },
  map,
  h("div", { class: "map-line" }, icon("pin"), where, placeList((place) => put(project.x(place.lon), project.y(place.lat)))),
  h("div", { class: "map-line" }, lat, lon,
    h("button", { type: "button", class: "button quiet", t: "ocean", on: { click: () => { lat.value = "0"; lon.value = "-30"; typed(); } } })),
  h("div", { class: "dialog-actions" },
    h("button", { type: "button", class: "button quiet", t: "cancel", on: { click: close } }),
    h("button", { type: "submit", class: "button", t: "send-location" })));
}

function placeList(choose) {
  const pickable = world.places.filter((place) => Number.isFinite(place.lat));
  if (!pickable.length) return null;
  const list = h("select", { label: "pick-place" },
    h("option", { value: "", t: "pick-place" }),
    pickable.map((place, n) => h("option", { value: n }, place.name)));
  list.addEventListener("change", () => list.value !== "" && choose(pickable[Number(list.value)]));
  return list;
}
