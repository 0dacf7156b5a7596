# The file on a read-only medium of this kind can be read.
disk=$(grep -ls smartos-iso9660 /sys/block/*/serial)
[ -n "$disk" ] || { echo "no disk with the serial number smartos-iso9660: this needs the virtio disk driver, too"; exit 77; }
disk=${disk%/serial}
disk=/dev/${disk##*/}
modprobe -q isofs 2>/dev/null
mkdir -p /tmp/check-iso9660
mount -t iso9660 -o ro "$disk" /tmp/check-iso9660 || { echo "$disk cannot be mounted"; exit 1; }
[ -s /tmp/check-iso9660/hello.txt ] || { echo "hello.txt is missing or empty"; exit 1; }
umount /tmp/check-iso9660
rmdir /tmp/check-iso9660
echo "hello.txt was read"
