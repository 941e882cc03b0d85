// The page of `driftwave serve` in a real Chromium:
//
//   apt-get install chromium && npm install playwright-core
//   node page.mjs DRIFTWAVE [FOLDER for screenshots]
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [program, folder] = process.argv.slice(2);
const port = 18470;

// A second voice: another speaker of the same models.
const voices = mkdtempSync(join(tmpdir(), "voices-"));
const shipped = JSON.parse(execFileSync(program, ["voices", "--json"])).find(({ name }) => name === "kathleen").folder;
mkdirSync(join(voices, "second"));
writeFileSync(join(voices, "second/voice.json"), JSON.stringify({
  name: "Second", language: "en-us", licence: "CC0-1.0", speaker: "ljspeech",
  files: { acoustic: join(shipped, "acoustic.safetensors"), vocoder: join(shipped, "vocoder.safetensors") },
}));

async function start() {
  const service = spawn(program, ["serve", "--port", String(port), "--cores", "1"], {
    stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, DRIFTWAVE_VOICES: voices } });
  let said = "";
  for await (const text of service.stderr) {
    said += text;
    if (said.includes("ready")) return service;
  }
  throw new Error(said);
}
const end = (service) => new Promise((done) => { service.once("exit", done); service.kill("SIGKILL"); });

let service = await start();
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"] });
try {
  const page = await browser.newPage({ viewport: { width: 1000, height: 1000 } });
  const problems = [];
  page.on("pageerror", (problem) => problems.push(problem.message));
  await page.goto(`http://127.0.0.1:${port}/`);
  const status = page.locator("#status");
  const says = (words) => page.locator("#status", { hasText: words }).waitFor();
  await page.locator("#voice option").first().waitFor({ state: "attached" });

  // What lights up is gone soon: it is written down.
  await page.evaluate(() => {
    window.lit = new Set();
    new MutationObserver((changes) => changes.forEach(({ target }) => {
      if (target.classList?.contains("heard")) window.lit.add(target.textContent);
    })).observe(document.querySelector("#words"), { subtree: true, attributes: true });
  });

  // It speaks, shows words and picture, and offers the sound. With the keyboard alone.
  await page.fill("#text", "One boat came in. Two went out.");
  await page.focus("#text");
  await page.keyboard.press("Control+Enter");
  await says(" seconds.");
  while ((await page.evaluate(() => window.lit.size)) === 0) await page.waitForTimeout(50);
  assert.deepEqual(await page.locator("#words span").allTextContents(), ["One", "boat", "came", "in", "Two", "went", "out"]);
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#download")]);
  assert.equal(download.suggestedFilename(), "speech.wav");
  const lit = await page.evaluate(() => {
    const canvas = document.querySelector("#picture");
    const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    return data.filter((value, i) => i % 4 === 0 && value > 60).length;
  });
  assert.ok(lit > 1000, `a picture with ${lit} bright points`);
  if (folder) await page.screenshot({ path: `${folder}/page.png`, fullPage: true });

  // It speaks with the voice that is chosen.
  assert.equal(await page.locator("#voice").inputValue(), "kathleen");
  await page.selectOption("#voice", "second");
  const [asked] = await Promise.all([page.waitForRequest("**/v1/audio/speech/timings"), page.click("#speak")]);
  assert.equal(asked.postDataJSON().voice, "second");
  await says(" seconds.");
  const [other] = await Promise.all([page.waitForEvent("download"), page.click("#download")]);
  assert.notDeepEqual(readFileSync(await other.path()), readFileSync(await download.path()));
  await page.selectOption("#voice", "kathleen");

  // It stops.
  await page.fill("#text", "The captain waved, and then he laughed. ".repeat(200));
  await page.click("#speak");
  await page.locator("#words span").first().waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await status.textContent(), "Stopped.");
  assert.ok(await page.locator("#stop").isDisabled());

  // It says what is wrong.
  await page.fill("#text", "...");
  await page.click("#speak");
  await says("nothing that has a sound");

  // It shows a recording that is dropped, and resynthesises it.
  const spoken = readFileSync(await download.path());
  const dropped = (names) => page.evaluateHandle(([bytes, names]) => {
    const data = new DataTransfer();
    for (const name of names) data.items.add(new File([Uint8Array.from(bytes)], name, { type: "audio/wav" }));
    return data;
  }, [[...spoken], names]);
  const drop = async (names) => page.dispatchEvent("#drop", "drop", { dataTransfer: await dropped(names) });
  const saved = async () => {
    const [file] = await Promise.all([page.waitForEvent("download"), page.click("#download")]);
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
  };
  assert.ok(await page.locator("#make").isDisabled());
  await drop(["one.wav"]);
  await says("one.wav is there");
  await page.locator("#wave").waitFor();
  const rate = spoken.readUInt32LE(24), seconds = (spoken.length - 44) / 2 / rate;
  assert.equal(await page.locator("#wave").getAttribute("aria-label"), `Waveform of one.wav, ${seconds.toFixed(2)} seconds`);
  assert.ok(await page.evaluate(() => new Promise((done) => {
    const original = document.querySelector("#original");
    original.oncanplay = () => done(true);
    original.onerror = () => done(false);
    original.load();
  })));
  await page.click("#make");
  await says(" seconds.");
  const again = await saved();
  assert.equal(again.name, "resynthesis.wav");
  assert.equal(again.bytes.length, spoken.length);

  // It repairs a gap that is written with the keyboard, and one that is drawn.
  await page.focus("#edit-vocode");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  assert.ok(await page.locator("#for-repair").isVisible());
  await page.keyboard.press("Tab");
  await page.keyboard.type("0.2");
  await page.keyboard.press("Tab");
  await page.keyboard.type("0.23");
  const box = await page.locator("#wave").boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.52, box.y + box.height / 2);
  await page.mouse.up();
  assert.equal(await page.locator("#gaps li").count(), 2);
  if (folder) await page.screenshot({ path: `${folder}/page_repair.png`, fullPage: true });
  await page.focus("#gaps li:nth-child(2) input");
  await page.keyboard.press("Enter");
  await says(" seconds.");
  const repaired = await saved();
  assert.equal(repaired.name, "repaired.wav");
  assert.equal(repaired.bytes.length, spoken.length);
  assert.equal(repaired.bytes.readUInt32LE(40), spoken.length - 44);
  const half = seconds / 2;
  const changes = [...Array((spoken.length - 44) / 2).keys()].map((n) => ({
    t: n / rate,
    by: Math.abs(spoken.readInt16LE(44 + 2 * n) - repaired.bytes.readInt16LE(44 + 2 * n)),
  }));
  const inFirst = ({ t }) => t > 0.195 && t < 0.235;
  const inSecond = ({ t }) => t > half - 0.02 && t < half * 1.05;
  const most = (of) => of.reduce((so_far, { by }) => Math.max(so_far, by), 0);
  assert.ok(most(changes.filter(inFirst)) > 0 && most(changes.filter(inSecond)) > 0);
  // Around the gaps nothing but the mark.
  const around = changes.filter((c) => !inFirst(c) && !inSecond(c));
  assert.ok(most(around) < 0.3 * most(changes), `${most(around)} of ${most(changes)}`);
  const far = changes.filter(({ t }) => t > half * 1.05 + 1.53);
  assert.equal(most(far), 0);
  await page.locator("#gaps button").first().click();
  await page.locator("#gaps input").nth(1).fill("0");
  await page.click("#make");
  await says("gap: want FIRST-LAST");

  // It morphs two that are dropped together.
  await drop(["one.wav", "two.wav"]);
  await says("one.wav is there");
  assert.ok(await page.locator("#for-morph").isVisible());
  await page.click("#make");
  await says(" seconds.");
  assert.equal((await saved()).name, "morph.wav");

  // It outlives the service.
  await end(service);
  await page.fill("#text", "Hello.");
  await page.click("#speak");
  await says("does not answer");
  service = await start();
  await page.click("#speak");
  await says(" seconds.");

  // On a phone, and in the dark, nothing is wider than the screen.
  await page.setViewportSize({ width: 360, height: 740 });
  await page.emulateMedia({ colorScheme: "dark" });
  for (const edit of ["vocode", "morph", "repair"]) {
    await page.check(`#edit-${edit}`);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360), edit);
  }
  if (folder) await page.screenshot({ path: `${folder}/page_phone_dark.png`, fullPage: true });
  // Each control has a name that a screen reader says.
  const nameless = await page.evaluate(() => [...document.querySelectorAll("input, select, textarea, button")]
    .filter((control) => !(control.labels?.length || control.textContent.trim() || control.ariaLabel)).map((control) => control.id));
  assert.deepEqual(nameless, []);
  assert.deepEqual(problems, []);
  console.log("page: passed");
} finally {
  await browser.close();
  await end(service);
  rmSync(voices, { recursive: true });
}
