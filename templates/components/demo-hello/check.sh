# The module is loaded with a parameter, its file read, the parameter changed, and it goes without a trace or a complaint.
module=/lib/modules/$(uname -r)/extra/demo_hello.ko
before=$(dmesg | wc -l)
insmod "$module" who=checker || { echo "insmod failed: $(dmesg | tail -n 1)"; exit 1; }
[ "$(cat /proc/demo-hello)" = "Hello, checker!" ] || { echo "/proc/demo-hello says \"$(head -n 1 /proc/demo-hello)\""; rmmod demo_hello; exit 1; }
lines=$(demo-hello 3 | grep -cx 'Hello, checker!')
wrong=$(demo-hello many 2>&1) && { echo "the kernel took a word for a number"; rmmod demo_hello; exit 1; }
rmmod demo_hello || { echo "rmmod failed"; exit 1; }
[ "$lines" = 3 ] || { echo "$lines lines instead of 3"; exit 1; }
[ ! -e /proc/demo-hello ] || { echo "/proc/demo-hello is still there"; exit 1; }
dmesg | tail -n +$((before + 1)) >/tmp/said
grep -q 'Hello, checker!' /tmp/said && grep -q 'Goodbye, checker!' /tmp/said || { echo "the kernel's log has no word of it"; exit 1; }
if grep -E 'WARNING|BUG|Oops|Call Trace' /tmp/said; then exit 1; fi
rm /tmp/said
echo "loaded, read, changed, unloaded"
