# gdbserver starts a program, stops it at its first instruction, shows its registers and runs it to its end: asked in gdb's own
# protocol ($packet#checksum), over TCP.
folder=$(mktemp -d)
trap 'kill $server 2>/dev/null; rm -rf "$folder"' EXIT
[ -e /sys/class/net/lo ] && [ "$CHECK_NETWORK" != none ] || { echo "the profile has no network"; exit 77; }
gdbserver --once 127.0.0.1:7098 /bin/sh -c 'exit 7' >"$folder/log" 2>&1 &
server=$!
tries=0
until grep -q 'Listening on port 7098' "$folder/log"; do
	tries=$((tries + 1))
	[ "$tries" -lt 20 ] || { echo "gdbserver does not listen: $(head -n 1 "$folder/log")"; exit 1; }
	sleep 1
done
(
	printf '+$?#3f'
	sleep 2
	printf '+$g#67'
	sleep 2
	printf '+$c#63'
	sleep 4
	printf '+'
) | nc 127.0.0.1 7098 >"$folder/answers" &
wait $!
grep -q '\$T05' "$folder/answers" || { echo "the program did not stop: $(tail -n 1 "$folder/log")"; exit 1; }
# Two hex digits for each byte, runs of one digit shortened to a count (0*").
grep -qE '\$[0-9a-fx][^$#]{60,}#' "$folder/answers" || { echo "no registers were shown"; exit 1; }
grep -q '\$W07#' "$folder/answers" || { echo "the program did not run to its end: $(tail -c 100 "$folder/answers")"; exit 1; }
