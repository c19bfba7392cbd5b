# Starts the programs that a comparison needs, and ends them with it. Sourced by the scripts that measure several processes at once.
work=$(mktemp -d)
started=()
stop_all() {
  [ ${#started[@]} -eq 0 ] || kill "${started[@]}" 2>/dev/null
  wait "${started[@]}" 2>/dev/null
  rm -rf "$work"
}
trap stop_all EXIT

# needs NAME PROGRAM...: ends with a message when a program is not on PATH.
needs() {
  local program
  for program in "${@:2}"; do
    command -v "$program" >/dev/null || { echo "$1: $program is not on PATH" >&2; exit 2; }
  done
}
build() {
  local project
  for project in "$@"; do
    dotnet build "$folder/../$project" --nologo -v quiet -clp:ErrorsOnly >&2
  done
}
built() { echo "$folder/../$1/bin/Debug/net10.0/$(basename "$1").dll"; }
free_ports() {
  python3 - "$1" <<'PY'
import socket, sys
sockets = [socket.socket() for _ in range(int(sys.argv[1]))]
for s in sockets: s.bind(("127.0.0.1", 0))
print(*(s.getsockname()[1] for s in sockets))
PY
}
# start NAME COMMAND...: in the background, as in production; what it prints goes to a file.
start() {
  env ASPNETCORE_ENVIRONMENT=Production MCTS_DATA_DIR="$work/data" "${@:2}" >"$work/$1.log" 2>&1 &
  started+=($!)
  declare -g "${1}_pid=$!"
}
# answers URL: waits until something listens there.
answers() {
  for _ in $(seq 600); do
    curl -s -o /dev/null "$1" && return 0
    sleep 0.1
  done
  echo "nothing answers at $1" >&2
  tail -n 20 "$work"/*.log >&2
  exit 1
}
median() { sort -g | awk '{ values[NR] = $1 } END { print values[int((NR + 1) / 2)] }'; }
sum_of() { awk '{ sum += $1 } END { print sum }'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { if (b > 0) printf "%.2f", a / b }'; }
resident() { awk '/^VmRSS/ { print $2 }' /proc/"$1"/status; }
