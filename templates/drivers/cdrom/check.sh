# One of the optical drives holds the medium of the check: its volume descriptor (sector 16) and the file on it can be read.
[ -e /sys/class/block/sr0 ] || { echo "no optical drive appeared"; exit 1; }
# A drive takes a moment to get ready.
for try in 1 2 3 4 5; do
	for drive in /sys/class/block/sr*; do
		drive=/dev/${drive##*/}
		dd if="$drive" bs=2048 skip=16 count=1 2>/dev/null | grep -q CD001 || continue
		dd if="$drive" bs=2048 count=512 2>/dev/null | grep -q 'hello from smart-os' || continue
		echo "$drive was read"
		exit 0
	done
	sleep 1
done
for drive in /sys/class/block/sr*; do
	echo "/dev/${drive##*/}: $(cat "$drive/size") sectors, $(dd if="/dev/${drive##*/}" bs=2048 skip=16 count=1 2>&1 | wc -c) bytes"
done
echo "no optical drive gives the medium's contents"
exit 1
