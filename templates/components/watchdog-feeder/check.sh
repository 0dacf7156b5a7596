# The clock runs, and in a time in which it would have lost more than that it was wound up again.
folder=/sys/class/watchdog/watchdog0
[ -e $folder/state ] || { echo "the machine has no watchdog"; exit 1; }
tries=0
until [ "$(cat $folder/state)" = active ]; do
	tries=$((tries + 1))
	[ $tries -lt 15 ] || { echo "nobody has started the watchdog"; exit 1; }
	sleep 1
done
timeout=$(cat $folder/timeout)
lowest=$timeout wound=
previous=$(cat $folder/timeleft)
seconds=0
while [ $seconds -le $((timeout / 3 + 4)) ]; do
	sleep 1
	seconds=$((seconds + 1))
	left=$(cat $folder/timeleft)
	[ "$left" -lt $lowest ] && lowest=$left
	[ "$left" -gt "$previous" ] && wound=yes
	previous=$left
done
[ -n "$wound" ] || { echo "nobody winds up the watchdog: $left of $timeout seconds are left"; exit 1; }
echo "$timeout s, never below $lowest"
