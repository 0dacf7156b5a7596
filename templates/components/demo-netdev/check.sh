# The card sends packets back: pings are answered, datagrams return unchanged, the counters agree, and it goes while it is up.
before=$(dmesg | wc -l)
fail() { echo "$*"; rmmod demo_netdev 2>/dev/null; exit 1; }
insmod "/lib/modules/$(uname -r)/extra/demo_netdev.ko" || { echo "insmod failed: $(dmesg | tail -n 1)"; exit 1; }
[ -e /sys/class/net/demo0 ] || fail "demo0 did not appear"
ip address add 10.77.0.1/24 dev demo0 && ip link set demo0 up || fail "demo0 takes no address"
ping -c 2 -W 5 10.77.0.99 >/dev/null || fail "a ping is not answered"
said=$(demo-netdev 10.77.0.2 20 2>&1) || fail "$said"
sent=$(cat /sys/class/net/demo0/statistics/tx_packets)
received=$(cat /sys/class/net/demo0/statistics/rx_packets)
[ "$sent" -ge 24 ] && [ "$sent" = "$received" ] || fail "$sent packets were sent and $received came back"
rmmod demo_netdev || fail "rmmod failed"
[ ! -e /sys/class/net/demo0 ] || { echo "demo0 is still there"; exit 1; }
dmesg | tail -n +$((before + 1)) | grep -E 'WARNING|BUG|Oops|Call Trace' && exit 1
echo "$said"
