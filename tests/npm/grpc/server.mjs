// An echo server on the official library. Prints "listening PORT"; ends when its input ends.
import { fileURLToPath } from 'node:url';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const definition = loader.loadSync(fileURLToPath(new URL('echo.proto', import.meta.url)), { keepCase: true, defaults: true });
const { Echo } = grpc.loadPackageDefinition(definition).mcts.test.v1;
const say = (event) => console.log(event);

function failure(request) {
  if (request.behaviour !== 'fail') return null;
  const metadata = new grpc.Metadata();
  metadata.set('reason', 'absent');
  metadata.set('grpc-status-details-bin', Buffer.from([0, 1, 255]));
  return { code: grpc.status.NOT_FOUND, details: request.text, metadata };
}

const reply = (request, index = 0) => ({ text: request.text, payload: request.payload, index });

const server = new grpc.Server({ 'grpc.max_receive_message_length': 8 * 1024 * 1024, 'grpc.default_compression_algorithm': process.argv[2] === 'gzip' ? 2 : 0 });
server.addService(Echo.service, {
  unary(call, callback) {
    const { request } = call;
    call.on('cancelled', () => say('cancelled unary'));
    if (request.behaviour === 'hang') return say(`hanging until ${call.getDeadline() === Infinity ? 'ever' : 'a deadline'}`);
    const error = failure(request);
    if (error) return callback(error);
    if (request.behaviour === 'echo-metadata') {
      const headers = new grpc.Metadata();
      headers.set('early', 'yes');
      call.sendMetadata(headers);
      const trailers = new grpc.Metadata();
      for (const key of Object.keys(call.metadata.getMap())) {
        if (key.startsWith('x-')) for (const value of call.metadata.get(key)) trailers.add(key, value);
      }
      return callback(null, reply(request), trailers);
    }
    callback(null, reply(request));
  },
  collect(call, callback) {
    const texts = [];
    call.on('data', (request) => texts.push(request.text));
    call.on('cancelled', () => say('cancelled collect'));
    call.on('end', () => callback(null, { text: texts.join(','), index: texts.length }));
  },
  expand(call) {
    const { request } = call;
    call.on('cancelled', () => say('cancelled expand'));
    for (let i = 0; i < request.count; i++) call.write(reply(request, i));
    if (request.behaviour === 'hang') return say('hanging');
    const error = failure(request);
    if (error) call.emit('error', error);
    else call.end();
  },
  chat(call) {
    let index = 0;
    call.on('data', (request) => call.write(reply(request, index++)));
    call.on('cancelled', () => say('cancelled chat'));
    call.on('end', () => call.end());
  },
});

server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  say(`listening ${port}`);
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
