# The kernel is the one that was built here (or the distribution's, where it comes from packages), with the file systems and sockets that programs rely on, and it never stumbled.
maker=smart-os@smart-os
[ "$CHECK_ORIGIN" != package ] || maker='debian-kernel@lists\|buildd@'
grep -q "$maker" /proc/version || { echo "another kernel is running: $(cat /proc/version)"; exit 1; }
for type in proc sysfs devtmpfs tmpfs devpts; do
	grep -qw $type /proc/filesystems || { echo "the file system $type is missing"; exit 1; }
done
for console in tty0 ttyS0; do
	grep -q "^$console " /proc/consoles || { echo "$console is not a console"; exit 1; }
done
if dmesg | grep -qE 'BUG:|Oops|Call Trace|Out of memory'; then
	dmesg | grep -E 'BUG:|Oops|Call Trace|Out of memory' | head -n 1
	exit 1
fi
