# The pipe in the kernel carries data in order, readers and writers sleep and wake, poll and ioctl answer, and it unloads cleanly.
before=$(dmesg | wc -l)
fail() { echo "$*"; rmmod demo_chardev 2>/dev/null; exit 1; }
insmod "/lib/modules/$(uname -r)/extra/demo_chardev.ko" || { echo "insmod failed: $(dmesg | tail -n 1)"; exit 1; }
[ -c /dev/demo-chardev ] || fail "/dev/demo-chardev did not appear"
echo "through the kernel" >/dev/demo-chardev
[ "$(head -n 1 /dev/demo-chardev)" = "through the kernel" ] || fail "what was written did not come back"
dd if=/dev/demo-chardev bs=1 count=1 iflag=nonblock 2>/dev/null && fail "an empty device gave something"
talk=$(demo-chardev talk) || fail "talk: $talk"
flood=$(demo-chardev flood) || fail "flood: $flood"
# Full to the brim: 4096 bytes, and not one more.
dd if=/dev/zero of=/dev/demo-chardev bs=8192 count=1 2>/dev/null &
writer=$!
tries=50
until demo-chardev status | grep -q '^4096 of 4096'; do
	tries=$((tries - 1))
	[ $tries -gt 0 ] || fail "the device did not fill: $(demo-chardev status)"
	usleep 100000
done
rmmod demo_chardev 2>/dev/null && { echo "the module went although a program had its device open"; exit 1; }
demo-chardev clear
wait $writer
rmmod demo_chardev || fail "rmmod failed"
[ ! -e /dev/demo-chardev ] || { echo "/dev/demo-chardev is still there"; exit 1; }
dmesg | tail -n +$((before + 1)) | grep -E 'WARNING|BUG|Oops|Call Trace' && exit 1
echo "$flood"
