# Nothing is compiled: these files are in SYSROOT, where everything else is compiled against them.
mkdir -p "$DEST/usr/lib"
cp -R "$SYSROOT/usr/include" "$DEST/usr/"
for file in "$SYSROOT"/usr/lib/*.o "$SYSROOT"/usr/lib/*.a; do cp "$file" "$DEST/usr/lib/"; done
# lib*.so are links to what a program loads, or scripts for the linker. libm's script names libmvec, which the machine lacks as a rule.
for name in c m mvec resolv crypt anl; do cp -P "$SYSROOT/usr/lib/lib$name.so" "$DEST/usr/lib/"; done
for name in mvec crypt anl; do cp "$SYSROOT/usr/lib/lib$name.so.1" "$DEST/usr/lib/"; done
