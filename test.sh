#!/usr/bin/env bash
# Installs what the tests need, builds the solution and runs every test project, two of them side by side where the machine has room.
#   ./test.sh           the default suite
#   ./test.sh --full    also the long tests
#   ./test.sh NAME...   only the test projects tests/NAME.Tests
# The last line is "N passed, N failed"; the exit code is 0 only when nothing failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# Most programs of a test run live for seconds: what it costs to watch which of their code is hot is never earned back.
export DOTNET_TieredPGO=0

projects=()
for argument in "$@"; do
  case "$argument" in
    --full) export MCTS_TESTS=full ;;
    -h | --help) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 0 ;;
    -*) echo "test.sh: unknown option $argument; see ./test.sh --help" >&2; exit 2 ;;
    *)
      [ -d "tests/$argument.Tests" ] || { echo "test.sh: no folder tests/$argument.Tests" >&2; exit 2; }
      projects+=("tests/$argument.Tests")
      ;;
  esac
done
# The longest first: what runs beside it then ends with it.
[ ${#projects[@]} -gt 0 ] || projects=(tests/Integration.Tests $(ls -d tests/*.Tests | grep -v '^tests/Integration.Tests$'))

command -v dotnet >/dev/null || { echo "test.sh: the .NET 10 SDK is missing; see README.md" >&2; exit 2; }

# Runs a command that asks the network for no longer than some minutes, and asks nobody anything. Without --foreground timeout would put it into a process group
# of its own, where stopping the job would not reach it.
bounded() {
  local minutes=$1
  shift
  if command -v timeout >/dev/null; then timeout --foreground --kill-after=10 "$((minutes * 60))" "$@" </dev/null; else "$@" </dev/null; fi
}

# Programs that tests run for real, as command:Debian package. Without them those tests are skipped, with the reason.
install_programs() {
  local missing=() entry
  for entry in git:git node:nodejs npm:npm redis-server:redis-server promtool:prometheus chromium:chromium perl:perl bzip2:bzip2; do
    command -v "${entry%%:*}" >/dev/null || missing+=("${entry##*:}")
  done
  # Debian's own Python: another one on PATH does not see Debian's packages.
  /usr/bin/python3 -c 'import grpc, grpc_tools.protoc' 2>/dev/null || missing+=(python3-grpcio python3-grpc-tools)
  /usr/bin/python3 -c 'import torch, onnx' 2>/dev/null || missing+=(python3-torch python3-onnx)
  [ -f /usr/share/unicode/NormalizationTest.txt.bz2 ] || missing+=(unicode-data)
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "test.sh: installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    local apt=(apt-get -qq -o DPkg::Lock::Timeout=60 -o Acquire::Retries=2 -o Acquire::http::Timeout=30)
    bounded 1 "${apt[@]}" update >/dev/null || echo "test.sh: apt-get update failed or took longer than a minute" >&2
    bounded 8 "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >/dev/null ||
      echo "test.sh: could not install ${missing[*]} within 8 minutes; the tests that need them are skipped" >&2
  else
    echo "test.sh: missing ${missing[*]} (installed only by root on Debian); the tests that need them are skipped" >&2
  fi
}

install_npm_packages() {
  command -v npm >/dev/null || return 0
  local folder began=$SECONDS
  for folder in tests/npm/*/; do
    [ -f "$folder/package.json" ] || continue
    # npm writes .package-lock.json last: newer than the lock file means that this version is already there.
    [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ] && continue
    # All of them together have six minutes.
    [ $((SECONDS - began)) -lt 360 ] || { echo "test.sh: no time left for npm ci in $folder; the tests that need it are skipped" >&2; continue; }
    (cd "$folder" && bounded 3 npm ci --no-audit --no-fund --loglevel=error --fetch-retries=2 --fetch-timeout=20000) ||
      echo "test.sh: npm ci failed in $folder, or took longer than three minutes; the tests that need it are skipped" >&2
  done
}

results=$(mktemp -d)

# Each job is a process group of its own, which a signal to this script's does not reach: it has to pass that on. It can only while it waits, so that all that
# takes long runs in the background.
set -m
stop() {
  local job
  for job in $(jobs -p); do kill -- "-$job" 2>/dev/null; done
  rm -rf "$results"
}
trap stop EXIT
trap 'exit 130' INT TERM HUP

# While the build runs: neither needs the other.
{ install_programs; install_npm_packages; } >"$results/installs" 2>&1 &
installs=$!

echo "test.sh: building"
dotnet build MctsAspire.sln --nologo -v quiet -clp:ErrorsOnly </dev/null &
wait $!
built=$?
wait "$installs"
# Of a command that ran out of time only itself was ended, not what it had started.
kill -- "-$installs" 2>/dev/null
cat "$results/installs"
[ "$built" -eq 0 ] || { echo "test.sh: the build failed" >&2; echo "0 passed, 1 failed"; exit 1; }

# Runs one project and leaves its counts in NAME.counts and what there is to say of it in NAME.report.
run_project() {
  local name=$1 began=$SECONDS code counters p f t s
  dotnet test "tests/$name/bin/Debug/net10.0/$name.dll" --logger "trx;LogFileName=$results/$name.trx" \
    --logger "console;verbosity=normal" --blame-hang-timeout 10m --results-directory "$results/$name" >"$results/$name.log" 2>&1 </dev/null
  code=$?
  counters=$(grep -o '<Counters [^>]*' "$results/$name.trx" 2>/dev/null | head -1)
  count() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$counters"; }
  p=$(count passed) f=$(count failed) t=$(count total)
  {
    echo "== $name"
    if [ -z "$counters" ] || { [ "$code" -ne 0 ] && [ "${f:-0}" -eq 0 ]; }; then
      f=$((${f:-0} + 1)) t=$((${t:-0} + 1))
      echo "   the test run itself failed (exit code $code)"
      tail -n 60 "$results/$name.log"
    elif [ "${f:-0}" -gt 0 ]; then
      grep -vE '^\s*(Passed|Skipped) ' "$results/$name.log"
    else
      grep -E '^\s*(Skipped )' "$results/$name.log" | sort | uniq -c | sed 's/^ *[0-9]* /  /'
    fi
    s=$((${t:-0} - ${p:-0} - ${f:-0}))
    echo "   ${p:-0} passed, ${f:-0} failed, $s skipped, $((SECONDS - began)) s"
  } >"$results/$name.said"
  echo "${p:-0} ${f:-0} $s" >"$results/$name.counts"
  mv "$results/$name.said" "$results/$name.report"
}

# Whole reports only, so that those of projects that run side by side stay apart.
print_reports() {
  local report
  for report in "$results"/*.report; do
    [ -f "$report" ] || continue
    cat "$report"
    rm "$report"
  done
}

# Where two have room, one works while the other waits for its processes. Old shells can't wait for whichever ends first.
slots=1
available=$(sed -n 's/^MemAvailable: *\([0-9]*\) kB/\1/p' /proc/meminfo 2>/dev/null)
[ "${available:-0}" -gt 4000000 ] && [ "${BASH_VERSINFO[0]}" -ge 5 ] && slots=2

running=0
for project in "${projects[@]}"; do
  if [ "$running" -ge "$slots" ]; then
    [ "$slots" -eq 1 ] && wait || wait -n
    running=$((running - 1))
    print_reports
  fi
  run_project "$(basename "$project")" &
  running=$((running + 1))
done
wait
print_reports

passed=0 failed=0 skipped=0
for project in "${projects[@]}"; do
  p=0 f=1 s=0
  # Without counts the run was killed.
  read -r p f s 2>/dev/null <"$results/$(basename "$project").counts" || echo "test.sh: $project did not end by itself" >&2
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done

[ "$skipped" -eq 0 ] || echo "$skipped skipped, with the reasons above"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
