# The distribution's headers are three folders full of links between them and absolute names; one tree of the form that build.sh makes
# is put together from them.
one() { # GLOB: the only match
	set -- $1
	if [ $# != 1 ] || [ ! -d "$1" ]; then
		echo "smart-os: error: expected one folder, found $*"
		exit 1
	fi
	echo "$1"
}
common=$(one "$DEST/usr/src/linux-headers-*-common")
own=$(one "$DEST/usr/src/linux-headers-*-$([ "$ARCH" = x86_64 ] && echo amd64)")
kbuild=$(one "$DEST/usr/lib/linux-kbuild-*")

tree=$BUILD/linux
mkdir -p "$tree/arch/x86" "$tree/scripts" "$tree/tools"
cp -a "$common/Makefile" "$common/include" "$tree/"
cp -a "$common/arch/x86/." "$tree/arch/x86/"
cp -a "$kbuild/scripts/." "$tree/scripts/"
cp -a "$kbuild/tools/." "$tree/tools/"
cp -a "$own/include/." "$tree/include/"
cp -a "$own/arch/x86/." "$tree/arch/x86/"
cp "$own/.config" "$own/Module.symvers" "$tree/"
rm -rf "$DEST/usr" "$DEST/etc"
mkdir -p "$DEST/usr/src" "$DEST/tools/bin"
mv "$tree" "$DEST/usr/src/linux"
cp "$RECIPE/build-kernel-module" "$DEST/tools/bin/build-kernel-module"
chmod 755 "$DEST/tools/bin/build-kernel-module"

# Modules of one kernel do not load into another.
kernel=$(cd "$SYSROOT/usr/lib/modules" && echo *)
headers=$(sed -n 's/.*UTS_RELEASE "\(.*\)"/\1/p' "$DEST/usr/src/linux/include/generated/utsrelease.h")
[ "$kernel" = "$headers" ] || { echo "smart-os: error: the kernel is $kernel, but its headers are those of $headers"; exit 1; }
