# How long a newcomer waits for the app, and what a call between two services costs. Sourced by run.sh.
work=$(mktemp -d)
app=
stop_app() {
  if [ -n "$app" ]; then
    kill -TERM "$(pgrep -f "^.*$work/app/AppHost/bin/.*" | head -1)" 2>/dev/null
    wait "$app" 2>/dev/null
    app=
  fi
}
trap 'stop_app; rm -rf "$work"' EXIT

# Packages are in the NuGet cache, as the target says; nothing else is warm.
dotnet restore "$folder/../MctsAspire.sln" --nologo -v quiet >&2
git clone --quiet --depth 1 "file://$(cd "$folder/.." && git rev-parse --show-toplevel)" "$work/app"

seconds_until_ready() {
  local from line
  from=$(date +%s.%N)
  (cd "$work/app" && exec env MCTS_DATA_DIR="$work/data" MSBUILDDISABLENODEREUSE=1 dotnet run --project AppHost -- --port "$1") >"$work/log" 2>&1 &
  app=$!
  while ! grep -q '^ready: ' "$work/log"; do
    kill -0 "$app" 2>/dev/null || { echo "start: the app ended:" >&2; tail -n 20 "$work/log" >&2; return 1; }
    sleep 0.05
  done
  ready_seconds=$(awk -v from="$from" -v to="$(date +%s.%N)" 'BEGIN { printf "%.1f", to - from }')
}

port=$(python3 - <<'PY' 2>/dev/null || echo 18000
import socket
with socket.socket() as s:
    s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])
PY
)
ready_seconds= && seconds_until_ready "$port"
figure "ready after a clean clone" "$ready_seconds" - "<=" 90 s
stop_app
ready_seconds= && seconds_until_ready "$port"
figure "ready at the second start" "$ready_seconds" - "<=" 20 s
stop_app

# A call over the stand-in for gRPC between two processes, beside a plain HTTP/2 POST of the same bytes as the peer.
declare -A measured=()
while read -r key value; do measured[$key]=$value; done < <(dotnet run --project "$folder/Grpc.Bench" -- measure)
figure "gRPC unary call, sequential, p50" "${measured[unary_p50_ms]:-}" "${measured[http_post_p50_ms]:--} (POST)" "<=" 0.27 ms
figure "gRPC unary calls at 32 in flight" "${measured[unary_calls_per_second_32]:-}" "${measured[http_posts_per_second_32]:--} (POST)" ">=" 10000 /s
