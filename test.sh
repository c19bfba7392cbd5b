#!/usr/bin/env bash
# Installs what the tests need, builds the solution and runs every test project, one after the other.
#   ./test.sh           the default suite
#   ./test.sh --full    also the long tests
#   ./test.sh NAME...   only the test projects tests/NAME.Tests
# The last line is "N passed, N failed"; the exit code is 0 only when nothing failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

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
[ ${#projects[@]} -gt 0 ] || projects=(tests/*.Tests)

command -v dotnet >/dev/null || { echo "test.sh: the .NET 10 SDK is missing; see README.md" >&2; exit 2; }

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
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null ||
      echo "test.sh: could not install ${missing[*]}; the tests that need them are skipped" >&2
  else
    echo "test.sh: missing ${missing[*]} (installed only by root on Debian); the tests that need them are skipped" >&2
  fi
}

install_npm_packages() {
  command -v npm >/dev/null || return 0
  local folder
  for folder in tests/npm/*/; do
    [ -f "$folder/package.json" ] || continue
    # npm writes .package-lock.json last: newer than the lock file means that this version is already there.
    [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ] && continue
    (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error) ||
      echo "test.sh: npm ci failed in $folder; the tests that need it are skipped" >&2
  done
}

install_programs
install_npm_packages

echo "test.sh: building"
dotnet build MctsAspire.sln --nologo -v quiet -clp:ErrorsOnly || { echo "test.sh: the build failed" >&2; echo "0 passed, 1 failed"; exit 1; }

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
passed=0 failed=0 skipped=0

for project in "${projects[@]}"; do
  name=$(basename "$project")
  echo "== $name"
  began=$SECONDS
  dotnet test "$project" --no-build --nologo -v quiet --logger "trx;LogFileName=$results/$name.trx" \
    --logger "console;verbosity=normal" --blame-hang-timeout 10m --results-directory "$results/$name" >"$results/$name.log" 2>&1
  code=$?
  counters=$(grep -o '<Counters [^>]*' "$results/$name.trx" 2>/dev/null | head -1)
  count() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$counters"; }
  p=$(count passed) f=$(count failed) t=$(count total)
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
  passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0})) skipped=$((skipped + s))
done

[ "$skipped" -eq 0 ] || echo "$skipped skipped, with the reasons above"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
