# Xlib. One program that writes tables is compiled for the host, with the X headers of the machine's system.
. "$LIB/guard.sh"
. "$LIB/autotools.sh"
configure_for_machine --disable-static --disable-specs --disable-malloc0returnsnull --without-xmlto --without-fop --without-xsltproc \
	--with-keysymdefdir="$SYSROOT/usr/include/X11" RAWCPP="$CPP"
make
refuse_host_headers "$BUILD" '/src/util/'
install_stripped
