# The clock runs, and an alarm set two seconds ahead goes off.
clock=/sys/class/rtc/rtc0
[ "$(cat $clock/name 2>/dev/null | cut -d ' ' -f 1)" = rtc_cmos ] || { echo "/dev/rtc0 is not the CMOS clock"; exit 1; }
first=$(cat $clock/since_epoch)
interrupts() { awk '/rtc0/ { print $2 }' /proc/interrupts; }
before=$(interrupts)
echo $((first + 2)) >$clock/wakealarm || { echo "no alarm can be set"; exit 1; }
[ -n "$(cat $clock/wakealarm)" ] || { echo "the alarm was not kept"; exit 1; }
tries=20
while [ -n "$(cat $clock/wakealarm)" ]; do
	tries=$((tries - 1))
	[ $tries -gt 0 ] || { echo "the alarm did not go off within 10 seconds"; exit 1; }
	usleep 500000
done
second=$(cat $clock/since_epoch)
[ "$second" -ge $((first + 2)) ] || { echo "the clock went from $first to $second while the alarm went off"; exit 1; }
[ "$(interrupts)" != "$before" ] || { echo "the alarm came without an interrupt"; exit 1; }
hwclock -r -u >/dev/null || { echo "hwclock cannot read the clock"; exit 1; }
