# The card has a DRM node and a frame buffer of this driver, and what is painted is on its screen (looked at from outside afterwards).
#: without session display
name=virtio_gpudrmfb
for buffer in /sys/class/graphics/fb*; do
	[ "$(cat "$buffer/name" 2>/dev/null)" = "$name" ] || continue
	ls -d "$buffer"/device/drm/card* >/dev/null 2>&1 || { echo "${buffer##*/} has no DRM node beside it"; exit 1; }
	depth=$(cat "$buffer/bits_per_pixel")
	# Red and blue in full, in the order in which the bytes lie in memory.
	case $depth in
	16) pixel='\037\370' ;;
	24) pixel='\377\000\377' ;;
	32) pixel='\377\000\377\000' ;;
	*) echo "${buffer##*/} has $depth bits a pixel"; exit 1 ;;
	esac
	size=$(cat "$buffer/virtual_size")
	bytes=$(($(cat "$buffer/stride") * ${size#*,}))
	printf "$pixel" >/tmp/paint
	# Doubled until it is whole megabytes: of a piece that ends within a line, the kernel's frame buffer shows only a part (seen with
	# Linux 6.1). A whole picture would be too much for the memory of a small machine with a desktop.
	while [ $(($(wc -c </tmp/paint) % 1048576)) -ne 0 ]; do
		cat /tmp/paint /tmp/paint >/tmp/paint.twice
		mv /tmp/paint.twice /tmp/paint
	done
	# A card on which no console is shown has never been told to show anything.
	echo 0 >"$buffer/blank"
	# Twice: what is written while the card is still being switched on may not be shown.
	for again in 1 2; do
		at=0
		while [ "$at" -lt "$bytes" ]; do
			head -c $((bytes - at)) /tmp/paint >/tmp/piece
			dd if=/tmp/piece of="/dev/${buffer##*/}" bs=1M seek=$((at / 1048576)) conv=notrunc 2>/dev/null ||
				{ echo "/dev/${buffer##*/} cannot be written"; exit 1; }
			at=$((at + $(wc -c </tmp/piece)))
		done
		sleep 1
	done
	rm /tmp/paint /tmp/piece
	echo "${buffer##*/}: $size at $depth bits was painted"
	exit 0
done
echo "no frame buffer is called $name, only: $(cat /proc/fb | tr '\n' ',')"
exit 1
