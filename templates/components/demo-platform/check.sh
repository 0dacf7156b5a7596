# Device and driver find each other, the timer blinks at the period that is set, wrong ones are refused, unbinding and binding work.
before=$(dmesg | wc -l)
lamp=/sys/devices/platform/demo-lamp
fail() { echo "$*"; rmmod demo_platform 2>/dev/null; exit 1; }
insmod "/lib/modules/$(uname -r)/extra/demo_platform.ko" || { echo "insmod failed: $(dmesg | tail -n 1)"; exit 1; }
driver=$(realpath $lamp/driver 2>/dev/null)
[ "${driver##*/}" = demo-lamp ] || fail "no driver took the device"
for wrong in 5 70000 often; do
	(echo $wrong >$lamp/period_ms) 2>/dev/null && fail "the driver took $wrong for a period"
done
said=$(timeout 60 demo-platform 50 5 2>&1) || fail "$said"
[ "$(echo "$said" | grep -c blink)" = 5 ] || fail "$said"
# On and off is one blink: five of them at 50 ms take at least 0.4 s.
echo "$said" | awk 'END { exit !($1 >= 0.35) }' || fail "the lamp blinks too fast: $(echo "$said" | tail -n 1)"
echo demo-lamp >$driver/unbind
[ ! -e $lamp/blinks ] || fail "the files are still there without a driver"
echo demo-lamp >$driver/bind
[ -e $lamp/blinks ] || fail "the driver did not take the device again"
first=$(cat $lamp/blinks)
echo 20 >$lamp/period_ms
sleep 2
[ "$(cat $lamp/blinks)" -gt "$first" ] || fail "the lamp stands still after binding"
rmmod demo_platform || fail "rmmod failed"
[ ! -e $lamp ] || { echo "$lamp is still there"; exit 1; }
dmesg | tail -n +$((before + 1)) | grep -E 'WARNING|BUG|Oops|Call Trace' && exit 1
echo "$said" | tail -n 1
