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

# Where the root itself is of this kind, changes go to a layer in memory, and what lies beneath cannot be changed by anyone.
grep -q '^[^ ]* / overlay ' /proc/mounts || exit 0
true >/root/.check || { echo "the layer over the root cannot be written"; exit 1; }
root=$(grep -lsx 'PARTNAME=smart-os-root' /sys/class/block/*/uevent | head -n 1)
[ -n "$root" ] || exit 0
root=${root%/uevent}
mkdir -p /tmp/check-root
mount -t squashfs -o ro "/dev/${root##*/}" /tmp/check-root || { echo "the root cannot be mounted a second time"; exit 1; }
mount -o remount,rw /tmp/check-root 2>/dev/null
changed=
{ true >/tmp/check-root/root/.check; } 2>/dev/null && changed=yes
[ ! -e /tmp/check-root/root/.check ] || changed=yes
umount /tmp/check-root
rm -r /root/.check /tmp/check-root
[ -z "$changed" ] || { echo "the root beneath the layer can be written"; exit 1; }
echo "and the root is a layer in memory over ${root##*/}, which cannot be written"
