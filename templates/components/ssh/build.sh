# Dropbear: the server, its key maker and scp as one program of three names.
. "$LIB/guard.sh"

# The C library's password hashes are linked in: nothing else in a small machine needs libcrypt.so. The linker takes the
# static one because it finds no other in the first folder.
mkdir -p lib
ln -sf "$SYSROOT/usr/lib/libcrypt.a" lib/libcrypt.a
"$SRC/configure" \
	--build=x86_64-build-linux-gnu \
	--host="$TARGET" \
	--prefix=/usr \
	--enable-bundled-libtom \
	--disable-zlib \
	--disable-pam \
	--disable-lastlog \
	--disable-utmp \
	--disable-utmpx \
	--disable-wtmp \
	--disable-wtmpx \
	--disable-loginfunc \
	--disable-pututline \
	--disable-pututxline \
	LDFLAGS="${LDFLAGS:-} -L$BUILD/lib"
# Its usual paths begin at /usr/local; the message of the day is the login shell's own business.
cat >localoptions.h <<-'END'
	#define DEFAULT_PATH "/usr/sbin:/usr/bin"
	#define DEFAULT_ROOT_PATH "/usr/sbin:/usr/bin"
	#define INETD_MODE 0
END
set -- PROGRAMS='dropbear dropbearkey scp' MULTI=1 SCPPROGRESS=1
make "$@" || exit
refuse_host_headers "$BUILD"

mkdir -p "$DEST/usr/bin" "$DEST/usr/sbin" "$DEST/etc/dropbear"
"$TARGET-strip" -o "$DEST/usr/sbin/dropbear" dropbearmulti
chmod 755 "$DEST/usr/sbin/dropbear"
ln -s ../sbin/dropbear "$DEST/usr/bin/dropbearkey"
ln -s ../sbin/dropbear "$DEST/usr/bin/scp"
