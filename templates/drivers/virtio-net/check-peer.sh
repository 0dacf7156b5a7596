# The first machine, on the same link, is reached by ping and answers a TCP connection; and it reaches this one, see check-peer-first.sh.
# This is about cards; what a firewall lets through is its own check's.
[ ! -x /etc/init.d/firewall ] || /etc/init.d/firewall stop
(echo "hello from the second" | nc -l -p 7022 >/dev/null 2>&1 &)
tries=20
until ping -c 1 -W 1 "$CHECK_PEER_ADDRESS" >/dev/null; do
	tries=$((tries - 1))
	[ $tries -gt 0 ] || { echo "$CHECK_PEER_ADDRESS does not answer a ping on $CHECK_LINK_CARD"; exit 1; }
done
tries=20
until answer=$(nc -w 2 "$CHECK_PEER_ADDRESS" 7021 </dev/null 2>/dev/null) && [ -n "$answer" ]; do
	tries=$((tries - 1))
	[ $tries -gt 0 ] || { echo "$CHECK_PEER_ADDRESS does not answer on port 7021"; exit 1; }
	sleep 1
done
[ "$answer" = "hello from the first" ] || { echo "the answer was $answer"; exit 1; }
