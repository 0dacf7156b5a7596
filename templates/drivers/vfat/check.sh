# A file written to a file system of this kind is still there, unchanged, after it was unmounted and mounted again.
disk=$(grep -ls smartos-vfat /sys/block/*/serial)
[ -n "$disk" ] || { echo "no disk with the serial number smartos-vfat: this needs the virtio disk driver, too"; exit 77; }
disk=${disk%/serial}
disk=/dev/${disk##*/}
modprobe -q vfat 2>/dev/null
mkdir -p /tmp/check-vfat
mount -t vfat "$disk" /tmp/check-vfat || { echo "$disk cannot be mounted"; exit 1; }
cp /bin/busybox /tmp/check-vfat/copy || { echo "a file cannot be written"; exit 1; }
umount /tmp/check-vfat
mount -t vfat "$disk" /tmp/check-vfat || { echo "$disk cannot be mounted again"; exit 1; }
cmp /bin/busybox /tmp/check-vfat/copy || { echo "the file has changed"; exit 1; }
umount /tmp/check-vfat
rmdir /tmp/check-vfat
echo "a file survived unmounting"
