# lspci names QEMU's bridge and disk controller from its list, and the driver in use; setpci reads the same number as /sys.
lspci >/tmp/lspci 2>&1 || { head -n 1 /tmp/lspci; exit 1; }
grep -q '^00:00.0 Host bridge: Intel Corporation ' /tmp/lspci || { echo "the bridge is not named: $(head -n 1 /tmp/lspci)"; exit 1; }
for device in /sys/bus/pci/devices/*; do
	grep -q "^${device#/sys/bus/pci/devices/0000:} " /tmp/lspci || { echo "${device##*/} is not listed"; exit 1; }
	[ -e "$device/driver" ] || continue
	driver=$(readlink "$device/driver")
	lspci -k -s "${device##*/}" | grep -q "driver in use: ${driver##*/}" || { echo "${device##*/} is not listed with its driver"; exit 1; }
done
[ "0x$(setpci -s 00:00.0 VENDOR_ID)" = "$(cat /sys/bus/pci/devices/0000:00:00.0/vendor)" ] || { echo "setpci read another vendor"; exit 1; }
rm -f /tmp/lspci
