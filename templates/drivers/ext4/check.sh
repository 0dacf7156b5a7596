# A file written to a file system of this kind is still there, unchanged, after it was unmounted and mounted again.
disk=$(grep -ls smartos-ext4 /sys/block/*/serial)
[ -n "$disk" ] || { echo "no disk with the serial number smartos-ext4: this needs the virtio disk driver, too"; exit 77; }
disk=${disk%/serial}
disk=/dev/${disk##*/}
modprobe -q ext4 2>/dev/null
mkdir -p /tmp/check-ext4
mount -t ext4 "$disk" /tmp/check-ext4 || { echo "$disk cannot be mounted"; exit 1; }
cp /bin/busybox /tmp/check-ext4/copy || { echo "a file cannot be written"; exit 1; }
umount /tmp/check-ext4
mount -t ext4 "$disk" /tmp/check-ext4 || { echo "$disk cannot be mounted again"; exit 1; }
cmp /bin/busybox /tmp/check-ext4/copy || { echo "the file has changed"; exit 1; }
umount /tmp/check-ext4
rmdir /tmp/check-ext4
echo "a file survived unmounting"
