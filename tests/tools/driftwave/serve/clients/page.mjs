// The page of `driftwave serve` in a real Chromium:
//
//   apt-get install chromium && npm install playwright-core
//   node page.mjs DRIFTWAVE [FOLDER for screenshots]
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { chromium } from "playwright-core";

const [program, folder] = process.argv.slice(2);
const port = 18470;

async function start() {
  const service = spawn(program, ["serve", "--port", String(port), "--cores", "1"], { stdio: ["ignore", "ignore", "pipe"] });
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

  // It resynthesises a recording.
  const path = await download.path();
  writeFileSync(`${path}.wav`, (await import("node:fs")).readFileSync(path));
  await page.setInputFiles("#recording", `${path}.wav`);
  await says(" seconds.");

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
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360));
  if (folder) await page.screenshot({ path: `${folder}/page_phone_dark.png`, fullPage: true });
  // Each control has a name that a screen reader says.
  const nameless = await page.evaluate(() => [...document.querySelectorAll("input, select, textarea, button")]
    .filter((control) => !(control.labels?.length || control.textContent.trim())).map((control) => control.id));
  assert.deepEqual(nameless, []);
  assert.deepEqual(problems, []);
  console.log("page: passed");
} finally {
  await browser.close();
  await end(service);
}
