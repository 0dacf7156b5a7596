# The balloon is the driver's, and both agreed on the queue in which the guest tells of its memory.
for device in /sys/bus/virtio/devices/*; do
	[ "$(cat "$device/device" 2>/dev/null)" = 0x0005 ] || continue
	driver=$(realpath "$device/driver" 2>/dev/null)
	[ "${driver##*/}" = virtio_balloon ] || { echo "no driver has taken ${device##*/}"; exit 1; }
	# One digit a feature; the second, number 1, is the queue of statistics (virtio 1.2, 5.5.3).
	features=$(cat "$device/features")
	case $features in
	?1*) ;;
	*) echo "${device##*/} has no queue for statistics, only the features $features"; exit 1 ;;
	esac
	echo "${device##*/} tells of the memory"
	exit 0
done
echo "no virtio device is a balloon"
exit 1
