# The file on a read-only medium of this kind can be read.
disk=$(grep -ls smartos-squashfs /sys/block/*/serial)
[ -n "$disk" ] || { echo "no disk with the serial number smartos-squashfs: this needs the virtio disk driver, too"; exit 77; }
disk=${disk%/serial}
disk=/dev/${disk##*/}
modprobe -q squashfs 2>/dev/null
mkdir -p /tmp/check-squashfs
mount -t squashfs -o ro "$disk" /tmp/check-squashfs || { echo "$disk cannot be mounted"; exit 1; }
[ -s /tmp/check-squashfs/hello.txt ] || { echo "hello.txt is missing or empty"; exit 1; }
umount /tmp/check-squashfs
rmdir /tmp/check-squashfs
echo "hello.txt was read"
