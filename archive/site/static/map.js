// The map: the land of the earth, without borders, and a lamp for each place of the list beside it.
// Everything drawn comes from this host. Leaflet and topojson-client are loaded before this module, as plain scripts.

const box = document.querySelector(".map");
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const places = [...document.querySelectorAll("[data-where]")].map((entry) => ({
  at: entry.dataset.where.split(" ").map(Number),
  count: Number(entry.dataset.count),
  link: entry.querySelector("a"),
  name: entry.dataset.name ?? entry.querySelector("a").textContent,
}));
const SIDES = [["right", 1, 0], ["left", -1, 0], ["top", 0, -1], ["bottom", 0, 1]];
const MOST_NAMES = 60; // where a name could stand is measured, and a map of a whole country must not wait for that

async function draw() {
  const answer = await fetch(box.dataset.land);
  const world = await answer.json();
  box.classList.add("drawn");
  const map = L.map(box, {
    attributionControl: false, zoomControl: false, scrollWheelZoom: false, worldCopyJump: true,
    zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still,
    minZoom: 1, maxZoom: 8, zoomSnap: 0.5,
  });
  frame(map);
  L.control.zoom({ zoomInTitle: box.dataset.nearer, zoomOutTitle: box.dataset.farther }).addTo(map);
  L.geoJSON(topojson.feature(world, world.objects.land), { interactive: false, className: "land" }).addTo(map);
  const lamps = places.map((place) => mark(map, place)).sort((one, other) => other.count - one.count);
  nameAll(lamps);
  map.on("moveend", () => nameAll(lamps));
}

function frame(map) {
  const bounds = L.latLngBounds(places.map((place) => place.at));
  map.fitBounds(bounds, { padding: [60, 60], maxZoom: 4, animate: false });
}

/** A lamp, larger where more was recorded; a click opens the place, whose link stands in the list anyway. */
function mark(map, { at, count, link, name }) {
  const radius = 5 + 2 * Math.sqrt(count);
  const lamp = L.circleMarker(at, { radius, className: "lamp" }).addTo(map);
  const marked = { lamp, radius, count, name };
  if (!link) return marked;
  lamp.on("click", () => { location.href = link.href; });
  for (const [event, shine] of [["mouseenter", true], ["focus", true], ["mouseleave", false], ["blur", false]]) {
    link.addEventListener(event, () => lamp.getElement().classList.toggle("shining", shine));
  }
  return marked;
}

/** Names beside the lamps where there is room, of the largest first; the others are told to whoever points at a lamp. */
function nameAll(lamps) {
  const frame = box.getBoundingClientRect();
  const taken = new Map(lamps.map(({ lamp }) => [lamp, lamp.getElement().getBoundingClientRect()]));
  taken.set("nearer and farther", box.querySelector(".leaflet-control-zoom").getBoundingClientRect());
  for (const [number, marked] of lamps.entries()) {
    const isThere = number < MOST_NAMES && SIDES.some((side) => {
      const there = named(marked, side, true);
      const isFree = isWithin(there, frame) && [...taken].every(([of, other]) => of === marked.lamp || isApart(there, other));
      if (isFree) taken.set(marked, there);
      return isFree;
    });
    if (!isThere) named(marked, SIDES[0], false);
  }
}

/** Put the name on that side of its lamp; returns where it stands, if it does at once. */
function named({ lamp, radius, name }, [direction, right, down], permanent) {
  const offset = [right * (radius - 6), down * (radius - 6)]; // Leaflet keeps 6 pixels from the middle itself
  lamp.unbindTooltip().bindTooltip(name, { direction, offset, permanent, className: "label-of-place" });
  return lamp.getTooltip().getElement()?.getBoundingClientRect();
}

const isApart = (one, other) => one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;
const isWithin = (one, other) => one.left >= other.left && one.right <= other.right && one.top >= other.top && one.bottom <= other.bottom;

if (box && places.length) draw().catch(() => { box.hidden = true; });
