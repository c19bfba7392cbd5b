// Calls the server at the address given, in the way named, and prints what came back as one line of JSON.
import { fileURLToPath } from 'node:url';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const [address, scenario] = process.argv.slice(2);
const definition = loader.loadSync(fileURLToPath(new URL('echo.proto', import.meta.url)), { keepCase: true, defaults: true });
const { Echo } = grpc.loadPackageDefinition(definition).mcts.test.v1;
const client = new Echo(address, grpc.credentials.createInsecure(), {
  'grpc.max_receive_message_length': 8 * 1024 * 1024,
  'grpc.default_compression_algorithm': scenario === 'gzip' ? 2 : 0,
});
const metadata = new grpc.Metadata();
const bytes = (size) => Buffer.alloc(size, 7);

/** Ends with what a call with one response brought. `during` gets the call when it has begun. */
function single(start, during) {
  return new Promise((resolve) => {
    const result = {};
    const call = start((_, response) => {
      if (response) result.response = { text: response.text, index: response.index, size: response.payload?.length ?? 0 };
    });
    call.on('metadata', (headers) => (result.headers = headers.getMap()));
    // The last of the events, but before the callback: so the answer waits for one turn.
    call.on('status', ({ code, details, metadata: trailers }) => setImmediate(() => {
      const counts = Object.fromEntries(Object.keys(trailers.getMap()).map((key) => [key, trailers.get(key).length]));
      resolve({ ...result, code, details, trailers: trailers.getMap(), counts });
    }));
    during?.(call);
  });
}

/** Ends with what a call with a stream of responses brought. `onData` gets how many there are after each. */
function many(call, onData) {
  return new Promise((resolve) => {
    const texts = [];
    const indexes = [];
    call.on('data', (response) => {
      texts.push(response.text);
      indexes.push(response.index);
      onData?.(texts.length);
    });
    call.on('error', () => {});
    call.on('status', ({ code, details }) => setImmediate(() => resolve({ texts, indexes, code, details })));
  });
}

const scenarios = {
  unary: () => single((done) => client.unary({ text: 'hello' }, done)),
  large: () => single((done) => client.unary({ text: 'large', payload: bytes(3 * 1024 * 1024) }, done)),
  gzip: () => single((done) => client.unary({ text: 'small', payload: bytes(100_000), behaviour: 'gzip' }, done)),
  tooLarge: () => single((done) => client.unary({ payload: bytes(5 * 1024 * 1024) }, done)),
  error: () => single((done) => client.unary({ behaviour: 'fail', text: 'nothing: ü %' }, done)),
  throwing: () => single((done) => client.unary({ behaviour: 'throw' }, done)),
  details: () => single((done) => client.unary({ behaviour: 'rich-error', payload: Buffer.from([0, 1, 255]) }, done)),
  metadata: () => {
    metadata.add('x-text', 'one');
    metadata.add('x-bytes-bin', Buffer.from([1, 2]));
    metadata.add('x-bytes-bin', Buffer.from([255]));
    return single((done) => client.unary({ behaviour: 'echo-metadata' }, metadata, done));
  },
  headers: () => single((done) => client.unary({ behaviour: 'headers' }, done)),
  deadline: () => single((done) => client.unary({ behaviour: 'hang' }, metadata, { deadline: Date.now() + 4000 }, done)),
  deadlineDeaf: () => single((done) => client.unary({ behaviour: 'hang-deaf' }, metadata, { deadline: Date.now() + 1000 }, done)),
  cancel: () => single((done) => client.unary({ behaviour: 'hang-after-headers' }, done), (call) => call.on('metadata', () => call.cancel())),
  collect: () => single((done) => {
    const call = client.collect(done);
    for (let i = 0; i < 100; i++) call.write({ text: `${i}` });
    call.end();
    return call;
  }),
  expand: () => many(client.expand({ text: 'x', count: 1000 })),
  expandError: () => many(client.expand({ text: 'enough', count: 3, behaviour: 'fail' })),
  cancelStream: () => {
    const call = client.expand({ count: 2, behaviour: 'hang' });
    return many(call, (count) => count === 2 && call.cancel());
  },
  chat: () => {
    const call = client.chat();
    const result = many(call, (count) => (count < 100 ? call.write({ text: `${count}` }) : call.end()));
    call.write({ text: '0' });
    return result;
  },
  unknown: () => single((done) => client.makeUnaryRequest('/mcts.test.v1.Echo/Absent', (x) => x, (x) => x, Buffer.alloc(0), done)),
  // The bytes of the answer, since the health protocol is not loaded here.
  health: () => new Promise((resolve) => {
    client.makeUnaryRequest('/grpc.health.v1.Health/Check', (x) => x, (x) => x, Buffer.alloc(0), (error, response) =>
      resolve({ code: error?.code ?? 0, response: response && [...response] }));
  }),
};

// So that a deadline counts from a connection that stands.
await new Promise((resolve, reject) => client.waitForReady(Date.now() + 30_000, (error) => (error ? reject(error) : resolve())));
console.log(JSON.stringify(await scenarios[scenario]()));
client.close();
