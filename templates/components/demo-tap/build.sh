# One program, and its source with a page for whoever reads it in the machine.
. "$LIB/guard.sh"
mkdir -p "$DEST/usr/bin"
$CC $CFLAGS -std=gnu11 -Wall -Wextra -Werror -MD -MF "$BUILD/demo-tap.d" -o "$DEST/usr/bin/demo-tap" "$RECIPE/demo-tap.c"
$STRIP "$DEST/usr/bin/demo-tap"
refuse_host_headers "$BUILD"
install -D -m 644 "$RECIPE/page.txt" "$DEST/usr/share/doc/smart-os/demo-tap.txt"
install -D -m 644 "$RECIPE/demo-tap.c" "$DEST/usr/src/smart-os/demo-tap/demo-tap.c"
