# The server runs, and gives addresses of the link's network other than its own.
tries=30
until service status dhcp-server >/dev/null 2>&1 && [ -s /run/udhcpd.conf ]; do
	tries=$((tries - 1))
	[ $tries -gt 0 ] || { echo "it does not run: $(tail -n 1 /var/log/dhcp-server.log)"; exit 1; }
	sleep 1
done
own=$(sed -n 's/^option router //p' /run/udhcpd.conf)
start=$(sed -n 's/^start //p' /run/udhcpd.conf)
[ "${own%.*}" = "${start%.*}" ] && [ "$own" != "$start" ] || { echo "addresses from $start, but its own is $own"; exit 1; }
grep -q ' 00000000:0043 ' /proc/net/udp || { echo "nothing listens on port 67/udp"; exit 1; }
