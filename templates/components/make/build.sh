# Compiled without configure, see config.h. Globbing and load averages are glibc's own.
. "$LIB/guard.sh"
mkdir include
cp "$RECIPE/config.h" include/config.h
version=$(sed -n 's/^AC_INIT(\[GNU make\],\[\([0-9.]*\)\].*/\1/p' "$SRC/configure.ac")
[ -n "$version" ] || { echo "smart-os: error: configure.ac does not say which version of make this is"; exit 1; }
printf '#define VERSION "%s"\n#define PACKAGE_VERSION VERSION\n#define PACKAGE_STRING "GNU make %s"\n' "$version" "$version" >>include/config.h

for file in ar arscan commands default dir expand file function getopt getopt1 guile hash implicit job load loadapi main misc output \
	posixos read remake remote-stub rule shuffle signame strcache variable version vpath; do
	[ -e "$SRC/src/$file.c" ] || continue
	echo "$file.o: $SRC/src/$file.c; $CC $CFLAGS -MD -Iinclude -I$SRC/src -I$SRC/lib -DHAVE_CONFIG_H -DLIBDIR=\\\"/usr/lib\\\" -DLOCALEDIR=\\\"/usr/share/locale\\\" -DINCLUDEDIR=\\\"/usr/include\\\" -c -o \$@ \$<"
	echo "make: $file.o"
done >rules.mk
for file in concat-filename exitfail findprog-in xalloc-die xconcat-filename; do
	[ -e "$SRC/lib/$file.c" ] || continue
	echo "$file.o: $SRC/lib/$file.c; $CC $CFLAGS -MD -Iinclude -I$SRC/lib -DHAVE_CONFIG_H -c -o \$@ \$<"
	echo "make: $file.o"
done >>rules.mk
echo "make: ; $CC -Wl,--export-dynamic -o \$@ \$^" >>rules.mk
make -f rules.mk make
refuse_host_headers "$BUILD"
install -D -m 755 make "$DEST/usr/bin/make"
"$TARGET-strip" "$DEST/usr/bin/make"
