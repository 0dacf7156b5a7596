# The timer counts down once it is started, a write winds it up again, and the letter V stops it.
for folder in /sys/class/watchdog/watchdog*; do
	[ "$(cat "$folder/identity" 2>/dev/null)" = "i6300ESB timer" ] || continue
	node=/dev/${folder##*/}
	[ -c "$node" ] || { echo "there is no $node"; exit 1; }
	if [ "$(cat "$folder/state")" = active ]; then
		# Only one program can hold it. The one that does has to wind it up again and again.
		timeout=$(cat "$folder/timeout") left=$(cat "$folder/timeleft") seconds=0
		until [ "$(cat "$folder/timeleft")" -gt "$left" ]; do
			left=$(cat "$folder/timeleft")
			seconds=$((seconds + 1))
			[ $seconds -lt "$timeout" ] || { echo "a program has started the timer and does not wind it up"; exit 1; }
			sleep 1
		done
		echo "$timeout s, wound up by a program of the machine"
		exit 0
	fi
	exec 3>"$node" || exit 1
	[ "$(cat "$folder/state")" = active ] || { echo "the timer did not start"; exit 1; }
	timeout=$(cat "$folder/timeout")
	sleep 3
	left=$(cat "$folder/timeleft")
	printf . >&3
	again=$(cat "$folder/timeleft")
	# Stopped before anything else is looked at: a machine that resets in the middle of its checks proves little.
	printf V >&3
	exec 3>&-
	[ "$left" -lt "$timeout" ] || { echo "after 3 seconds $left of $timeout seconds are left"; exit 1; }
	[ "$again" -gt "$left" ] || { echo "a write left the timer at $again seconds"; exit 1; }
	[ "$(cat "$folder/state")" = inactive ] || { echo "the letter V did not stop the timer"; exit 1; }
	echo "$timeout s, $left after 3 s, $again after a write, stopped"
	exit 0
done
echo "no watchdog is an i6300ESB"
exit 1
