# The supplied server runs, not as root, from its own folder, and listens where it is said to.
pid=$(pidof smart_rtmpd | tr ' ' '\n' | sort -n | head -n 1)
[ -n "$pid" ] || { echo "smart_rtmpd does not run: $(tail -n 1 /var/log/smart_rtmpd.log)"; exit 1; }
[ "$(awk '/^Uid:/ { print $2 }' "/proc/$pid/status")" != 0 ] || { echo "smart_rtmpd runs as root"; exit 1; }
[ "$(readlink "/proc/$pid/cwd")" = /var/lib/smart_rtmpd ] || { echo "smart_rtmpd runs in $(readlink "/proc/$pid/cwd")"; exit 1; }
for port in 1935 8080; do
	tries=0
	until cat /proc/net/tcp* | grep -qi ":$(printf %04x $port) [0:]* 0A"; do
		tries=$((tries + 1))
		[ $tries -lt 20 ] || { echo "nothing listens on port $port"; exit 1; }
		usleep 500000
	done
done
echo "smart_rtmpd listens on 1935 and 8080"
