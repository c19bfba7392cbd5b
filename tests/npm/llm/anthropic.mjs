// Calls a server as Anthropic's own client does, one model of it after the other; prints what came back as one line of JSON.
// usage: node anthropic.mjs http://127.0.0.1:1234
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic({ baseURL: process.argv[2], apiKey: "sk-ant-test", maxRetries: 0 });
const call = (model) => ({ model, max_tokens: 100, messages: [{ role: "user", content: "hello" }] });
const said = {};

async function failureOf(attempt) {
  try {
    await attempt();
    return "no failure";
  } catch (error) {
    return error;
  }
}

const says = await client.messages.create(call("says"));
said.says = [says.content[0].text, says.stop_reason, says.model, says.usage.input_tokens, says.usage.output_tokens];
said.refuses = (await client.messages.create(call("refuses"))).stop_reason;
const tool = await client.messages.create(call("tool"));
said.tool = [tool.stop_reason, tool.content[0].name];

const final = await client.messages.stream(call("streams")).finalMessage();
said.streams = [final.content[0].text, final.stop_reason, final.usage.input_tokens, final.usage.output_tokens];

for (const model of ["key", "busy", "overloaded"]) {
  const error = await failureOf(() => client.messages.create(call(model)));
  said[model] = [error.constructor.name, error.status, error.error?.error?.type];
}

for (const model of ["error", "cut"]) {
  const error = await failureOf(() => client.messages.stream(call(model)).finalMessage());
  said[model] = error instanceof Error ? "failed" : error;
}

console.log(JSON.stringify(said));
