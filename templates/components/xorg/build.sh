# The X server for one kind of screen: the kernel's graphics cards by the modesetting driver, drawn by the processor. No 3D, no udev, no
# servers without a screen.
. "$LIB/guard.sh"
. "$LIB/autotools.sh"
configure_for_machine --disable-static --disable-docs --disable-devel-docs --disable-unit-tests --without-xmlto --without-fop --without-doxygen \
	--enable-xorg --disable-xvfb --disable-xnest --disable-xephyr --disable-kdrive --disable-glx --disable-glamor --disable-dri --enable-dri2 \
	--disable-dri3 --disable-xshmfence --disable-int10-module --disable-vgahw --disable-config-udev --disable-config-hal --disable-systemd-logind \
	--without-systemd-daemon --disable-libunwind --disable-secure-rpc --disable-xdmcp --disable-xdm-auth-1 --disable-listen-tcp \
	--disable-linux-acpi --disable-linux-apm --disable-suid-wrapper --disable-selective-werror --without-dtrace --with-sha1=libmd \
	--with-module-dir=/usr/lib/xorg/modules --with-log-dir=/var/log --with-xkb-path=/usr/share/X11/xkb --with-xkb-output=/var/lib/xkb \
	--with-xkb-bin-directory=/usr/bin --with-default-xkb-rules=evdev --with-fontrootdir=/usr/share/fonts/X11 --with-builderstring=smart-os
make
refuse_host_headers "$BUILD"
install_stripped
chmod 755 "$DEST/usr/bin/Xorg"
