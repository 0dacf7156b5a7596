#: when disks
# Every further disk with a folder is mounted there, found by its label, has about its size, and takes data.
echo "$CHECK_DISKS" | while read -r label type bytes folder; do
	mounted=$(grep " $folder $type " /proc/mounts) || { echo "$label is not mounted at $folder as $type"; exit 1; }
	device=${mounted%% *}
	blkid "$device" | grep -q "LABEL=\"$label\"" || { echo "$folder is $device, which is not labelled $label"; exit 1; }
	size=$(($(cat "/sys/class/block/${device##*/}/size") * 512))
	[ "$size" -gt $((bytes / 2)) ] && [ "$size" -le "$bytes" ] || { echo "$device has $size bytes, not about $bytes"; exit 1; }
	echo "written on $label" >"$folder/smart-os-check" || { echo "$folder cannot be written"; exit 1; }
	head -c 65536 /dev/urandom >"$folder/smart-os-random"
	(cd "$folder" && sha256sum smart-os-random >smart-os-random.sum)
	echo "$label: $device, $size bytes, at $folder"
done || exit 1
sync
