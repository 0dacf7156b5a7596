# The module for the kernel, the program that uses it, and both sources with their page for whoever reads them in the machine.
. "$LIB/guard.sh"
build-kernel-module "$RECIPE/module"
mkdir -p "$DEST/usr/bin"
$CC $CFLAGS -std=gnu11 -Wall -Wextra -Werror -MD -MF "$BUILD/demo-hello.d" -I "$RECIPE/module" -o "$DEST/usr/bin/demo-hello" "$RECIPE/demo-hello.c"
$STRIP "$DEST/usr/bin/demo-hello"
refuse_host_headers "$BUILD" '/module/'
install -D -m 644 "$RECIPE/page.txt" "$DEST/usr/share/doc/smart-os/demo-hello.txt"
sources=$DEST/usr/src/smart-os/demo-hello
mkdir -p "$sources"
cp "$RECIPE"/module/* "$RECIPE/demo-hello.c" "$sources/"
chmod 644 "$sources"/*
