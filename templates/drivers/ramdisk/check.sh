# A disk in memory gives back what was written to it, and takes memory only for that.
[ -b /dev/ram1 ] || { echo "there is no /dev/ram1"; exit 1; }
dd if=/dev/urandom of=/tmp/check-ramdisk bs=4k count=16 2>/dev/null
dd if=/tmp/check-ramdisk of=/dev/ram1 bs=4k conv=fsync 2>/dev/null || { echo "/dev/ram1 cannot be written"; exit 1; }
dd if=/dev/ram1 bs=4k count=16 2>/dev/null | cmp - /tmp/check-ramdisk || { echo "/dev/ram1 gives back something else"; exit 1; }
rm /tmp/check-ramdisk
blockdev --flushbufs /dev/ram1
echo "/dev/ram1: 64 KB written and read back"
