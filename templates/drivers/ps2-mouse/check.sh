# The pointer appears as an input device, and a press of its button outside arrives in the machine.
#: without session display
name='(ImExPS/2|ImPS/2|PS/2) .*Mouse'
tries=25
until found=$(grep -lxE "$name" /sys/class/input/event*/device/name 2>/dev/null); do
	tries=$((tries - 1))
	[ $tries -gt 0 ] || { echo "no input device is called $name, only: $(cat /sys/class/input/event*/device/name | tr '\n' ',')"; exit 1; }
	usleep 200000
done
node=${found%/device/name}
node=/dev/input/${node##*/}
# An event is 24 bytes: the time in 16, then type 1 (a key or button), code 0x110 (the left button) and value 1 (pressed).
events=$(timeout 20 dd if="$node" bs=24 count=8 2>/dev/null | hexdump -v -e '24/1 "%02x" "\n"')
echo "$events" | grep -q '0100100101000000$' || { echo "no press of the button arrived at $node, only: ${events:-nothing}"; exit 1; }
echo "$node: the button was pressed"
