# A line written into one named port comes out of the other: through the driver, the host, and the driver again.
port_named() {
	for port in /sys/class/virtio-ports/*; do
		[ "$(cat "$port/name" 2>/dev/null)" = "$1" ] && echo "/dev/${port##*/}"
	done
}
out=$(port_named smartos.out)
back=$(port_named smartos.back)
[ -n "$out" ] && [ -n "$back" ] || { echo "the ports smartos.out and smartos.back did not appear"; exit 1; }
# The reader is there first: without one the host holds the line back.
timeout 10 head -n 1 "$back" >/tmp/answer &
sleep 1
timeout 10 sh -c 'echo "there and back" >"$0"' "$out" || { echo "$out cannot be written"; exit 1; }
wait
answer=$(cat /tmp/answer)
rm /tmp/answer
[ "$answer" = "there and back" ] || { echo "$back gave \"$answer\""; exit 1; }
echo "a line went into $out and came out of $back"
