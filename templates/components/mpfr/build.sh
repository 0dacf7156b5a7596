# Static, for the same reason as gmp.
. "$LIB/guard.sh"
"$SRC/configure" --build=x86_64-build-linux-gnu --host="$TARGET" --prefix=/usr --disable-shared --with-pic --enable-thread-safe
make MAKEINFO=true
refuse_host_headers "$BUILD"
make MAKEINFO=true install DESTDIR="$DEST"
rm -rf "$DEST/usr/share" "$DEST/usr/lib/pkgconfig" "$DEST"/usr/lib/*.la
