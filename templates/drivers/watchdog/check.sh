# The timer counts down once it is started, a write winds it up again, and the letter V stops it.
for folder in /sys/class/watchdog/watchdog*; do
	[ "$(cat "$folder/identity" 2>/dev/null)" = "i6300ESB timer" ] || continue
	node=/dev/${folder##*/}
	[ -c "$node" ] || { echo "there is no $node"; exit 1; }
	if [ "$(cat "$folder/state")" = active ]; then
		# Only one program can hold it; whoever does has to wind it up, or this check does not come to its end.
		timeout=$(cat "$folder/timeout")
		sleep $((timeout + 3))
		echo "$timeout s, wound up by a program of the machine"
		exit 0
	fi
	exec 3>"$node" || exit 1
	[ "$(cat "$folder/state")" = active ] || { echo "the timer did not start"; exit 1; }
	timeout=$(cat "$folder/timeout")
	sleep 3
	# Not every version of the driver tells how much time is left.
	left=$(cat "$folder/timeleft" 2>/dev/null)
	printf . >&3 || { echo "the timer takes no write"; exit 1; }
	again=$(cat "$folder/timeleft" 2>/dev/null)
	# Stopped before anything else is looked at: a machine that resets in the middle of its checks proves little.
	printf V >&3
	exec 3>&-
	[ -z "$left" ] || [ "$left" -lt "$timeout" ] || { echo "after 3 seconds $left of $timeout seconds are left"; exit 1; }
	[ -z "$left" ] || [ "$again" -gt "$left" ] || { echo "a write left the timer at $again seconds"; exit 1; }
	[ "$(cat "$folder/state")" = inactive ] || { echo "the letter V did not stop the timer"; exit 1; }
	echo "$timeout s, ${left:-no figure} after 3 s, ${again:-no figure} after a write, stopped"
	exit 0
done
echo "no watchdog is an i6300ESB"
exit 1
