# XCB with the extensions that the distribution's other X libraries ask for.
. "$LIB/guard.sh"
. "$LIB/autotools.sh"
configure_for_machine --disable-static --disable-devel-docs --without-doxygen --disable-selinux PYTHON=python3
# pkg-config knows where the description lies in a machine, not here.
set -- XCBPROTO_XCBINCLUDEDIR="$SYSROOT/usr/share/xcb" XCBPROTO_XCBPYTHONDIR="$SYSROOT/usr/lib/python3/dist-packages"
make "$@"
refuse_host_headers "$BUILD"
MAKEFLAGS="${MAKEFLAGS:-} $*" install_stripped
