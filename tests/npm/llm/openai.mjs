// Calls a server as OpenAI's own client does, one model of it after the other; prints what came back as one line of JSON.
// usage: node openai.mjs http://127.0.0.1:1234/v1
import OpenAI from "openai";

const client = new OpenAI({ baseURL: process.argv[2], apiKey: "sk-test", maxRetries: 0 });
const messages = [{ role: "user", content: "hello" }];
const said = {};

async function failureOf(call) {
  try {
    await call();
    return "no failure";
  } catch (error) {
    return error;
  }
}

const says = await client.chat.completions.create({ model: "says", messages });
said.says = [says.choices[0].message.content, says.choices[0].finish_reason, says.model, says.usage.prompt_tokens, says.usage.completion_tokens];
said.refuses = (await client.chat.completions.create({ model: "refuses", messages })).choices[0].message.refusal;
const tool = (await client.chat.completions.create({ model: "tool", messages })).choices[0];
said.tool = [tool.finish_reason, tool.message.tool_calls[0].function.name];

let text = "";
let finish;
let usage;
for await (const chunk of await client.chat.completions.create({ model: "streams", messages, stream: true, stream_options: { include_usage: true } })) {
  text += chunk.choices[0]?.delta.content ?? "";
  finish = chunk.choices[0]?.finish_reason ?? finish;
  usage = chunk.usage ?? usage;
}
said.streams = [text, finish, usage.prompt_tokens, usage.completion_tokens];

const embeddings = await client.embeddings.create({ model: "embeds", input: ["a", "b"] });
said.embeds = embeddings.data.toSorted((a, b) => a.index - b.index).map((item) => item.embedding[0]);

for (const model of ["key", "busy", "broken"]) {
  const error = await failureOf(() => client.chat.completions.create({ model, messages }));
  said[model] = [error.constructor.name, error.status];
  if (error.headers?.get("retry-after")) said[model].push(error.headers.get("retry-after"));
}

const half = await failureOf(() => client.chat.completions.create({ model: "half", messages }));
said.half = half instanceof Error ? "failed" : half;
const cut = await failureOf(async () => {
  for await (const _ of await client.chat.completions.create({ model: "cut", messages, stream: true }));
});
said.cut = cut instanceof Error ? "failed" : cut;

console.log(JSON.stringify(said));
