# xterm. Its configure writes beside its sources and wants to be started there.
. "$LIB/guard.sh"
cp -R "$SRC" xterm
chmod -R u+w xterm
cd xterm
./configure --build=x86_64-build-linux-gnu --host="$TARGET" --prefix=/usr --with-app-defaults=/etc/X11/app-defaults \
	--disable-imake --disable-setuid --disable-setgid --disable-luit --disable-rpath-hack --disable-desktop --disable-tek4014 --enable-256-color \
	--without-xinerama --without-pcre --without-pcre2 --x-includes="$SYSROOT/usr/include" --x-libraries="$SYSROOT/usr/lib" \
	LDFLAGS="-Wl,-rpath-link,$SYSROOT/usr/lib"
make xterm
refuse_host_headers "$BUILD"
install -D -m 755 xterm "$DEST/usr/bin/xterm"
"$TARGET-strip" "$DEST/usr/bin/xterm"
mkdir -p "$DEST/etc/X11/app-defaults"
install -m 644 XTerm.ad "$DEST/etc/X11/app-defaults/XTerm"
install -m 644 XTerm-col.ad "$DEST/etc/X11/app-defaults/XTerm-color"
