# Of gdb only the server, which needs none of gdb's own libraries. The C++ library is linked in, as gdb's makers do by default.
. "$LIB/guard.sh"
"$SRC/configure" --build=x86_64-build-linux-gnu --host="$TARGET" --target="$TARGET" --prefix=/usr --disable-gdb --disable-sim --disable-gprofng \
	--disable-binutils --disable-ld --disable-gas --disable-gold --disable-nls --disable-werror --disable-inprocess-agent --disable-source-highlight \
	--without-babeltrace --without-debuginfod --without-xxhash --enable-gdbserver CC_FOR_BUILD="$HOSTCC"
make MAKEINFO=true all-gdbserver
refuse_host_headers "$BUILD"
install -D -m 755 gdbserver/gdbserver "$DEST/usr/bin/gdbserver"
"$TARGET-strip" "$DEST/usr/bin/gdbserver"
# Threads are told apart with the help of the C library's own debugging library, which is loaded by name.
install -D -m 644 "$SYSROOT/usr/lib/libthread_db.so.1" "$DEST/usr/lib/libthread_db.so.1"
