# The speed of the search engine, on the games that other engines are measured on. Sourced by run.sh.
# Peers: the fastest small C++ engine found, on the machine that the targets were set on.
dotnet build "$folder/Search.Bench" --nologo -v quiet -clp:ErrorsOnly >&2
bench=("dotnet" "$folder/Search.Bench/bin/Debug/net10.0/Search.Bench.dll")

# The median of many searches with a fresh tree each, one thread, every rollout played to its end.
rate() { "${bench[@]}" rate "$1" "$2" "$3" | cut -d ' ' -f 1; }

figure "Connect Four, 1,000 iterations" "$(rate connect_four 1000 5000)" 0.85 ">=" 5.0 "million iterations/s"
figure "Connect Four, 10,000 iterations" "$(rate connect_four 10000 500)" 0.85 ">=" 5.0 "million iterations/s"
figure "Connect Four, 100,000 iterations" "$(rate connect_four 100000 100)" 0.54 ">=" 3.3 "million iterations/s"
figure "Tic-Tac-Toe, 1,000 iterations" "$(rate tic_tac_toe 1000 5000)" 1.8 ">=" 8 "million iterations/s"
figure "Tic-Tac-Toe, 10,000 iterations" "$(rate tic_tac_toe 10000 500)" 1.8 ">=" 6.5 "million iterations/s"
figure "Tic-Tac-Toe, 100,000 iterations" "$(rate tic_tac_toe 100000 100)" 1.2 ">=" 4.2 "million iterations/s"

# A machine without AVX, BMI and what came after them.
export DOTNET_EnableAVX=0 DOTNET_EnableAVX2=0
figure "Connect Four, 100,000 iterations, scalar" "$(rate connect_four 100000 100)" 0.54 ">=" 1.8 "million iterations/s"
figure "Tic-Tac-Toe, 100,000 iterations, scalar" "$(rate tic_tac_toe 100000 100)" 1.2 ">=" 2.8 "million iterations/s"
unset DOTNET_EnableAVX DOTNET_EnableAVX2

gain() { "${bench[@]}" workers "$1" 100000 31 | cut -d ' ' -f 1; }
figure "Connect Four, two workers" "$(gain connect_four)" - ">=" 1.85 times
figure "Tic-Tac-Toe, two workers" "$(gain tic_tac_toe)" - ">=" 1.7 times

read -r bytes collections <<<"$("${bench[@]}" memory connect_four 100000)"
figure "memory, Connect Four" "$bytes" - "<=" 64 "bytes/node"
figure "garbage collections during a search" "$collections" - "<=" 0 collections

cost() { "${bench[@]}" grpc "$1" 100000 201 | cut -d ' ' -f 1; }
figure "Connect Four, 100,000 iterations over gRPC" "$(cost connect_four)" - "<=" 3 "% more than in process"
