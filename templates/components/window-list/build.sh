mkdir -p "$DEST/usr/bin"
$CC $CFLAGS -Wall -Wextra -s -o "$DEST/usr/bin/window-list" "$RECIPE/src/window-list.c" -lX11 -Wl,-rpath-link,"$SYSROOT/usr/lib"
