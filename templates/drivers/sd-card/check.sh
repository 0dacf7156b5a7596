# A megabyte written to the card in this slot comes back the same, not from the kernel's cache but from the card.
tries=50
while :; do
	for folder in /sys/block/mmcblk*; do
		[ -e "$folder/device" ] || continue
		controller=$(realpath "$(realpath "$folder/device")/../../../driver")
		[ "${controller##*/}" = sdhci-pci ] && break 2
	done
	tries=$((tries - 1))
	[ $tries -gt 0 ] || { echo "no card appeared in a slot of the driver sdhci-pci"; exit 1; }
	usleep 200000
done
disk=/dev/${folder##*/}
dd if=/dev/urandom of=/tmp/pattern bs=64k count=16 2>/dev/null
dd if=/tmp/pattern of="$disk" bs=64k conv=fsync 2>/dev/null || { echo "$disk cannot be written"; exit 1; }
echo 3 >/proc/sys/vm/drop_caches
dd if="$disk" bs=64k count=16 2>/dev/null | cmp - /tmp/pattern || { echo "$disk gives back something else"; exit 1; }
rm /tmp/pattern
echo "$disk ($(cat "$folder/device/type") card): 1 MB written and read back"
