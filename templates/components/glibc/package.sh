# The linker's script names files as Debian has them; what is compiled against this library finds them in the sysroot instead.
script=$DEST/usr/lib/libc.so
[ ! -f "$script" ] || sed -i 's#/usr/lib/x86_64-linux-gnu/#/usr/lib/#g; s#/lib/x86_64-linux-gnu/#/usr/lib/#g; s#/lib64/ld-linux#/usr/lib/ld-linux#g' "$script" "$DEST"/usr/lib/lib*.so 2>/dev/null || true
rm -rf "$DEST/etc" "$DEST/usr/share"
