// The passages a visitor has saved, as they lie in this browser and nowhere else.
// One list of {url, link, title, date, speaker, language, text, time, saved, note}, in the visitor's own order: `url` is
// the moment, by which a passage is known again; `link` names its end and the version of its text as well.

const KEY = "earwitness.saved";

export function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((each) => typeof each?.url === "string" && [each.url, each.link ?? ""].every(isOurs)) : [];
  } catch {
    return []; // a browser that keeps nothing, or what another program wrote
  }
}

/** Whether it could be kept: a browser may refuse, or be full. */
export function write(passages) {
  try {
    localStorage.setItem(KEY, JSON.stringify(passages));
    return true;
  } catch {
    return false;
  }
}

export function has(url) {
  return read().some((each) => each.url === url);
}

export function whenChangedElsewhere(act) {
  addEventListener("storage", ({ key }) => { if (key === KEY || key === null) act(); });
}

/** An address on this site: what lies in a browser may be anybody's, and must lead nowhere else. */
function isOurs(url) {
  return new URL(url, location.href).origin === location.origin;
}
