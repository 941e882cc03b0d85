// Recordings on the page: what becomes of one, and where it has gaps.
"use strict";

const kEdits = {
  vocode: { verb: "Resynthesise", doing: "Resynthesising", file: "resynthesis.wav" },
  morph: { verb: "Morph", doing: "Morphing", file: "morph.wav" },
  repair: { verb: "Repair", doing: "Repairing", file: "repaired.wav" },
};
const kLeastGapSeconds = 0.001;

let wave = null;  // samples and seconds of the recording, where the browser can read it

const chosenEdit = () => document.querySelector('input[name="edit"]:checked').value;
const recording = () => element("recording").files[0];

function showEdit() {
  const edit = chosenEdit();
  for (const name of Object.keys(kEdits)) {
    const part = element(`for-${name}`);
    part.hidden = part.disabled = name !== edit;
  }
  element("make").textContent = kEdits[edit].verb;
  element("make").disabled = !recording();
}

function gapRows() {
  return [...element("gaps").children].map((row) => {
    const [from, to] = row.querySelectorAll("input");
    return { row, from, to };
  });
}

function numberGaps() {
  gapRows().forEach(({ row, from, to }, i) => {
    from.setAttribute("aria-label", `Gap ${i + 1} from, in seconds`);
    to.setAttribute("aria-label", `Gap ${i + 1} to, in seconds`);
    row.querySelector("button").setAttribute("aria-label", `Remove gap ${i + 1}`);
  });
  drawWave();
}

function addGap(begin = "", end = "") {
  const row = document.createElement("li");
  const field = (value) => {
    const input = document.createElement("input");
    Object.assign(input, { type: "number", min: "0", step: "any", required: true, value });
    input.addEventListener("input", drawWave);
    return input;
  };
  const remove = document.createElement("button");
  remove.type = "button";
  remove.textContent = "Remove";
  remove.addEventListener("click", () => {
    row.remove();
    numberGaps();
    element("add-gap").focus();
  });
  row.append(field(begin), " to ", field(end), " seconds ", remove);
  element("gaps").append(row);
  numberGaps();
  return row;
}

/** Into the first row that is empty, or a new one. */
function markGap(begin, end) {
  const empty = gapRows().find(({ from, to }) => from.value === "" && to.value === "");
  if (!empty) return addGap(begin, end);
  empty.from.value = begin;
  empty.to.value = end;
  return drawWave();
}

function drawWave(marked = null) {
  const canvas = element("wave");
  canvas.hidden = !wave;
  if (!wave) return;
  const paint = canvas.getContext("2d"), { width, height } = canvas;
  paint.fillStyle = "#0b0d10";
  paint.fillRect(0, 0, width, height);
  paint.fillStyle = "#6fd3d8";
  for (let x = 0; x < width; ++x) {
    const first = Math.floor(x * wave.samples.length / width);
    const last = Math.max(first + 1, Math.floor((x + 1) * wave.samples.length / width));
    let low = 0, high = 0;
    for (let i = first; i < last; ++i) {
      low = Math.min(low, wave.samples[i] || 0);
      high = Math.max(high, wave.samples[i] || 0);
    }
    paint.fillRect(x, height / 2 * (1 - high), 1, Math.max(1, height / 2 * (high - low)));
  }
  paint.fillStyle = "rgba(255, 176, 64, 0.5)";
  const gaps = gapRows().map(({ from, to }) => [Number(from.value), Number(to.value)]);
  if (Array.isArray(marked)) gaps.push(marked);
  for (const [begin, end] of gaps) {
    paint.fillRect(begin / wave.seconds * width, 0, Math.max(1, (end - begin) / wave.seconds * width), height);
  }
}

async function showRecording() {
  const file = recording();
  wave = null;
  const original = element("original");
  if (original.src) URL.revokeObjectURL(original.src);
  original.hidden = !file;
  showEdit();
  if (file) {
    original.src = URL.createObjectURL(file);
    say(`${file.name} is there: choose what becomes of it.`);
    try {
      const sound = await new OfflineAudioContext(1, 1, rate).decodeAudioData(await file.arrayBuffer());
      if (file !== recording()) return;  // another one came meanwhile
      wave = { samples: sound.getChannelData(0), seconds: sound.duration };
      element("wave").setAttribute("aria-label", `Waveform of ${file.name}, ${sound.duration.toFixed(2)} seconds`);
    } catch {
      // A format that the server may know and the browser does not.
    }
  }
  drawWave();
}

/** What is asked of the server. */
function editForm(edit) {
  const form = new FormData();
  form.set("file", recording());
  form.set("seed", element("seed").value || "0");
  if (element("steps").value !== "") form.set("steps", element("steps").value);
  // A repair keeps the recording's own bits, channels and rate.
  form.set("response_format", edit === "repair" ? "wav" : "pcm");
  if (edit === "vocode") form.set("pitch_st", element("pitch").value || "0");
  if (edit === "morph") {
    const second = element("second").files[0];
    if (!second) throw new Error("Choose a second recording to morph into.");
    form.set("second", second);
    form.set("amount", element("amount").value || "0.5");
    if (element("to").value !== "") form.set("to", element("to").value);
  }
  if (edit === "repair") {
    if (gapRows().length === 0) throw new Error("Mark a gap to repair.");
    for (const { from, to } of gapRows()) {
      form.append("gap", `${Number(from.value).toFixed(6)}-${Number(to.value).toFixed(6)}`);
    }
  }
  return form;
}

async function playPcm(response) {
  const reader = response.body.getReader();
  let odd = new Uint8Array(0);
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const bytes = new Uint8Array(odd.length + value.length);
    bytes.set(odd);
    bytes.set(value, odd.length);
    const even = bytes.length & ~1;
    player.add(new Int16Array(bytes.slice(0, even).buffer));
    odd = bytes.slice(even);
  }
}

/** @return the file, whose header now says how long it is */
async function playWav(response) {
  const bytes = await response.arrayBuffer();
  const view = new DataView(bytes);
  view.setUint32(4, bytes.byteLength - 8, true);
  view.setUint32(40, bytes.byteLength - 44, true);
  player.play(await context.decodeAudioData(bytes.slice(0)));
  return new Blob([bytes], { type: "audio/wav" });
}

async function edit(signal) {
  const kind = chosenEdit(), { doing, file } = kEdits[kind];
  const body = editForm(kind);
  say(`${doing} ${recording().name}…`);
  const response = await fetch(`/v1/audio/${kind}`, { method: "POST", headers: headers(), body, signal });
  if (!response.ok) throw new Error(await problemOf(response));
  start(response);
  if (kind === "repair") return finish(file, await playWav(response));
  await playPcm(response);
  return finish(file);
}

function give(input, file) {
  const list = new DataTransfer();
  list.items.add(file);
  element(input).files = list.files;
}

/** One recording, or two to morph. */
function take(files) {
  if (files.length === 0) return;
  give("recording", files[0]);
  if (files.length > 1) {
    give("second", files[1]);
    document.querySelector('input[name="edit"][value="morph"]').checked = true;
  }
  showRecording();
}

element("recording").addEventListener("change", showRecording);
element("add-gap").addEventListener("click", () => addGap().querySelector("input").focus());
element("edit").addEventListener("submit", (event) => { event.preventDefault(); attempt(edit); });
document.querySelectorAll('input[name="edit"]').forEach((radio) => radio.addEventListener("change", showEdit));

const drop = element("drop");
drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  take(event.dataTransfer.files);
});

// Who can point may drag over the waveform; the fields say the same.
let dragged = null;
const secondsAt = (event) => {
  const box = element("wave").getBoundingClientRect();
  return wave.seconds * Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
};
const range = (event) => [dragged, secondsAt(event)].sort((a, b) => a - b);
element("wave").addEventListener("pointerdown", (event) => {
  dragged = secondsAt(event);
  element("wave").setPointerCapture(event.pointerId);
});
element("wave").addEventListener("pointermove", (event) => { if (dragged !== null) drawWave(range(event)); });
element("wave").addEventListener("pointercancel", () => { dragged = null; drawWave(); });
element("wave").addEventListener("pointerup", (event) => {
  if (dragged === null) return;
  const [begin, end] = range(event);
  dragged = null;
  if (end - begin < kLeastGapSeconds) return drawWave();
  document.querySelector('input[name="edit"][value="repair"]').checked = true;
  showEdit();
  markGap(begin.toFixed(3), end.toFixed(3));
});

addGap();
showEdit();
