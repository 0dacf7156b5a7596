# Configured for the kernel and C library of the machine, whatever runs here, and without a note of who built it where.
cp -R "$SRC/." .
chmod -R u+w .
LSOF_CC=$CC LSOF_AR="$AR cr" LSOF_RANLIB=$RANLIB LSOF_INCLUDE=$SYSROOT/usr/include LSOF_VSTR=6.1.0 LINUX_CLIB='-DGLIBCV=236' LSOF_CFGF="$CFLAGS" \
	./Configure -n linux
make LSOF_HOST=none LSOF_LOGNAME=none LSOF_SYSINFO=none LSOF_USER=none lsof
install -D -m 755 lsof "$DEST/usr/bin/lsof"
"$TARGET-strip" "$DEST/usr/bin/lsof"
