# The disk in memory has its size, gives back what was written past the cache, and carries a file system.
before=$(dmesg | wc -l)
folder=/tmp/check-ramdisk
fail() { echo "$*"; umount $folder 2>/dev/null; rmmod demo_ramdisk 2>/dev/null; exit 1; }
module=/lib/modules/$(uname -r)/extra/demo_ramdisk.ko
insmod "$module" megabytes=1000 2>/dev/null && fail "the module took a size that it cannot have"
insmod "$module" megabytes=3 || { echo "insmod failed: $(dmesg | tail -n 1)"; exit 1; }
[ -b /dev/demo-ramdisk ] || fail "/dev/demo-ramdisk did not appear"
[ "$(cat /sys/block/demo-ramdisk/size)" = 6144 ] || fail "it has $(cat /sys/block/demo-ramdisk/size) sectors instead of 6144"
said=$(demo-ramdisk 2>&1) || fail "$said"
# The distribution's busybox makes no file systems; the disk itself is proven all the same.
if command -v mkfs.ext2 >/dev/null; then
	mkfs.ext2 /dev/demo-ramdisk >/dev/null || fail "no file system can be made on it"
	mkdir -p $folder
	modprobe -q ext4 2>/dev/null
	mount -t ext4 /dev/demo-ramdisk $folder || fail "it cannot be mounted"
	cp /bin/busybox $folder/copy || fail "no file can be written"
	rmmod demo_ramdisk 2>/dev/null && { echo "the module went although its disk was mounted"; exit 1; }
	umount $folder
	echo 3 >/proc/sys/vm/drop_caches
	mount -t ext4 /dev/demo-ramdisk $folder || fail "it cannot be mounted again"
	cmp /bin/busybox $folder/copy || fail "the file has changed"
	umount $folder
	rmdir $folder
fi
rmmod demo_ramdisk || fail "rmmod failed"
[ ! -e /dev/demo-ramdisk ] || { echo "/dev/demo-ramdisk is still there"; exit 1; }
dmesg | tail -n +$((before + 1)) | grep -E 'WARNING|BUG|Oops|Call Trace|I/O error' && exit 1
echo "$said" | tail -n 1
