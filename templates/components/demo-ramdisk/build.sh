# The module for the kernel, the program that uses it, and both sources with their page for whoever reads them in the machine.
. "$LIB/guard.sh"
build-kernel-module "$RECIPE/module"
mkdir -p "$DEST/usr/bin"
$CC $CFLAGS -std=gnu11 -Wall -Wextra -Werror -MD -MF "$BUILD/demo-ramdisk.d" -I "$RECIPE/module" -o "$DEST/usr/bin/demo-ramdisk" "$RECIPE/demo-ramdisk.c"
$STRIP "$DEST/usr/bin/demo-ramdisk"
refuse_host_headers "$BUILD" '/module/'
install -D -m 644 "$RECIPE/page.txt" "$DEST/usr/share/doc/smart-os/demo-ramdisk.txt"
sources=$DEST/usr/src/smart-os/demo-ramdisk
mkdir -p "$sources"
cp "$RECIPE"/module/* "$RECIPE/demo-ramdisk.c" "$sources/"
chmod 644 "$sources"/*
