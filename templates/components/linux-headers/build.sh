# Installs the UAPI headers of the kernel source to $DEST/usr/include.
make -C "$SRC" O="$BUILD" ARCH="$ARCH" HOSTCC="$HOSTCC" INSTALL_HDR_PATH="$DEST/usr" headers_install
find "$DEST" ! -name '*.h' -type f -delete
