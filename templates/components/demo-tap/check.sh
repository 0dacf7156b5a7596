# Frames pass both ways through a tap card: the program behind it is asked where it is, answers, and is pinged.
fail() { echo "$*"; kill $neighbour 2>/dev/null; exit 1; }
demo-tap tap0 10.88.0.2 >/tmp/neighbour 2>&1 &
neighbour=$!
tries=50
until [ -e /sys/class/net/tap0 ]; do
	tries=$((tries - 1))
	[ $tries -gt 0 ] || fail "tap0 did not appear: $(cat /tmp/neighbour)"
	usleep 100000
done
ip address add 10.88.0.1/24 dev tap0 && ip link set tap0 up || fail "tap0 takes no address"
ping -c 2 -W 5 10.88.0.2 >/dev/null || fail "the neighbour does not answer: $(tail -n 1 /tmp/neighbour)"
grep -q 'asked where we are' /tmp/neighbour && grep -q 'pinged us' /tmp/neighbour || fail "the neighbour saw no frames"
grep -q '^10.88.0.2 .*02:73:6d:61:72:74' /proc/net/arp || fail "the kernel did not learn the neighbour's card"
kill $neighbour
wait $neighbour 2>/dev/null
[ ! -e /sys/class/net/tap0 ] || { echo "tap0 is still there without its program"; exit 1; }
rm /tmp/neighbour
echo "ARP and ping, frame by frame"
