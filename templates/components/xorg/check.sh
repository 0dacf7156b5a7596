# The server answers, on a screen of the size that was asked for, with a keyboard and a mouse. Without a graphics card it waits for one.
if ! ls /dev/dri/card* >/dev/null 2>&1; then
	grep -q 'no graphics card' /var/log/display.log || { echo "there is no graphics card, and the service display does not say so"; exit 1; }
	echo "this machine was started without a screen: the server waits for one"
	exit 0
fi
tries=120
until [ -S /tmp/.X11-unix/X0 ]; do
	tries=$((tries - 1))
	[ $tries -gt 0 ] || { echo "no server within a minute; its last error: $(grep -h '(EE)' /var/log/Xorg.0.log | tail -n 1)"; exit 1; }
	usleep 500000
done
size=$(sed -n 's/.*Modes "\(.*\)".*/\1/p' /etc/X11/xorg.conf)
grep -q "using initial mode $size" /var/log/Xorg.0.log || { echo "the screen is not $size: $(grep -h 'initial mode' /var/log/Xorg.0.log | tail -n 1)"; exit 1; }
for kind in KEYBOARD MOUSE; do
	grep -q "Adding extended input device.*type: $kind" /var/log/Xorg.0.log || { echo "the server found no $kind"; exit 1; }
done
