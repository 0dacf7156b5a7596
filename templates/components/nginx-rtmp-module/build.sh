# Puts the module's source where nginx-rtmp finds it in its sysroot.
mkdir -p "$DEST/usr/src/nginx-rtmp-module"
cp -R "$SRC/." "$DEST/usr/src/nginx-rtmp-module"
