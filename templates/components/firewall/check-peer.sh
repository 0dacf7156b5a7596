#: link plain
# From a second machine only an open port of the first is reached; once its firewall is off, the closed one, too. The first machine's
# part is check-peer-first.sh; what the two have to say to each other goes through port 7034 of this one, whose own firewall is off.
[ "$CHECK_FIREWALL_POLICY" = DROP ] || { echo "the policy is accept: no port is closed"; exit 77; }
/etc/init.d/firewall stop
# usage: answers PORT: the first machine's listener (or service) there takes a connection.
answers() { nc -w 2 "$CHECK_PEER_ADDRESS" "$1" </dev/null >/tmp/answer 2>&1; }
# usage: until_answers PORT
until_answers() {
	tries=20
	until answers "$1"; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || return 1
		sleep 1
	done
}
tell() { echo "$1" | nc -l -p 7034 >/dev/null 2>&1; }

ping -c 3 -W 5 "$CHECK_PEER_ADDRESS" >/dev/null || { echo "a ping is not let in"; exit 1; }
open=
for ports in $CHECK_FIREWALL_OPEN; do
	case $ports in */tcp) open=${ports%%[-/]*} && break ;; esac
done
if [ -n "$open" ]; then
	until_answers "$open" || { echo "the open port $open was not reached"; exit 1; }
fi
tell ready
! answers 7033 || { echo "the closed port 7033 was reached"; exit 1; }
tell stop
until_answers 7033 || { echo "port 7033 was not reached with the firewall off"; exit 1; }
[ -z "$open" ] || answers "$open" || { echo "port $open was not reached with the firewall off"; exit 1; }
tell done
