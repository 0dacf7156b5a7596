# Listens on an open port (where no service does) and on a closed one, and puts the firewall away when the second machine has seen both.
[ "$CHECK_FIREWALL_POLICY" = DROP ] || exit 0
listen() { while :; do echo hello | nc -l -p "$1" >/dev/null 2>&1 || sleep 1; done; }
# usage: heard WORD: waits until the second machine says it.
heard() {
	tries=60
	until [ "$(nc -w 2 "$CHECK_PEER_ADDRESS" 7034 </dev/null 2>/dev/null)" = "$1" ]; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || { echo "the second machine did not say $1"; return 1; }
		sleep 1
	done
}
listeners=
for ports in $CHECK_FIREWALL_OPEN; do
	case $ports in */tcp) listen "${ports%%[-/]*}" & listeners=$! && break ;; esac
done
listen 7033 &
listeners="$listeners $!"
heard ready && heard stop && /etc/init.d/firewall stop && heard done
status=$?
/etc/init.d/firewall start
kill $listeners
exit $status
