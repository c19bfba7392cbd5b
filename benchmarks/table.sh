# Collects figures and prints them as a table. Sourced by run.sh.
rows=()

# figure NAME OURS PEER RELATION TARGET UNIT: RELATION is <= or >=; PEER may be "-"; an empty OURS counts as not reached.
figure() {
  local reached=no
  if [ -n "$2" ] && awk -v ours="$2" -v target="$5" -v relation="$4" \
    'BEGIN { exit !((relation == "<=" && ours <= target) || (relation == ">=" && ours >= target)) }'; then
    reached=yes
  fi
  rows+=("$1|${2:-not measured} $6|$3|$4 $5 $6|$reached")
}

print_table() {
  local row reached=0
  {
    echo "| figure | ours | peer | target | reached |"
    echo "|---|---|---|---|---|"
    for row in "${rows[@]}"; do echo "| ${row//|/ | } |"; done
  }
  for row in "${rows[@]}"; do [ "${row##*|}" = yes ] && reached=$((reached + 1)); done
  echo
  echo "$1: $reached of ${#rows[@]} figures reached"
  [ "$reached" -eq "${#rows[@]}" ]
}
