# Compiled by rules of our own: its Makefiles build in the source folder and ask git for the version. The C++ library is linked in,
# as nothing else in a small machine needs it.
. "$LIB/guard.sh"
for object in lshw.o $(sed -n 's/^OBJS = //p' "$SRC/src/core/Makefile"); do
	file=$SRC/src/core/${object%.o}.cc
	[ "$object" != lshw.o ] || file=$SRC/src/lshw.cc
	echo "$object: $file; $CXX $CXXFLAGS -MD -I$SRC/src/core -DPREFIX=\\\"/usr\\\" -DSBINDIR=\\\"/usr/sbin\\\" -DMANDIR=\\\"/usr/share/man\\\" -DDATADIR=\\\"/usr/share\\\" -DVERSION=\\\"02.19\\\" -c -o \$@ \$<"
	echo "lshw: $object"
done >rules.mk
echo "lshw: ; $CXX -static-libstdc++ -static-libgcc -o \$@ \$^ -lresolv" >>rules.mk
make -f rules.mk lshw
refuse_host_headers "$BUILD"
install -D -m 755 lshw "$DEST/usr/sbin/lshw"
"$TARGET-strip" "$DEST/usr/sbin/lshw"
