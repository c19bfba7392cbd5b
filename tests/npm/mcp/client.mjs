// Starts an MCP server, lists its tools and calls some of them; prints what came back as one line of JSON.
// usage: node client.mjs '{"command": "...", "args": [], "env": {}, "calls": [{"name": "...", "arguments": {}}]}'
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const { command, args, env, calls } = JSON.parse(process.argv[2]);
const client = new Client({ name: "mcts-aspire-tests", version: "1.0.0" });
await client.connect(new StdioClientTransport({ command, args, env, stderr: "inherit" }));

const { tools } = await client.listTools();
const results = [];
for (const call of calls) {
  try {
    results.push(await client.callTool(call));
  } catch (error) {
    results.push({ thrown: error.message });
  }
}

console.log(JSON.stringify({ server: client.getServerVersion(), tools, results }));
await client.close();
