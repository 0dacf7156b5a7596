# Static and position-independent: it becomes part of the programs that are linked with it. The explicit host keeps configure
# from choosing assembly for the processor that happens to build.
. "$LIB/guard.sh"
# Some distributions took the manual out of the tarball, but configure wants its Makefile.
mkdir -p doc
[ -e "$SRC/doc/Makefile.in" ] || printf '%s:\n' all install check >doc/Makefile.in
"$SRC/configure" --build=x86_64-build-linux-gnu --host="$TARGET" --prefix=/usr --disable-shared --with-pic CC_FOR_BUILD="$HOSTCC"
make
refuse_host_headers "$BUILD"
make install DESTDIR="$DEST"
rm -rf "$DEST/usr/share" "$DEST/usr/lib/pkgconfig" "$DEST"/usr/lib/*.la
