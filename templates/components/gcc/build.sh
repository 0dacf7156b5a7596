# The compiler for the machine, made by the cross toolchain ("crossed native": build is another triplet than host and target). The
# libraries for its programs are compiled by the cross compiler too, so that nothing made for the machine is run here.
. "$LIB/guard.sh"
languages=c
case " $OPTION_LANGUAGES " in *' c++ '*) languages=c,c++ ;; esac

"$SRC/configure" \
	--build=x86_64-build-linux-gnu \
	--host="$TARGET" \
	--target="$TARGET" \
	--prefix=/usr \
	--libexecdir=/usr/lib \
	--with-sysroot=/ \
	--with-build-sysroot="$SYSROOT" \
	--with-native-system-header-dir=/usr/include \
	--with-gcc-major-version-only \
	--with-pkgversion=smart-os \
	--enable-languages="$languages" \
	--enable-checking=release \
	--enable-default-pie \
	--enable-default-ssp \
	--enable-initfini-array \
	--enable-threads=posix \
	--enable-clocale=gnu \
	--disable-bootstrap \
	--disable-multilib \
	--disable-multiarch \
	--disable-nls \
	--disable-lto \
	--disable-plugin \
	--disable-libcc1 \
	--disable-libgomp \
	--disable-libitm \
	--disable-libquadmath \
	--disable-libsanitizer \
	--disable-libssp \
	--disable-libvtv \
	--disable-libstdcxx-pch \
	--disable-cet \
	--without-isl \
	--without-zstd \
	CC_FOR_BUILD="$HOSTCC" CXX_FOR_BUILD="$HOSTCXX" \
	CFLAGS_FOR_TARGET="$CFLAGS" CXXFLAGS_FOR_TARGET="$CXXFLAGS"

# The manuals are not in every distribution's tarball.
gcc_make() { make BUILD_INFO= GENERATED_MANPAGES= MAKEINFO=true "$@"; }
gcc_make
# Programs that only help to build are the host's.
refuse_host_headers "$BUILD" '/gcc/build/|/build-x86_64-build-linux-gnu/'
# Part by part, because "install" would make the manuals.
gcc_make -C gcc install-common install-headers install-cpp install-driver DESTDIR="$DEST"
gcc_make install-target DESTDIR="$DEST"

own="$DEST/usr/lib/gcc/$TARGET/$(cut -d. -f1 "$SRC/gcc/BASE-VER")"
[ -x "$own/cc1" ] || { echo "smart-os: error: no compiler proper in ${own#"$DEST"}"; exit 1; }
# Headers that gcc "fixed" are copies of the C library's, which then would hide the real ones. Its own two stay.
find "$own/include-fixed" -type f ! -name limits.h ! -name syslimits.h -delete 2>/dev/null || true
find "$own/include-fixed" -type d -empty -delete 2>/dev/null || true
# Libraries go where the C library's are; /usr/lib64 is a link to it on the machine.
mkdir -p "$DEST/usr/lib"
if [ -d "$DEST/usr/lib64" ]; then
	mv "$DEST"/usr/lib64/* "$DEST/usr/lib/"
	rmdir "$DEST/usr/lib64"
fi
rm -rf "$DEST/usr/share" "$own/install-tools" "$own/plugin" "$DEST"/usr/lib/*-gdb.py
find "$DEST" -name '*.la' -delete
# One name for each program; the others are links.
for name in gcc g++ c++ cpp gcc-ar gcc-nm gcc-ranlib; do rm -f "$DEST/usr/bin/$TARGET-$name"; done
rm -f "$DEST/usr/bin/$TARGET"-gcc-* "$DEST/usr/bin/gcc-ar" "$DEST/usr/bin/gcc-nm" "$DEST/usr/bin/gcc-ranlib" "$DEST/usr/bin/lto-dump"
ln -s gcc "$DEST/usr/bin/cc"
[ ! -e "$DEST/usr/bin/g++" ] || ln -sf g++ "$DEST/usr/bin/c++"

find "$DEST/usr/bin" "$own" -type f -exec sh -c '
	for file; do case $(head -c 4 "$file" | tr -d "\177") in ELF) case $file in *.o) ;; *) "$TARGET-strip" "$file" ;; esac ;; esac; done' sh {} +
find "$DEST/usr/lib" -maxdepth 1 -type f -name '*.so.*' -exec "$TARGET-strip" --strip-unneeded {} +
find "$DEST/usr/lib" "$own" -maxdepth 1 -type f -name '*.a' -exec "$TARGET-strip" --strip-debug {} +
