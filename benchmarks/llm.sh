# What a language call costs on its way through the system, beside npm @portkey-ai/gateway before the same local provider. Sourced by run.sh.
# Everything runs on this machine at once, the load included, so that only the ratios of one run say something. Needs wrk, node and npm.
# shellcheck source=processes.sh
source "$folder/processes.sh"
needs llm wrk node npm
(cd "$folder/Llm.Peer" && [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --loglevel=error) >&2
build Gateway Orchestrator LlmGateway benchmarks/Llm.Bench
read -r upstream peer llm_http llm_grpc orchestrator gateway <<<"$(free_ports 6)"

export LLM_BENCH_KEY=mcts_benchmark-of-the-way-to-a-provider
hash=$(printf %s "$LLM_BENCH_KEY" | sha256sum | cut -d ' ' -f 1)
llm="http://127.0.0.1:$llm_grpc"
start provider dotnet "$(built benchmarks/Llm.Bench)" upstream "$upstream"
start peer env NODE_ENV=production node "$folder/Llm.Peer/node_modules/@portkey-ai/gateway/build/start-server.js" --headless --port="$peer"
start llm env "ASPNETCORE_URLS=http://127.0.0.1:$llm_http;$llm" GRPC_PORT="$llm_grpc" LLM_PROVIDER=openai \
  OPENAI_API_KEY=sk-of-the-benchmark-0123456789abcdef OPENAI_BASE_URL="http://127.0.0.1:$upstream/v1" dotnet "$(built LlmGateway)"
start orchestrator env "ASPNETCORE_URLS=http://127.0.0.1:$orchestrator" "services__llm-gateway__grpc__0=$llm" "services__llm-gateway__http__0=http://127.0.0.1:$llm_http" dotnet "$(built Orchestrator)"
start gateway env "ASPNETCORE_URLS=http://127.0.0.1:$gateway" "services__orchestrator__http__0=http://127.0.0.1:$orchestrator" ApiKeys__0__Hash="$hash" \
  ApiKeys__0__Limits__PerSecond=10000000 ApiKeys__0__Limits__PerMinute=10000000 ApiKeys__0__Limits__PerHour=10000000 ApiKeys__0__Limits__PerDay=10000000 dotnet "$(built Gateway)"
answers "http://127.0.0.1:$upstream/" && answers "http://127.0.0.1:$peer/" && answers "http://127.0.0.1:$llm_http/health"
answers "http://127.0.0.1:$orchestrator/health" && answers "http://127.0.0.1:$gateway/health"

# load PORT MODEL CONNECTIONS SECONDS [HEADERS]: "p50_ms rate errors". wrk has one thread, so that it takes no more than its part of two cores.
load() {
  LLM_BENCH_MODEL=$2 LLM_BENCH_HEADERS=${5:-} wrk -t1 -c"$3" -d"$4"s --latency -s "$folder/llm.lua" "http://127.0.0.1:$1/v1/chat/completions" | tail -n 1
}
portkey="x-portkey-provider=openai x-portkey-custom-host=http://127.0.0.1:$upstream/v1"

# Warm, with the parts compiled for good.
load "$peer" static-1 32 5 "$portkey" >/dev/null
load "$gateway" direct 32 15 >/dev/null
load "$gateway" direct 1 5 >/dev/null

# In turn, so that what else the machine does falls on all of them. The median of the rounds counts.
for _ in 1 2 3 4 5; do
  load "$upstream" static-1 1 3 >>"$work/upstream1"
  load "$peer" static-1 1 3 "$portkey" >>"$work/peer1"
  load "$gateway" direct 1 3 >>"$work/ours1"
  load "$peer" static-1 32 4 "$portkey" >>"$work/peer32"
  load "$gateway" direct 32 4 >>"$work/ours32"
done
upstream_p50=$(cut -d ' ' -f 1 "$work/upstream1" | median)
peer_added=$(awk -v p="$(cut -d ' ' -f 1 "$work/peer1" | median)" -v u="$upstream_p50" 'BEGIN { printf "%.3f", p - u }')
ours_added=$(awk -v p="$(cut -d ' ' -f 1 "$work/ours1" | median)" -v u="$upstream_p50" 'BEGIN { printf "%.3f", p - u }')
peer_rate=$(cut -d ' ' -f 2 "$work/peer32" | median)
ours_rate=$(cut -d ' ' -f 2 "$work/ours32" | median)
peer_errors=$(cut -d ' ' -f 3 "$work/peer1" "$work/peer32" | sum_of)

# Over gRPC, from a client in .NET.
declare -A grpc=()
while read -r key value; do grpc[$key]=$value; done < <(dotnet "$(built benchmarks/Llm.Bench)" grpc "$llm" "http://127.0.0.1:$upstream" 10)
figure "Complete over gRPC beyond an empty call and the provider, p50" "${grpc[added_ms]:-}" - "<=" 0.1 ms
figure "A cache hit over gRPC beyond an empty call, p50" "${grpc[hit_ms]:-}" - "<=" 0.1 ms
figure "Complete over gRPC at 32 in flight" "$(ratio "${grpc[completes_per_second_32]:-0}" "$peer_rate")" "1 ($peer_rate /s)" ">=" 8 "times the peer's rate"
figure "/v1/chat/completions, direct, added at one connection, p50" "$(ratio "$ours_added" "$peer_added")" "1 ($peer_added ms)" "<=" 0.8 "times the peer's"
figure "/v1/chat/completions, direct, at 32 connections" "$(ratio "$ours_rate" "$peer_rate")" "1 ($peer_rate /s)" ">=" 4 "times the peer's rate"

# Memory: what all three services hold after a warm start, and after 100,000 requests more.
all_resident() { for pid in "$llm_pid" "$orchestrator_pid" "$gateway_pid"; do resident "$pid"; done | sum_of; }
requests=0 errors=$(cut -d ' ' -f 3 "$work/ours1" "$work/ours32" | sum_of)
before=$(all_resident)
while [ "$requests" -lt 100000 ]; do
  read -r _ rate wrong <<<"$(load "$gateway" direct 32 10)"
  requests=$(awk -v n="$requests" -v r="$rate" 'BEGIN { printf "%d", n + r * 10 }')
  errors=$((errors + wrong))
  [ "$requests" -gt 0 ] || break
done
after=$(all_resident)
figure "errors in more than 100,000 requests" "$errors" "$peer_errors" "<=" 0 errors
figure "memory of the services after 100,000 requests" "$(awk -v a="$after" -v b="$before" 'BEGIN { printf "%.1f", (a - b) * 100 / b }')" - "<=" 10 "% more than before"

echo "llm: upstream p50 $upstream_p50 ms; added: peer $peer_added ms, ours $ours_added ms; at 32: peer $peer_rate /s, ours $ours_rate /s" >&2
echo "llm: gRPC p50 ${grpc[complete_p50_ms]:-} ms, an empty call ${grpc[empty_p50_ms]:-} ms, the provider ${grpc[upstream_p50_ms]:-} ms; ${grpc[completes_per_second_32]:-} /s at 32; memory $before to $after kB" >&2
