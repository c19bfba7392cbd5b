# What the Gateway costs with its check of keys and all four limits, beside Debian's nginx as a reverse proxy with a check of keys and four limit_req, both before the same upstream. Sourced by run.sh.
# Everything runs on this machine at once, the load included, so that only the ratios of one run say something. Needs wrk, nginx and redis-server.
# shellcheck source=processes.sh
source "$folder/processes.sh"
PATH=$PATH:/usr/sbin
needs gateway wrk nginx redis-server redis-cli
build Gateway
read -r upstream peer redis memory shared <<<"$(free_ports 5)"

export GATEWAY_BENCH_KEY=mcts_benchmark-of-the-front-door
query='{"query":"How do you defend a camp against a night attack?","use_mcts":true,"mcts_iterations":200,"thread_id":"session_123"}'
hash=$(printf %s "$GATEWAY_BENCH_KEY" | sha256sum | cut -d ' ' -f 1)

# The upstream answers at once; the same for all.
cat >"$work/upstream.conf" <<NGINX
pid $work/upstream.pid; daemon off; worker_processes 1; error_log $work/upstream-error.log;
events { worker_connections 1024; }
http {
  access_log off; keepalive_requests 100000000; client_body_temp_path $work/upstream-body;
  proxy_temp_path $work/t1; fastcgi_temp_path $work/t2; uwsgi_temp_path $work/t3; scgi_temp_path $work/t4;
  server {
    listen 127.0.0.1:$upstream; default_type application/json;
    location /ready { return 200 '{"ready":true,"checks":{},"backends":{}}'; }
    location / { return 200 '{"response":"Guards stand around the camp.","confidence":0.85,"agents_used":["hrm","trm","mcts"],"processing_time_ms":1.5}'; }
  }
}
NGINX
# The peer as Debian ships it, with its access log; four limits on the key, and so many connections kept to the upstream as it likes.
cat >"$work/peer.conf" <<NGINX
pid $work/peer.pid; daemon off; worker_processes auto; error_log $work/peer-error.log error;
events { worker_connections 1024; }
http {
  access_log $work/peer-access.log; keepalive_requests 100000000; client_body_temp_path $work/peer-body;
  proxy_temp_path $work/p1; fastcgi_temp_path $work/p2; uwsgi_temp_path $work/p3; scgi_temp_path $work/p4;
  map \$http_x_api_key \$client { default ""; "$GATEWAY_BENCH_KEY" client_0; }
  limit_req_zone \$client zone=second:1m rate=1000000r/s; limit_req_zone \$client zone=minute:1m rate=1000000r/s;
  limit_req_zone \$client zone=hour:1m rate=1000000r/s; limit_req_zone \$client zone=day:1m rate=1000000r/s;
  upstream orchestrator { server 127.0.0.1:$upstream; keepalive 64; keepalive_requests 100000000; }
  server {
    listen 127.0.0.1:$peer;
    location / {
      if (\$client = "") { return 401; }
      limit_req zone=second burst=100000 nodelay; limit_req zone=minute burst=100000 nodelay;
      limit_req zone=hour burst=100000 nodelay; limit_req zone=day burst=100000 nodelay; limit_req_status 429;
      proxy_pass http://orchestrator; proxy_http_version 1.1; proxy_set_header Connection "";
    }
  }
}
NGINX
# gateway NAME PORT [SETTING...]: limits that are never reached, with windows that pass while it is measured, so that requests come into them and go out of them as in a service that has run for a day.
gateway() {
  start "$1" env "ASPNETCORE_URLS=http://127.0.0.1:$2" "services__orchestrator__http__0=http://127.0.0.1:$upstream" ApiKeys__0__Hash="$hash" \
    RateLimits__Windows__MinuteSeconds=2 RateLimits__Windows__HourSeconds=5 RateLimits__Windows__DaySeconds=10 \
    ApiKeys__0__Limits__PerSecond=1000000 ApiKeys__0__Limits__PerMinute=1000000 ApiKeys__0__Limits__PerHour=1000000 ApiKeys__0__Limits__PerDay=1000000 "${@:3}" dotnet "$(built Gateway)"
}
start upstream nginx -p "$work" -c "$work/upstream.conf"
start peer nginx -p "$work" -c "$work/peer.conf"
start redis redis-server --port "$redis" --bind 127.0.0.1 --save "" --appendonly no
answers "http://127.0.0.1:$upstream/" && answers "http://127.0.0.1:$peer/"
for _ in $(seq 100); do redis-cli -p "$redis" ping 2>/dev/null | grep -q PONG && break; sleep 0.1; done
gateway memory "$memory"
gateway shared "$shared" "ConnectionStrings__redis=127.0.0.1:$redis"
answers "http://127.0.0.1:$memory/health" && answers "http://127.0.0.1:$shared/health"
curl -s "http://127.0.0.1:$shared/ready" | grep -q '"rate_limits":"redis"' || { echo "gateway: Redis is not in use" >&2; exit 1; }

# load PORT CONNECTIONS SECONDS [BODY]: "p50_ms rate errors". wrk has one thread, so that it takes no more than its part of two cores.
load() {
  local path=domains
  [ -z "${4:-}" ] || path=query
  GATEWAY_BENCH_BODY=${4:-} wrk -t1 -c"$2" -d"$3"s --latency -s "$folder/gateway.lua" "http://127.0.0.1:$1/$path" | tail -n 1
}

# Warm, with the parts compiled for good.
for port in "$memory" "$shared"; do
  load "$port" 32 10 >/dev/null
  load "$port" 8 5 "$query" >/dev/null
done
load "$peer" 32 3 >/dev/null

# In turn, so that what else the machine does falls on all of them. The median of the rounds counts.
rounds=${GATEWAY_BENCH_ROUNDS:-5}
for _ in $(seq "$rounds"); do
  load "$upstream" 1 3 >>"$work/upstream_get"
  load "$memory" 1 3 >>"$work/memory_get"
  load "$upstream" 1 3 "$query" >>"$work/upstream_post"
  load "$memory" 1 3 "$query" >>"$work/memory_post"
  load "$shared" 1 3 >>"$work/shared_get"
  load "$peer" 1 3 >>"$work/peer_get"
  for door in peer memory shared; do
    load "${!door}" 32 4 >>"$work/${door}_32"
    load "${!door}" 32 4 "$query" >>"$work/${door}_32_post"
  done
done
p50() { cut -d ' ' -f 1 "$work/$1" | median; }
rate() { cut -d ' ' -f 2 "$work/$1" | median; }
added() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.3f", a - b }'; }
direct=$(p50 upstream_get)
nginx_added=$(added "$(p50 peer_get)" "$direct")
figure "GET, added at one connection, p50" "$(added "$(p50 memory_get)" "$direct")" "$nginx_added ms" "<=" 0.3 ms
figure "POST /query, added at one connection, p50" "$(added "$(p50 memory_post)" "$(p50 upstream_post)")" - "<=" 0.3 ms
figure "GET at 32 connections, limits in the process" "$(ratio "$(rate memory_32)" "$(rate peer_32)")" "1 ($(rate peer_32) /s)" ">=" 0.6 "times nginx's rate"
figure "GET at 32 connections, limits in Redis" "$(ratio "$(rate shared_32)" "$(rate peer_32)")" "1 ($(rate peer_32) /s)" ">=" 0.35 "times nginx's rate"

# Memory: what it holds after a warm start, and after 1,000,000 requests more.
total=${GATEWAY_BENCH_REQUESTS:-1000000}
requests=0 errors=$(cut -d ' ' -f 3 "$work"/{memory,shared}_{get,32,32_post} "$work/memory_post" 2>/dev/null | sum_of)
load "$memory" 32 10 >/dev/null
before=$(resident "$memory_pid")
while [ "$requests" -lt "$total" ]; do
  read -r _ speed wrong <<<"$(load "$memory" 32 20)"
  requests=$(awk -v n="$requests" -v r="$speed" 'BEGIN { printf "%d", n + r * 20 }')
  errors=$((errors + wrong))
  [ "$requests" -gt 0 ] || break
done
after=$(resident "$memory_pid")
figure "errors in more than $total requests" "$errors" - "<=" 0 errors
figure "memory after $total requests" "$(awk -v a="$after" -v b="$before" 'BEGIN { printf "%.1f", (a - b) * 100 / b }')" - "<=" 10 "% more than before"

echo "gateway: p50 at one connection: upstream $direct ms, nginx +$nginx_added ms, ours +$(added "$(p50 memory_get)" "$direct") ms, with Redis +$(added "$(p50 shared_get)" "$direct") ms" >&2
echo "gateway: at 32: GET nginx $(rate peer_32) /s, ours $(rate memory_32) /s, with Redis $(rate shared_32) /s; POST /query nginx $(rate peer_32_post) /s, ours $(rate memory_32_post) /s, with Redis $(rate shared_32_post) /s" >&2
echo "gateway: memory $before to $after kB" >&2
