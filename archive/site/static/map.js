// The map: the land of the earth, without borders, and a lamp for each place of the list beside it.
// Everything drawn comes from this host. Leaflet and topojson-client are loaded before this module, as plain scripts.

const box = document.querySelector(".map");
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const places = [...document.querySelectorAll("[data-where]")].map((entry) => ({
  at: entry.dataset.where.split(" ").map(Number),
  count: Number(entry.dataset.count),
  link: entry.querySelector("a"),
}));

async function draw() {
  const answer = await fetch(box.dataset.land);
  const world = await answer.json();
  box.hidden = false;
  const map = L.map(box, {
    attributionControl: false, zoomControl: false, scrollWheelZoom: false, worldCopyJump: true,
    zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still,
    minZoom: 1, maxZoom: 8, zoomSnap: 0.5,
  });
  frame(map);
  L.control.zoom({ zoomInTitle: box.dataset.nearer, zoomOutTitle: box.dataset.farther }).addTo(map);
  L.geoJSON(topojson.feature(world, world.objects.land), { interactive: false, className: "land" }).addTo(map);
  for (const place of places) mark(map, place);
}

function frame(map) {
  const bounds = L.latLngBounds(places.map((place) => place.at));
  map.fitBounds(bounds, { padding: [60, 60], maxZoom: 5, animate: false });
}

/** A lamp, larger where more was recorded; a click or Enter opens the place, whose name stands in the list anyway. */
function mark(map, { at, count, link }) {
  const lamp = L.circleMarker(at, { radius: 5 + 2 * Math.sqrt(count), className: "lamp" }).addTo(map);
  if (!link) return;
  lamp.bindTooltip(link.textContent, { direction: "top", className: "label-of-place" });
  lamp.on("click", () => { location.href = link.href; });
  link.addEventListener("mouseenter", () => lamp.openTooltip());
  link.addEventListener("mouseleave", () => lamp.closeTooltip());
}

if (box && places.length) draw().catch(() => { box.hidden = true; });
