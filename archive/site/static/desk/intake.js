/* Sending recordings by tus: chosen or dropped, in parts that are each checked, going on after whatever broke off. */

const form = document.querySelector("form.send");
const words = form.dataset;
const sending = document.querySelector("ol.sending");
const tapes = document.querySelector("ol.tapes");
const told = document.querySelector("#told");
const token = document.querySelector('meta[name="csrf-token"]').content;
const asData = { "X-CSRFToken": token, Accept: "application/json" };

const asCounted = new Intl.Collator("en", { numeric: true });
const PART = 8 * 1024 * 1024;
// A server that is started anew, or a line that is down over lunch, is waited for: two hours in all.
const RETRIES = [0, 500, 1000, 2000, ...Array(1440).fill(5000)];

/* Each part goes with its SHA-256, where the browser may compute one (it may not on a plain http address). */
class Checked extends window.tus.DefaultHttpStack {
  createRequest(method, url) {
    const request = super.createRequest(method, url);
    if (method === "PATCH" && globalThis.crypto?.subtle) {
      const send = request.send.bind(request);
      request.send = async (part) => {
        const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await part.arrayBuffer()));
        request.setHeader("Upload-Checksum", `sha256 ${btoa(String.fromCharCode(...digest))}`);
        return send(part);
      };
    }
    return request;
  }
}

function row(file) {
  const item = document.createElement("li");
  const name = document.createElement("bdi");
  const bar = document.createElement("progress");
  const state = document.createElement("span");
  const stop = document.createElement("button");
  name.textContent = file.name;
  bar.max = Math.max(file.size, 1);
  bar.setAttribute("aria-label", `${words.sending}: ${file.name}`);
  state.className = "hint";
  stop.type = "button";
  stop.className = "quiet";
  stop.textContent = words.stop;
  stop.setAttribute("aria-label", `${words.stop}: ${file.name}`);
  item.append(name, bar, state, stop);
  sending.append(item);
  return { item, bar, state, stop };
}

function saidBy(error) {
  try {
    const { says, next_step: next } = JSON.parse(error.originalResponse.getBody()).error;
    return `${says} ${next}`.trim();
  } catch {
    return words.failed;
  }
}

function isPassing(error) {
  const status = error.originalResponse?.getStatus() ?? 0;
  return [0, 409, 423, 460].includes(status) || (status >= 500 && status !== 507);
}

function progress(shown, began) {
  return (sent, size) => {
    shown.bar.value = sent;
    began.sent ??= sent;
    const rate = (sent - began.sent) / (performance.now() - began.at);
    const left = rate > 0 ? ` · ${length((size - sent) / rate / 1000)} ${words.left}` : "";
    shown.state.textContent = `${Math.floor((100 * sent) / Math.max(size, 1))} %${left}`;
  };
}

function length(seconds) {
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

async function send(file) {
  const shown = row(file);
  const upload = new window.tus.Upload(file, {
    endpoint: words.uploads,
    chunkSize: PART,
    retryDelays: RETRIES,
    httpStack: new Checked(),
    headers: asData,
    metadata: { filename: file.name },
    removeFingerprintOnSuccess: true,
    onShouldRetry(error) {
      if (isPassing(error)) shown.state.textContent = words.waiting;
      return isPassing(error);
    },
    onProgress: progress(shown, { at: performance.now() }),
    onError: (error) => end(shown, saidBy(error)),
    onSuccess: () => arrived(shown, upload.url),
  });
  shown.stop.addEventListener("click", () => {
    upload.abort();
    end(shown, words.stopped);
  });
  const [before] = await upload.findPreviousUploads();
  if (before) {
    shown.state.textContent = words.resumed;
    upload.resumeFromPreviousUpload(before);
  }
  upload.start();
}

function end(shown, message) {
  shown.stop.remove();
  shown.state.textContent = message;
  shown.item.classList.add("ended");
  told.textContent = message;
}

async function arrived(shown, url) {
  const id = url.split("/").pop();
  shown.stop.remove();
  shown.bar.value = shown.bar.max;
  shown.state.textContent = words.looking;
  if (await lookAt(words.look.replace("ID", id), tapes.querySelector(`[data-upload="${id}"]`))) shown.item.remove();
  else end(shown, words.failed);
}

/* Let the archive look into a file, and put what it found in the place of the row that stood there. */
async function lookAt(url, before) {
  const answer = await fetch(url, { method: "POST", headers: { "X-CSRFToken": token } }).catch(() => null);
  if (!answer?.ok) return false;
  const found = document.createElement("template");
  found.innerHTML = (await answer.text()).trim();
  const item = found.content.firstElementChild;
  if (before) before.replaceWith(item);
  else putInPlace(item);
  document.querySelector(".none").hidden = true;
  tapes.dispatchEvent(new Event("change-of-tapes"));
  told.textContent = item.innerText;
  return true;
}

/* Files sent together arrive in any order; tape 2 belongs before tape 10, as the server lists them too. */
function putInPlace(item) {
  const name = nameOf(item);
  const next = [...tapes.children].find((each) => asCounted.compare(nameOf(each), name) > 0);
  tapes.insertBefore(item, next ?? null);
}

const nameOf = (item) => item.querySelector("bdi").textContent;

function sendAll(files) {
  for (const file of files) send(file);
}

form.classList.add("with-script");
form.querySelector(".plain-send").hidden = true;
form.file.addEventListener("change", () => {
  sendAll(form.file.files);
  form.file.value = "";
});
form.addEventListener("dragover", (event) => {
  event.preventDefault();
  form.classList.add("over");
});
form.addEventListener("dragleave", () => form.classList.remove("over"));
form.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over");
  sendAll(event.dataTransfer.files);
});
for (const item of tapes.querySelectorAll("[data-unseen]")) lookAt(item.dataset.unseen, item);
