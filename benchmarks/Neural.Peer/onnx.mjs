// ONNX Runtime as a peer:   node onnx.mjs FOLDER THREADS
// Reads lines "NETWORK BATCH LENGTH SECONDS" and answers each with the median time of a call in microseconds and the first sequence's logits.
import { createInterface } from "node:readline";
import * as ort from "onnxruntime-node";

const [folder, threads] = process.argv.slice(2);
const options = { intraOpNumThreads: Number(threads), interOpNumThreads: 1, graphOptimizationLevel: "all", executionMode: "sequential" };
const sessions = {
  gru: await ort.InferenceSession.create(`${folder}/gru.onnx`, options),
  bert: await ort.InferenceSession.create(`${folder}/bert.onnx`, options),
};

// The same inputs for everybody.
const features = (batch, length) =>
  new ort.Tensor("float32", Float32Array.from({ length: batch * length * 10 }, (_, i) => ((i * 37) % 101) / 50 - 1), [batch, length, 10]);
const tokens = (batch, length) =>
  new ort.Tensor("int64", BigInt64Array.from({ length: batch * length }, (_, i) => BigInt((i * 7919) % 30522)), [batch, length]);

for await (const line of createInterface({ input: process.stdin })) {
  const [network, batch, length, seconds] = line.split(" ");
  const session = sessions[network];
  const input = (network === "gru" ? features : tokens)(Number(batch), Number(length));
  const times = [];
  const end = performance.now() + Number(seconds) * 1000;
  let logits;
  for (let start = performance.now(); start < end; ) {
    ({ logits } = await session.run({ input }));
    const now = performance.now();
    times.push(now - start);
    start = now;
  }
  times.sort((a, b) => a - b);
  console.log((times[times.length >> 1] * 1000).toFixed(3), ...logits.data.slice(0, 3));
}
