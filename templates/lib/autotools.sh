# Sourced by build scripts of what comes with a configure script of the GNU kind.

# Configures for the machine: build is another triplet than host, so that nothing made for the machine is run here.
# usage: configure_for_machine [FLAG…]
configure_for_machine() {
	"$SRC/configure" --build=x86_64-build-linux-gnu --host="$TARGET" --prefix=/usr --sysconfdir=/etc --localstatedir=/var \
		CC_FOR_BUILD="$HOSTCC" LDFLAGS="-Wl,-rpath-link,$SYSROOT/usr/lib" "$@"
}

# Installs into DEST without what only people and libtool read, and without symbols for debuggers.
install_stripped() {
	make install DESTDIR="$DEST"
	rm -rf "$DEST/usr/share/doc" "$DEST/usr/share/man"
	find "$DEST" -name '*.la' -delete
	find "$DEST/usr" -type f \( -perm -100 -o -name '*.so' -o -name '*.so.*' \) -exec sh -c '
		for file; do case $(head -c 4 "$file" | tr -d "\177") in ELF) "$TARGET-strip" --strip-unneeded "$file" ;; esac; done' sh {} +
}
