# strace sees the calls of a program and of its child, joins one that is running, and counts.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
strace -f -o "$folder/calls" sh -c 'ls /etc; exit 3' >/dev/null 2>"$folder/error"
[ $? = 3 ] || { echo "the status of the traced program is lost: $(head -n 1 "$folder/error")"; exit 1; }
grep -q 'openat(AT_FDCWD, "/etc", .*O_DIRECTORY.*) = [0-9]' "$folder/calls" || { echo "the openat of ls is not seen"; exit 1; }
grep -q 'openat(.*"/[^"]*/libc.so.6"' "$folder/calls" || { echo "the loader's openat of libc is not seen"; exit 1; }
grep -q '+++ exited with 3 +++' "$folder/calls" || { echo "the end of the program is not seen"; exit 1; }
sleep 60 &
sleeper=$!
strace -p "$sleeper" -o "$folder/joined" 2>/dev/null &
tracer=$!
sleep 2
kill "$sleeper"
wait "$tracer"
grep -q '+++ killed by SIGTERM +++' "$folder/joined" || { echo "a running program is not joined: $(head -n 1 "$folder/joined")"; exit 1; }
strace -c -o "$folder/count" ls / >/dev/null && grep -q 'total$' "$folder/count" || { echo "calls are not counted"; exit 1; }
