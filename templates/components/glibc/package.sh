. "$LIB/package-linker-scripts.sh"

relocate_linker_scripts "$DEST/usr/lib"
rm -rf "$DEST/etc" "$DEST/usr/share"
