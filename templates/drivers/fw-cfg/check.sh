# A text that the host put into the window arrives as it was.
modprobe -q qemu_fw_cfg 2>/dev/null
file=/sys/firmware/qemu_fw_cfg/by_name/opt/org.smart-os/check/raw
[ -e $file ] || { echo "$file is not there"; exit 1; }
[ "$(cat $file)" = "from the host" ] || { echo "$file holds \"$(cat $file)\""; exit 1; }
echo "revision $(cat /sys/firmware/qemu_fw_cfg/rev)"
