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
const FEW = 8; // as many names as stand on a map without covering each other

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
  for (const place of places) mark(map, place);
}

function frame(map) {
  const bounds = L.latLngBounds(places.map((place) => place.at));
  map.fitBounds(bounds, { padding: [60, 60], maxZoom: 4, animate: false });
}

/** A lamp, larger where more was recorded; a click opens the place, whose link stands in the list anyway. */
function mark(map, { at, count, link, name }) {
  const lamp = L.circleMarker(at, { radius: 5 + 2 * Math.sqrt(count), className: "lamp" }).addTo(map);
  lamp.bindTooltip(name, { direction: "right", className: "label-of-place", permanent: places.length <= FEW });
  if (!link) return;
  lamp.on("click", () => { location.href = link.href; });
  for (const [event, shine] of [["mouseenter", true], ["focus", true], ["mouseleave", false], ["blur", false]]) {
    link.addEventListener(event, () => lamp.getElement().classList.toggle("shining", shine));
  }
}

if (box && places.length) draw().catch(() => { box.hidden = true; });
