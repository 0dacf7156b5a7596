# Built in a copy, since its Makefile knows no other folder; without libraries that only turn numbers into names in other ways.
cp -R "$SRC/." .
set -- CC="$CC" AR="$AR" RANLIB="$RANLIB" HOST=x86_64-linux PREFIX=/usr IDSDIR=/usr/share/misc ZLIB=no DNS=no LIBKMOD=no HWDB=no SHARED=no
make "$@" lspci setpci
install -D -m 755 lspci "$DEST/usr/bin/lspci"
install -D -m 755 setpci "$DEST/usr/bin/setpci"
"$TARGET-strip" "$DEST/usr/bin/lspci" "$DEST/usr/bin/setpci"
# Half of the list are the cards that board makers made of a chip; the chips' own names stay.
mkdir -p "$DEST/usr/share/misc"
if [ "$OPTION_SUBSYSTEMS" = 1 ]; then
	grep -v '^#' pci.ids >"$DEST/usr/share/misc/pci.ids"
else
	awk '/^C / { classes = 1 } /^#/ || (!classes && /^\t\t/) { next } { print }' pci.ids >"$DEST/usr/share/misc/pci.ids"
fi
