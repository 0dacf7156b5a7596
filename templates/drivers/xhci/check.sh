# The device on this controller answered who it is, at the controller's own speed (5000 Mbit/s).
tries=50
until found=$(grep -lx smartos-xhci /sys/bus/usb/devices/*/serial 2>/dev/null); do
	tries=$((tries - 1))
	[ $tries -gt 0 ] || { echo "no USB device with the serial number smartos-xhci appeared"; exit 1; }
	usleep 200000
done
device=${found%/serial}
speed=$(cat "$device/speed")
[ "$speed" = 5000 ] || { echo "the device runs at $speed Mbit/s instead of 5000"; exit 1; }
# The folder above the device is its bus's root hub, the one above that the controller.
controller=$(realpath "$(realpath "$device")/../../driver")
case ${controller##*/} in
*xhci*) ;;
*) echo "the device sits on ${controller##*/}, not on xhci"; exit 1 ;;
esac
bytes=$(wc -c <"$device/descriptors")
[ "$bytes" -gt 18 ] || { echo "only $bytes bytes of descriptors were read"; exit 1; }
echo "$(cat "$device/product") at $speed Mbit/s"
