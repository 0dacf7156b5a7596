# For 64-bit programs, with the kernel headers that come with it (they know more calls than an older kernel has).
. "$LIB/guard.sh"
"$SRC/configure" --build=x86_64-build-linux-gnu --host="$TARGET" --prefix=/usr --enable-mpers=no --enable-bundled=yes --disable-gcc-Werror \
	--without-libdw --without-libunwind --without-libselinux CC_FOR_BUILD="$HOSTCC"
make
refuse_host_headers "$BUILD"
install -D -m 755 src/strace "$DEST/usr/bin/strace"
"$TARGET-strip" "$DEST/usr/bin/strace"
