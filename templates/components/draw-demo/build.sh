mkdir -p "$DEST/usr/bin"
$CC $CFLAGS -Wall -Wextra -s -o "$DEST/usr/bin/draw" "$RECIPE/src/draw.c" -lX11 -Wl,-rpath-link,"$SYSROOT/usr/lib"
