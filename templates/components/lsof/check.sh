# lsof finds the program that holds a file open, and the one that listens on a port.
sleep 60 3>/tmp/lsof-file &
holder=$!
nc -l -p 7099 >/dev/null 2>&1 &
listener=$!
trap 'kill $holder $listener 2>/dev/null; rm -f /tmp/lsof-file' EXIT
found=$(lsof -t /tmp/lsof-file)
[ "$found" = "$holder" ] || { echo "the file is held by $holder, but lsof says: $found"; exit 1; }
lsof -a -p "$holder" -d 3 -Fn | grep -qx 'n/tmp/lsof-file' || { echo "descriptor 3 is not listed with its file"; exit 1; }
[ "$CHECK_NETWORK" = none ] && exit 0
tries=0
until [ "$(lsof -t -nP -iTCP:7099)" = "$listener" ]; do
	tries=$((tries + 1))
	[ "$tries" -lt 10 ] || { echo "who listens on port 7099 is not found"; exit 1; }
	sleep 1
done
