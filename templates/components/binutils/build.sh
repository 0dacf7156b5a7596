# Shared libbfd and libopcodes: a dozen tools use them, and statically each would be two megabytes larger.
. "$LIB/guard.sh"
"$SRC/configure" \
	--build=x86_64-build-linux-gnu \
	--host="$TARGET" \
	--target="$TARGET" \
	--prefix=/usr \
	--enable-shared \
	--enable-deterministic-archives \
	--enable-new-dtags \
	--enable-relro \
	--enable-plugins \
	--disable-gdb \
	--disable-gold \
	--disable-gprofng \
	--disable-libctf \
	--disable-nls \
	--disable-werror \
	--without-debuginfod \
	--without-msgpack \
	--without-zstd \
	CC_FOR_BUILD="$HOSTCC"
make MAKEINFO=true
refuse_host_headers "$BUILD" '/(chew|sysinfo|bin2c|syslex_wrap)\.'
make MAKEINFO=true install DESTDIR="$DEST"

# What compiles on the machine calls the tools by their plain names; the scripts of the one architecture are inside ld.
rm -rf "$DEST/usr/share" "$DEST/usr/include" "$DEST/usr/$TARGET" "$DEST/usr/lib/ldscripts" "$DEST/usr/lib/bfd-plugins"
find "$DEST/usr/lib" -name '*.la' -o -name '*.a' -o -name 'lib*.so' ! -name 'lib*-*.so' | xargs -r rm -f
find "$DEST/usr/bin" "$DEST/usr/lib" -type f -exec "$TARGET-strip" {} +
