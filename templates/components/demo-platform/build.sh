# The module for the kernel, the program that uses it, and both sources with their page for whoever reads them in the machine.
. "$LIB/guard.sh"
build-kernel-module "$RECIPE/module"
mkdir -p "$DEST/usr/bin"
$CC $CFLAGS -std=gnu11 -Wall -Wextra -Werror -MD -MF "$BUILD/demo-platform.d" -I "$RECIPE/module" -o "$DEST/usr/bin/demo-platform" "$RECIPE/demo-platform.c"
$STRIP "$DEST/usr/bin/demo-platform"
refuse_host_headers "$BUILD" '/module/'
install -D -m 644 "$RECIPE/page.txt" "$DEST/usr/share/doc/smart-os/demo-platform.txt"
sources=$DEST/usr/src/smart-os/demo-platform
mkdir -p "$sources"
cp "$RECIPE"/module/* "$RECIPE/demo-platform.c" "$sources/"
chmod 644 "$sources"/*
