# A card of this driver has a link, and its own DHCP request is answered. On the link to another machine nobody answers.
tried=
for card in /sys/class/net/*; do
	[ -e "$card/device" ] || continue
	driver=$(realpath "$card/device/driver")
	[ "${driver##*/}" = e1000 ] || continue
	name=${card##*/}
	ip link set "$name" up
	tries=50
	while [ "$(cat "$card/carrier" 2>/dev/null)" != 1 ]; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || { echo "$name has no link"; exit 1; }
		usleep 100000
	done
	# -s true: the offer is looked at and not applied, so that a running set-up stays as it is.
	udhcpc -i "$name" -n -q -f -t 5 -T 1 -s /bin/true >/dev/null 2>&1 || { tried="$tried$name: no answer to a DHCP request; "; continue; }
	echo "$name: link and DHCP"
	exit 0
done
echo "${tried:-no network card of the driver e1000}"
exit 1
