# A megabyte written to a scratch disk on this bus comes back the same, not from the kernel's cache but from the disk.
serial=smartos-virtio-scsi
disk=
for folder in /sys/block/*; do
	folder=$(realpath "$folder")
	parent=$folder
	while [ "$parent" != /sys/devices ] && [ -z "$disk" ]; do
		if grep -qs "$serial" "$parent/serial" "$parent/device/serial" "$parent/device/vpd_pg80"; then disk=/dev/${folder##*/}; fi
		parent=${parent%/*}
	done
done
[ -n "$disk" ] || { echo "no disk with the serial number $serial appeared"; exit 1; }
dd if=/dev/urandom of=/tmp/pattern bs=64k count=16 2>/dev/null
dd if=/tmp/pattern of="$disk" bs=64k conv=fsync 2>/dev/null || { echo "$disk cannot be written"; exit 1; }
echo 3 >/proc/sys/vm/drop_caches
dd if="$disk" bs=64k count=16 2>/dev/null | cmp - /tmp/pattern || { echo "$disk gives back something else"; exit 1; }
rm /tmp/pattern
echo "$disk: 1 MB written and read back"
