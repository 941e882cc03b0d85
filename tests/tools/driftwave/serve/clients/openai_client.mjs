// The official OpenAI client speaks through `driftwave serve`:
//
//   npm install openai@4
//   node openai_client.mjs http://127.0.0.1:8470
import assert from "node:assert/strict";
import OpenAI from "openai";

const url = process.argv[2];
const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: process.env.DRIFTWAVE_KEY ?? "none", maxRetries: 0 });
const input = "The captain waved, and then he laughed.";

const speech = await client.audio.speech.create({ model: "tts-1", voice: "alloy", input, response_format: "wav" });
const wav = Buffer.from(await speech.arrayBuffer());
assert.equal(wav.toString("latin1", 0, 4), "RIFF");
assert.ok(wav.length > 44100);

// The sound comes in pieces, and they are the same sound.
const streamed = await client.audio.speech.create({ model: "tts-1", voice: "alloy", input, response_format: "pcm" });
const pieces = [];
for await (const piece of streamed.body) pieces.push(piece);
assert.ok(pieces.length > 1);
assert.ok(Buffer.concat(pieces).equals(wav.subarray(44)));

const models = await client.models.list();
assert.ok(models.data.some((model) => model.id === "tts-1"));

await assert.rejects(client.audio.speech.create({ model: "tts-1", voice: "alloy", input: "..." }), (problem) => {
  assert.ok(problem instanceof OpenAI.BadRequestError);
  assert.equal(problem.code, "nothing_to_speak");
  assert.equal(problem.param, "input");
  return true;
});
console.log("openai client: passed");
