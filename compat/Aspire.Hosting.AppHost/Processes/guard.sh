# Ends what is left of an application when its host has gone. Standard input is a pipe that only the host holds open: however the
# host dies, the pipe closes. Every process of the application, descendants included, has the mark in its environment; a program
# that changes its title, as redis-server does, may overwrite it, so the host also says which processes it started ("12") and saw end
# ("-12").
trap '' HUP INT QUIT TERM
exec >/dev/null 2>&1
cd /
variable=$1
session=$2

# When a process was started: tells it from a later one with the same id.
birth() {
  if [ -r /proc/self/stat ]; then
    sed 's/.*) //' "/proc/$1/stat" | cut -d ' ' -f 20
  else
    ps -o lstart= -p "$1" | tr -d ' '
  fi
}

started=' '
while read -r line; do
  case $line in
    -*) started=$(printf %s "$started" | sed "s/ ${line#-}@[^ ]* / /") ;;
    *) started="$started$line@$(birth "$line") " ;;
  esac
done

processes() {
  for entry in $started; do
    born=$(birth "${entry%%@*}")
    [ -n "$born" ] && [ "$born" = "${entry#*@}" ] && echo "${entry%%@*}"
  done
  if [ -r /proc/self/environ ]; then
    grep -lF "$variable=$session" /proc/[0-9]*/environ | cut -d / -f 3
  else
    # The two halves are joined by awk only, so that awk does not find itself.
    ps -axEww -o pid=,command= | awk -v name="$variable=" -v value="$session" 'index($0, name value) { print $1 }'
  fi
}

# Three seconds to end by themselves, then five to be killed.
signal=TERM
rounds=0
while left=$(processes); [ -n "$left" ] && [ "$rounds" -lt 80 ]; do
  [ "$rounds" -ge 30 ] && signal=KILL
  if [ "$rounds" -eq 0 ] || [ "$rounds" -ge 30 ]; then
    for process in $left; do kill -s "$signal" "$process"; done
  fi
  rounds=$((rounds + 1))
  sleep 0.1 || sleep 1
done
