// Makes calls with the official client and prints what came back as one line of JSON.
// usage: node client.mjs '{"baseURL": "...", "apiKey": "...", "calls": [{"what": "chat", "body": {}}]}'
// what: chat, stream, abort (a stream that is left after its first chunk), models, model (body: the name), embeddings
import OpenAI from "openai";

const { baseURL, apiKey, calls } = JSON.parse(process.argv[2]);
const client = new OpenAI({ baseURL, apiKey });

const kinds = {
  chat: (body) => client.chat.completions.create(body),
  models: async () => (await client.models.list()).data,
  model: (name) => client.models.retrieve(name),
  embeddings: (body) => client.embeddings.create(body),
  async stream(body) {
    const chunks = [];
    try {
      for await (const chunk of await client.chat.completions.create({ ...body, stream: true })) chunks.push(chunk);
    } catch (error) {
      return { chunks, ...thrown(error) };
    }
    return { chunks };
  },
  async abort(body) {
    const stream = await client.chat.completions.create({ ...body, stream: true });
    for await (const chunk of stream) {
      stream.controller.abort();
      return { chunks: [chunk] };
    }
  },
};

function thrown(error) {
  return {
    thrown: error.constructor.name,
    status: error.status ?? null,
    code: error.code ?? null,
    param: error.param ?? null,
    type: error.type ?? null,
    message: error.message,
  };
}

const results = [];
for (const { what, body } of calls) {
  try {
    results.push(await kinds[what](body));
  } catch (error) {
    results.push(thrown(error));
  }
}

console.log(JSON.stringify(results));
