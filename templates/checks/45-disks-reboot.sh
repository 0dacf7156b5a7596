#: when disks
# What was written on each disk before the reboot is there again, to the bit.
echo "$CHECK_DISKS" | while read -r label _ _ folder; do
	[ "$(cat "$folder/smart-os-check" 2>/dev/null)" = "written on $label" ] || { echo "what was written on $label is not at $folder"; exit 1; }
	(cd "$folder" && sha256sum -c smart-os-random.sum >/dev/null) || { echo "$folder gives back something else than was written"; exit 1; }
done
