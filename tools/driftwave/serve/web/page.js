// The page of the service: text to sound that is heard while it is computed. recording.js has the rest.
"use strict";

const element = (id) => document.getElementById(id);
const say = (text) => { element("status").textContent = text; };

function headers(type) {
  const all = type ? { "Content-Type": type } : {};
  const key = element("key").value.trim();
  if (key) all.Authorization = `Bearer ${key}`;
  return all;
}

async function problemOf(response) {
  try {
    return (await response.json()).error.message;
  } catch {
    return `The server answered ${response.status}.`;
  }
}

/** Sound that is played as it comes, and kept for the picture and the download. */
class Player {
  constructor(context) {
    this.rate = context.sampleRate;
    this.context = context;
    this.output = context.createGain();
    this.output.connect(context.destination);
    this.pieces = [];
    this.samples = 0;
    this.begin = null;  // of the sound, in the context's time
    this.late = 0;      // seconds that the sound waited for the server
  }
  add(pcm) {
    if (pcm.length === 0) return;
    const buffer = this.context.createBuffer(1, pcm.length, this.rate);
    buffer.copyToChannel(Float32Array.from(pcm, (value) => value / 32768), 0);
    this.play(buffer);
  }
  play(buffer) {
    const channels = Array.from({ length: buffer.numberOfChannels }, (_, c) => buffer.getChannelData(c));
    this.pieces.push(channels[0].map((_, t) => channels.reduce((sum, x) => sum + x[t], 0) / channels.length));
    const source = this.context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.output);
    if (this.begin === null) this.begin = this.context.currentTime + 0.05;
    let at = this.begin + this.late + this.samples / this.rate;
    if (at < this.context.currentTime) {
      this.late += this.context.currentTime + 0.05 - at;
      at = this.context.currentTime + 0.05;
    }
    source.start(at);
    this.samples += buffer.length;
  }
  /** Seconds of the sound that have been heard. */
  heard() { return this.begin === null ? 0 : this.context.currentTime - this.begin - this.late; }
  seconds() { return this.samples / this.rate; }
  all() {
    const whole = new Float32Array(this.samples);
    let at = 0;
    for (const piece of this.pieces) { whole.set(piece, at); at += piece.length; }
    return whole;
  }
  close() { this.output.disconnect(); }
}

function wavOf(samples, rate) {
  const view = new DataView(new ArrayBuffer(44 + 2 * samples.length));
  const text = (at, word) => [...word].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  text(0, "RIFF"); view.setUint32(4, 36 + 2 * samples.length, true); text(8, "WAVEfmt ");
  view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
  view.setUint32(24, rate, true); view.setUint32(28, 2 * rate, true); view.setUint16(32, 2, true);
  view.setUint16(34, 16, true); text(36, "data"); view.setUint32(40, 2 * samples.length, true);
  samples.forEach((x, i) => view.setInt16(44 + 2 * i, Math.max(-32768, Math.min(32767, Math.round(x * 32768))), true));
  return new Blob([view], { type: "audio/wav" });
}

/** In place; the length is a power of two. */
function fft(re, im) {
  const n = re.length;
  for (let i = 1, j = 0; i < n; ++i) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) { [re[i], re[j]] = [re[j], re[i]]; [im[i], im[j]] = [im[j], im[i]]; }
  }
  for (let size = 2; size <= n; size <<= 1) {
    for (let first = 0; first < n; first += size) {
      for (let k = 0; k < size / 2; ++k) {
        const angle = -2 * Math.PI * k / size, c = Math.cos(angle), s = Math.sin(angle);
        const a = first + k, b = a + size / 2;
        const x = re[b] * c - im[b] * s, y = re[b] * s + im[b] * c;
        re[b] = re[a] - x; im[b] = im[a] - y; re[a] += x; im[a] += y;
      }
    }
  }
}

const kWindow = 2048, kBands = 80, kTopHz = 11025;
const toMel = (hz) => 2595 * Math.log10(1 + hz / 700);
const toHz = (mel) => 700 * (10 ** (mel / 2595) - 1);

/** Mel bands in dB and the fundamental (0: none) around one place of a sound. */
function analyse(sound, rate, centre) {
  const re = new Float64Array(kWindow), im = new Float64Array(kWindow);
  for (let i = 0; i < kWindow; ++i) {
    const x = sound[centre - kWindow / 2 + i] || 0;
    re[i] = x * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / kWindow));
  }
  fft(re, im);
  const power = new Float64Array(kWindow);
  for (let i = 0; i < kWindow; ++i) power[i] = re[i] * re[i] + im[i] * im[i];
  const bands = [];
  for (let band = 0; band < kBands; ++band) {
    const low = toHz(toMel(kTopHz) * band / (kBands + 1)), high = toHz(toMel(kTopHz) * (band + 2) / (kBands + 1));
    const first = Math.floor(low * kWindow / rate), last = Math.max(first + 1, Math.ceil(high * kWindow / rate));
    let sum = 0;
    for (let i = first; i < last; ++i) sum += power[i];
    bands.push(10 * Math.log10(sum / (last - first) + 1e-9));
  }
  // The autocorrelation is the transform of the power.
  const correlation = Float64Array.from(power), zero = new Float64Array(kWindow);
  fft(correlation, zero);
  let best = 0, lag = 0;
  for (let i = Math.floor(rate / 400); i < Math.min(kWindow / 2, rate / 70); ++i) {
    if (correlation[i] > best) { best = correlation[i]; lag = i; }
  }
  return { bands, f0: best > 0.35 * correlation[0] && correlation[0] > 1 ? rate / lag : 0 };
}

function draw(sound, rate) {
  const canvas = element("picture"), paint = canvas.getContext("2d");
  const { width, height } = canvas;
  paint.fillStyle = "#0b0d10";
  paint.fillRect(0, 0, width, height);
  const columns = Math.min(width / 2, Math.ceil(sound.length / 256));
  for (let column = 0; column < columns; ++column) {
    const { bands, f0 } = analyse(sound, rate, Math.floor((column + 0.5) * sound.length / columns));
    const x = column * width / columns, w = width / columns + 1;
    bands.forEach((db, band) => {
      const level = Math.max(0, Math.min(1, (db + 40) / 75));
      paint.fillStyle = `hsl(${260 - 210 * level} 80% ${6 + 62 * level}%)`;
      paint.fillRect(x, height * (1 - (band + 1) / kBands), w, height / kBands + 1);
    });
    if (f0 > 0) {
      paint.fillStyle = "#fff";
      paint.fillRect(x, height * (1 - toMel(f0) / toMel(kTopHz)) - 1, w, 2);
    }
  }
  canvas.setAttribute("aria-label", `Mel spectrogram of ${(sound.length / rate).toFixed(1)} seconds of sound, with its pitch as a line`);
}

let player = null, request = null, words = [];
let rate = 44100, context = null, voices = [];

/** The one clock and loudspeaker of the page, started by what its user does. */
function loudspeaker() {
  if (!context || context.sampleRate !== rate) context = new AudioContext({ sampleRate: rate });
  context.resume();
  return context;
}

function reset() {
  if (request) request.abort();
  if (player) player.close();
  request = new AbortController();
  player = null;
  words = [];
  element("words").replaceChildren();
  element("download").hidden = true;
  element("stop").disabled = false;
}

function light() {
  if (!player) return;
  const now = player.heard();
  for (const word of words) word.span.classList.toggle("heard", word.begin <= now && now < word.end);
  requestAnimationFrame(light);
}

function addWord(event) {
  const span = document.createElement("span");
  span.textContent = event.text;
  words.push({ span, begin: event.start_seconds, end: event.end_seconds });
  element("words").append(span, " ");
}

/** @param file to download; absent: what was heard */
function finish(name, file = null) {
  const sound = player.all();
  draw(sound, player.rate);
  const link = element("download");
  if (link.href) URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(file || wavOf(sound, player.rate));
  link.download = name;
  link.hidden = false;
  say(`${player.seconds().toFixed(1)} seconds.`);
  const left = Math.max(0, player.seconds() - player.heard());
  const mine = player;
  setTimeout(() => { if (player === mine) element("stop").disabled = true; }, 1000 * left);
}

/** Runs `work`, and says in words what goes wrong. */
async function attempt(work) {
  reset();
  loudspeaker();
  const mine = request;
  try {
    await work(mine.signal);
  } catch (problem) {
    if (mine.signal.aborted) return;
    element("stop").disabled = true;
    say(problem instanceof TypeError ? "The server does not answer. Try again." : problem.message);
  }
}

/** Begins to play what is answered, at its own rate. */
function start(response) {
  rate = Number(response.headers.get("X-Sample-Rate")) || rate;
  player = new Player(loudspeaker());
  requestAnimationFrame(light);
}

async function speak(signal) {
  const body = {
    input: element("text").value,
    voice: element("voice").value || "default",
    speed: Number(element("speed").value) || 1,
    seed: Number(element("seed").value) || 0,
    response_format: "pcm",
    stream_format: "sse",
  };
  if (element("steps").value !== "") body.steps = Number(element("steps").value);
  if (/^\s*<speak/.test(body.input)) body.ssml = true;
  say("Computing…");
  const response = await fetch("/v1/audio/speech/timings",
    { method: "POST", headers: headers("application/json"), body: JSON.stringify(body), signal });
  if (!response.ok) throw new Error(await problemOf(response));
  start(response);
  say("Speaking…");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    waiting += value;
    const events = waiting.split("\n\n");
    waiting = events.pop();
    for (const text of events) {
      const event = JSON.parse(text.slice(6));
      if (event.error) throw new Error(event.error.message);
      if (event.type === "speech.word") addWord(event);
      if (event.type === "speech.audio.delta") {
        const bytes = Uint8Array.from(atob(event.audio), (c) => c.charCodeAt(0));
        player.add(new Int16Array(bytes.buffer));
      }
    }
  }
  finish("speech.wav");
}

function stop() {
  if (request) request.abort();
  if (player) player.close();
  player = null;
  element("stop").disabled = true;
  say("Stopped.");
}

/** A voice that nobody has asked for yet does not say how many steps it takes. */
function chooseVoice() {
  const chosen = voices.find((voice) => voice.id === element("voice").value);
  element("steps").max = chosen?.max_steps ?? "";
}

async function listVoices() {
  try {
    const response = await fetch("/v1/voices", { headers: headers() });
    if (!response.ok) throw new Error(await problemOf(response));
    voices = (await response.json()).data;
    const chosen = element("voice").value;
    element("voice").replaceChildren(...voices.map((voice) => new Option(`${voice.name} (${voice.language})`, voice.id)));
    if (voices.some((voice) => voice.id === chosen)) element("voice").value = chosen;
    rate = voices[0].sample_rate_hz;
    chooseVoice();
  } catch (problem) {
    say(problem instanceof TypeError ? "The server does not answer." : problem.message);
  }
}

element("speech").addEventListener("submit", (event) => { event.preventDefault(); attempt(speak); });
element("stop").addEventListener("click", stop);
element("key").addEventListener("change", listVoices);
element("voice").addEventListener("change", chooseVoice);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") stop();
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) element("speech").requestSubmit();
});
listVoices();
