# Six seconds of sound, written to /dev/dsp, is taken by the device sample by sample: its position runs while it plays.
name=snd_intel8x0
for card in /sys/class/sound/card*; do
	driver=$(realpath "$card/device/driver" 2>/dev/null)
	[ "${driver##*/}" = "$name" ] || continue
	number=${card##*/card}
	node=/dev/dsp
	[ "$number" = 0 ] || node=/dev/dsp$number
	[ -c "$node" ] || { echo "card $number has no $node"; exit 1; }
	status=/proc/asound/card$number/pcm0p/sub0/status
	# 8000 bytes are a second; a square wave.
	(yes '@@@@@@@@@@@@@@@~~~~~~~~~~~~~~~' | tr -d '\n' | head -c 48000 >"$node") 2>/tmp/playing &
	tries=50
	until grep -qE 'state: (RUNNING|DRAINING)' "$status"; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || { echo "nothing plays: $(head -n 1 "$status") $(tail -n 1 /tmp/playing)"; exit 1; }
		usleep 100000
	done
	first=$(sed -n 's/^hw_ptr *: *//p' "$status")
	sleep 1
	second=$(sed -n 's/^hw_ptr *: *//p' "$status")
	wait
	rm /tmp/playing
	[ "${second:-0}" -gt "${first:-0}" ] || { echo "the position stands still at ${first:-nothing}"; exit 1; }
	grep -q closed "$status" || { echo "the device was not closed: $(head -n 1 "$status")"; exit 1; }
	echo "$node: position $first, a second later $second"
	exit 0
done
echo "no sound card of the driver $name"
exit 1
