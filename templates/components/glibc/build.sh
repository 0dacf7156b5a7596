# The C library, compiled against this system's own kernel headers.
. "$LIB/guard.sh"

# A build triplet of another name makes configure treat this as cross compiling, so that nothing built here is run here.
# slibdir and rtlddir are for a merged /usr: libraries in /usr/lib, the loader under the name that the ABI fixes.
"$SRC/configure" \
	--prefix=/usr \
	--build=x86_64-build-linux-gnu \
	--host="$TARGET" \
	--with-headers="$SYSROOT/usr/include" \
	--with-pkgversion=smart-os \
	--enable-kernel=4.14 \
	--enable-bind-now \
	--disable-werror \
	--disable-profile \
	--disable-nscd \
	--disable-build-nscd \
	--disable-timezone-tools \
	--without-selinux \
	--without-gd \
	CC="$CC" CXX= CFLAGS="-O2" BUILD_CC="$HOSTCC" \
	libc_cv_slibdir=/usr/lib libc_cv_rtlddir=/lib64

# Charset converters are a fifteenth of the work, and none is kept below. make goes by a list of folders that it writes before all else.
make "$BUILD/sysd-sorted"
sed -i 's/\<iconvdata\>//' "$BUILD/sysd-sorted"
make
# Programs that glibc builds to run on the host are the only ones that may see the host's headers.
refuse_host_headers "$BUILD" '/(cross-[^/]*|rpcgen|[^/]*-bin)\.(d|dt|o\.d|o\.dt)$'
make install DESTDIR="$DEST"

# Charset converters, locale sources and helper programs are of no use in a small machine; what compiles against glibc needs
# only libraries and headers.
rm -rf "$DEST/usr/share" "$DEST/usr/lib/gconv" "$DEST/usr/lib/audit" "$DEST/usr/libexec" "$DEST/var" "$DEST/etc"
strip_flags="--strip-unneeded --remove-section=.comment"
find "$DEST" -type f \( -name '*.so' -o -name '*.so.*' \) -exec sh -c '
	for file; do case $(head -c 4 "$file" | tr -d "\177") in ELF) '"$TARGET"'-strip '"$strip_flags"' "$file" ;; esac; done' sh {} +
find "$DEST/usr/bin" "$DEST/usr/sbin" "$DEST/sbin" -type f -exec sh -c '
	for file; do case $(head -c 4 "$file" | tr -d "\177") in ELF) '"$TARGET"'-strip "$file" ;; esac; done' sh {} + 2>/dev/null || true
