# Painting a frame buffer, for the checks of graphics cards.

# Sets $buffer to the frame buffer that its driver calls NAME, of a device of CLASS where one is given; ends the check where there is none.
find_frame_buffer() { # NAME [CLASS]
	for buffer in /sys/class/graphics/fb*; do
		[ "$(cat "$buffer/name" 2>/dev/null)" = "$1" ] || continue
		[ $# -eq 1 ] || [ "$(cat "$buffer/device/class")" = "$2" ] || continue
		ls -d "$buffer"/device/drm/card* >/dev/null 2>&1 || { echo "${buffer##*/} has no DRM node beside it"; exit 1; }
		return 0
	done
	echo "no frame buffer is called $1, only: $(tr '\n' ',' </proc/fb)"
	exit 1
}

# Fills $buffer with red and blue; ends the check if it cannot be written.
paint() {
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
		each_piece write_piece || { echo "/dev/${buffer##*/} cannot be written"; exit 1; }
		sleep 1
	done
	echo "${buffer##*/}: $size at $depth bits was painted"
}

# After paint: ends the check if the frame buffer gives back anything else.
read_back() {
	each_piece compare_piece || { echo "${buffer##*/} gives back something else than was painted"; exit 1; }
}

# Runs COMMAND once for each piece of the picture: /tmp/piece, which lies $at bytes from its start.
each_piece() { # COMMAND
	at=0
	while [ "$at" -lt "$bytes" ]; do
		head -c $((bytes - at)) /tmp/paint >/tmp/piece
		"$1" || return
		at=$((at + $(wc -c </tmp/piece)))
	done
	rm /tmp/piece
}

write_piece() {
	dd if=/tmp/piece of="/dev/${buffer##*/}" bs=1M seek=$((at / 1048576)) conv=notrunc 2>/dev/null
}

compare_piece() {
	dd if="/dev/${buffer##*/}" bs=1M skip=$((at / 1048576)) 2>/dev/null | head -c "$(wc -c </tmp/piece)" | cmp - /tmp/piece
}
