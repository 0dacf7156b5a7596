# Every virtio device that PCI shows has been taken by the driver.
count=0
for device in /sys/bus/pci/devices/*; do
	[ "$(cat "$device/vendor")" = 0x1af4 ] || continue
	[ -e "$device/driver" ] || { echo "${device##*/} has no driver"; exit 1; }
	count=$((count + 1))
done
[ $count -gt 0 ] || { echo "no virtio device on the PCI bus"; exit 77; }
echo "$count devices"
