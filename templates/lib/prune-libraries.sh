# Sourced by package.sh of components whose packages bring more libraries than their programs load.

# Removes from DEST/usr/lib the shared libraries that no program, plug-in or kept library of DEST names, over and over until none is
# left. What is opened by name alone (dlopen) has to be named: as further arguments, names of library files.
# usage: prune_libraries [LIBRARY…]
prune_libraries() {
	prune_list=$(mktemp)
	while :; do
		{
			printf '%s\n' "$@"
			find "$DEST/usr" -type f \( -perm -100 -o -name '*.so' -o -name '*.so.*' \) -exec "${READELF:-readelf}" -dW {} + 2>/dev/null |
				sed -n 's/.*(NEEDED).*\[\(.*\)\].*/\1/p'
		} | sort -u >"$prune_list"
		prune_found=
		for prune_file in "$DEST"/usr/lib/lib*.so.*; do
			[ -f "$prune_file" ] && [ ! -L "$prune_file" ] || continue
			prune_name=$("${READELF:-readelf}" -dW "$prune_file" | sed -n 's/.*(SONAME).*\[\(.*\)\].*/\1/p')
			grep -qxF -e "${prune_name:-none}" -e "${prune_file##*/}" "$prune_list" && continue
			rm "$prune_file"
			prune_found=1
		done
		[ -n "$prune_found" ] || break
	done
	rm "$prune_list"
	# Links whose library is gone.
	find "$DEST/usr/lib" -maxdepth 1 -type l ! -exec test -e {} \; -delete
}
