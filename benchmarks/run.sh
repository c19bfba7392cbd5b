#!/usr/bin/env bash
# Measures one capability and compares it with its targets:  benchmarks/run.sh NAME
# Prints a table (figure, ours, peer, target, reached), then "NAME: n of m figures reached"; the exit code is 0 only when all are.
# NAME is one of the folder's *.sh files without its ending: gateway, llm, neural, search, start.
set -uo pipefail
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
name=${1:-}
if [ -z "$name" ] || [ "$name" = run ] || [ "$name" = table ] || [ "$name" = processes ] || [ ! -f "$folder/$name.sh" ]; then
  sed -n '2,4s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
# shellcheck source=table.sh
source "$folder/table.sh"
# shellcheck disable=SC1090
source "$folder/$name.sh"
print_table "$name"
