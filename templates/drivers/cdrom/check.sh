# One of the optical drives holds the medium of the check: its volume descriptor (sector 16) and the file on it can be read.
[ -e /sys/class/block/sr0 ] || { echo "no optical drive appeared"; exit 1; }
for drive in /sys/class/block/sr*; do
	drive=/dev/${drive##*/}
	dd if="$drive" bs=2048 skip=16 count=1 2>/dev/null | grep -q CD001 || continue
	dd if="$drive" bs=2048 count=512 2>/dev/null | grep -q 'hello from smart-os' || continue
	echo "$drive was read"
	exit 0
done
echo "no optical drive gives the medium's contents"
exit 1
