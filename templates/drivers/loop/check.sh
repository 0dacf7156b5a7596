# A file becomes a block device: what is written into the file is read from the device, and the other way round.
dd if=/dev/urandom of=/tmp/check-loop bs=4k count=16 2>/dev/null
device=$(losetup -f) || { echo "there is no free loop device"; exit 1; }
losetup "$device" /tmp/check-loop || { echo "$device does not take a file"; exit 1; }
fail() { losetup -d "$device"; rm -f /tmp/check-loop; echo "$*"; exit 1; }
cmp "$device" /tmp/check-loop || fail "$device gives something else than the file holds"
echo written | dd of="$device" conv=fsync 2>/dev/null || fail "$device cannot be written"
[ "$(head -n 1 /tmp/check-loop)" = written ] || fail "what was written to $device did not reach the file"
losetup -d "$device"
rm /tmp/check-loop
echo "$device"
