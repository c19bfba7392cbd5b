# The speed of the routers' networks beside npm onnxruntime-node and Debian's PyTorch on the same weights, in turn in one run. Sourced by run.sh.
# Needs node, npm, Debian's python3-torch and python3-onnx, and its OpenBLAS (libopenblas0-pthread), without which PyTorch is several times slower.
work=$(mktemp -d)
service=
trap 'if [ -n "$service" ]; then kill "$service"; wait "$service" 2>/dev/null; fi; rm -rf "$work"' EXIT

for program in node npm; do
  command -v "$program" >/dev/null || { echo "neural: $program is not on PATH" >&2; exit 2; }
done
/usr/bin/python3 -c 'import torch, onnx' 2>/dev/null || { echo "neural: install python3-torch and python3-onnx" >&2; exit 2; }
blas=$(find /usr/lib -path '*openblas-pthread/libblas.so.3' | head -1)
[ -n "$blas" ] || { echo "neural: install libopenblas0-pthread, as PyTorch is measured at its best" >&2; exit 2; }

(cd "$folder/Neural.Peer" && [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --loglevel=error) >&2
for project in benchmarks/Neural.Bench benchmarks/Grpc.Bench MetaControllerService; do
  dotnet build "$folder/../$project" --nologo -v quiet -clp:ErrorsOnly >&2
done
built() { echo "$folder/../$1/bin/Debug/net10.0/$(basename "$1").dll"; }
/usr/bin/python3 -B "$folder/Neural.Peer/networks.py" "$work" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 2; }

declare -A measured=()
take_figures() {
  local key value
  while read -r key value; do
    measured[$key]=$value
    echo "neural: $key $value" >&2
  done
}
take_figures < <(LD_LIBRARY_PATH="$(dirname "$blas")" dotnet "$(built benchmarks/Neural.Bench)" \
  compare "$work" "$folder/Neural.Peer/onnx.mjs" "$folder/Neural.Peer/torch_peer.py" 9)

# Over gRPC, from one process to another as in the app, beside the empty call of a service that has nothing else.
read -r http grpc <<<"$(python3 - <<'PY'
import socket
sockets = [socket.socket() for _ in range(2)]
for s in sockets: s.bind(("127.0.0.1", 0))
print(*(s.getsockname()[1] for s in sockets))
PY
)"
env ASPNETCORE_ENVIRONMENT=Production MCTS_DATA_DIR="$work/data" "ASPNETCORE_URLS=http://127.0.0.1:$http;http://127.0.0.1:$grpc" GRPC_PORT="$grpc" \
  META_CONTROLLER_TYPE=rnn META_CONTROLLER_MODEL="$work/gru.safetensors" dotnet "$(built MetaControllerService)" >"$work/log" 2>&1 &
service=$!
for _ in $(seq 600); do
  curl -s -o /dev/null "http://127.0.0.1:$http/health" && break
  sleep 0.1
done
coproc echo_server { exec dotnet "$(built benchmarks/Grpc.Bench)" serve; }
read -r _ address <&"${echo_server[0]}"
take_figures < <(dotnet "$(built benchmarks/Neural.Bench)" grpc "http://127.0.0.1:$grpc" "$address")
exec {echo_server[1]}>&-

# In microseconds; the peers' are ONNX Runtime's and PyTorch's.
gru() { figure "$1" "${measured[$2_ours]:-}" "${measured[$2_onnx]:--}, ${measured[$2_torch]:--}" "<=" "$3" µs; }
gru "GRU, batch 1" gru_1x1_1 0.8
gru "GRU, batch 1, sequence of 10" gru_1x10_1 7
gru "GRU, batch 256" gru_256x1_1 100
bert() { figure "$1" "${measured[$2_by_onnx]:-}" "1 (${measured[$2_onnx]:--} µs; PyTorch ${measured[$2_torch]:--})" "<=" "$3" "times ONNX Runtime's time"; }
bert "BERT-mini, batch 1, one thread" bert_1x64_1 0.85
bert "BERT-mini, batch 8, one thread" bert_8x64_1 0.85
bert "BERT-mini, batch 1, two threads" bert_1x64_2 0.95
bert "BERT-mini, batch 8, two threads" bert_8x64_2 0.95
figure "allocated by a prediction" "${measured[prediction_bytes]:-}" - "<=" 0 bytes
training() { figure "$1" "${measured[$2_best_by_torch]:-}" "1 (${measured[$2_torch_best]:--} µs)" "<=" 1 "times PyTorch's time"; }
training "GRU, training step, batch 32, sequences of 10" gru-train
training "BERT-mini, training step, batch 8" bert-train
figure "GRU over gRPC beyond an empty call, p50" "${measured[added_ms]:-}" "0 (${measured[empty_ms]:--} ms)" "<=" 0.05 ms
