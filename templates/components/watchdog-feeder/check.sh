# The clock runs, and the machine is still there after a time in which the clock has run down unless somebody winds it up.
folder=/sys/class/watchdog/watchdog0
[ -e $folder/state ] || { echo "the machine has no watchdog"; exit 1; }
tries=0
until [ "$(cat $folder/state)" = active ]; do
	tries=$((tries + 1))
	[ $tries -lt 15 ] || { echo "nobody has started the watchdog"; exit 1; }
	sleep 1
done
pid=$(pidof watchdog) || { echo "no program feeds the watchdog"; exit 1; }
timeout=$(cat $folder/timeout)
# A reset would end this check with its machine.
sleep $((timeout + 3))
[ "$(pidof watchdog)" = "$pid" ] || { echo "the program that feeds the watchdog has changed"; exit 1; }
echo "$timeout s, and the machine is still there after $((timeout + 3))"
