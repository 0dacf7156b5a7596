# Beside check-peer.sh in the second machine: this one is reached, and reaches the other.
if [ -x /etc/init.d/firewall ]; then
	trap '/etc/init.d/firewall start' EXIT
	/etc/init.d/firewall stop
fi
echo "hello from the first" | nc -l -p 7021 >/dev/null 2>&1 &
listener=$!
tries=20
until ping -c 1 -W 1 "$CHECK_PEER_ADDRESS" >/dev/null; do
	tries=$((tries - 1))
	[ $tries -gt 0 ] || { echo "$CHECK_PEER_ADDRESS does not answer a ping on $CHECK_LINK_CARD"; exit 1; }
done
tries=20
until answer=$(nc -w 2 "$CHECK_PEER_ADDRESS" 7022 </dev/null 2>/dev/null) && [ -n "$answer" ]; do
	tries=$((tries - 1))
	[ $tries -gt 0 ] || { echo "$CHECK_PEER_ADDRESS does not answer on port 7022"; exit 1; }
	sleep 1
done
[ "$answer" = "hello from the second" ] || { echo "the answer was $answer"; exit 1; }
# Not back behind the firewall before the other has had its answer, too; whether it had one is for the other to say.
tries=60
while kill -0 $listener 2>/dev/null && [ $tries -gt 0 ]; do
	tries=$((tries - 1))
	sleep 1
done
kill $listener 2>/dev/null || true
