// The official client of the Model Context Protocol calls `driftwave serve --mcp`:
//
//   npm install @modelcontextprotocol/sdk@1
//   node mcp_client.mjs DRIFTWAVE
import assert from "node:assert/strict";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const client = new Client({ name: "test", version: "1" });
await client.connect(new StdioClientTransport({ command: process.argv[2], args: ["serve", "--mcp", "--cores", "1"] }));
assert.equal(client.getServerVersion().name, "driftwave");
await client.ping();
const { tools } = await client.listTools();
assert.deepEqual(tools.map((tool) => tool.name), ["speak"]);

const spoken = await client.callTool({ name: "speak", arguments: { input: "Hello.", response_format: "wav" } });
assert.ok(!spoken.isError);
assert.equal(spoken.content[0].type, "audio");
assert.equal(Buffer.from(spoken.content[0].data, "base64").toString("latin1", 0, 4), "RIFF");

assert.ok((await client.callTool({ name: "speak", arguments: { input: "..." } })).isError);
await assert.rejects(client.callTool({ name: "dance", arguments: {} }));

// A call that is given up does not hold the next one up.
const given = new AbortController();
const long = client.callTool({ name: "speak", arguments: { input: "The captain waved. ".repeat(1000) } }, undefined, { signal: given.signal });
given.abort();
await assert.rejects(long);
await client.callTool({ name: "speak", arguments: { input: "Hello." } });
await client.close();
console.log("mcp client: passed");
