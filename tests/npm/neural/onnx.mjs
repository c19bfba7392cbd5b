// Runs ONNX models. Standard input holds one JSON line a call: {"model": path, "inputs": {name: {"type", "dims", "data"}}};
// standard output gets one JSON line for each: {output name: numbers}.
import { createInterface } from "node:readline";
import { InferenceSession, Tensor } from "onnxruntime-node";

const sessions = new Map();

for await (const line of createInterface({ input: process.stdin })) {
  const { model, inputs } = JSON.parse(line);
  if (!sessions.has(model)) sessions.set(model, await InferenceSession.create(model));

  const feeds = {};
  for (const [name, { type, dims, data }] of Object.entries(inputs)) {
    feeds[name] = new Tensor(type, type === "int64" ? BigInt64Array.from(data, BigInt) : Float32Array.from(data), dims);
  }

  const results = await sessions.get(model).run(feeds);
  console.log(JSON.stringify(Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, Array.from(data)]))));
}
