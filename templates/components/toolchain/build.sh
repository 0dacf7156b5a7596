# Wraps the host's gcc so that it cannot find the host's headers, start files or libraries.
#
# --sysroot alone is not enough: a native gcc looks for crt1.o and -lfoo in ../../../x86_64-linux-gnu relative to its own
# folder, which is the host's /usr/lib/x86_64-linux-gnu. GCC_EXEC_PREFIX moves "its own folder" to a real folder of links
# in /tools, and then that relative path leads into /tools, where there is nothing.
version=$(gcc -dumpversion | cut -d. -f1)
machine=$(gcc -dumpmachine)
gcc_folder=$(dirname "$(gcc -print-libgcc-file-name)")
fence=$DEST/tools/lib/gcc/$machine/$version
mkdir -p "$fence" "$DEST/tools/bin" "$DEST/usr/lib"

# include/ is linked as a whole: stddef.h and its like belong to the compiler.
for file in "$gcc_folder"/*; do ln -s "$file" "$fence/"; done
# Newer distributions keep cc1 and collect2 in /usr/libexec.
for program in cc1 cc1plus collect2 lto1 lto-wrapper liblto_plugin.so; do
	[ -e "$fence/$program" ] && continue
	found=$(gcc -print-prog-name="$program")
	case $found in /*) ln -s "$found" "$fence/$program" ;; esac
done
# The C++ library's headers are the compiler's, too. Copied, because gcc names the target of a link in dependency files.
for folder in "/usr/include/c++/$version" "/usr/include/$machine/c++/$version"; do
	[ -d "$folder" ] || continue
	mkdir -p "$DEST/tools${folder#/usr}"
	cp -R "$folder/." "$DEST/tools${folder#/usr}/"
done
# The compiler's own run-time library; what is linked with it finds it here, and the machine gets it from whoever needs it.
cp -L "$(gcc -print-file-name=libgcc_s.so.1)" "$DEST/usr/lib/libgcc_s.so.1"

wrap() { # NAME PROGRAM [FLAG…]
	name=$1
	program=$2
	shift 2
	cat >"$DEST/tools/bin/$TARGET-$name" <<-END
		#!/bin/sh
		GCC_EXEC_PREFIX="\${0%/bin/*}/lib/gcc/" exec $program $* "\$@"
	END
	chmod 755 "$DEST/tools/bin/$TARGET-$name"
}
# Folder names of the build never reach a binary, so that it is the same wherever it is built. The names come from the
# environment, because a host that forbids the sandbox has others.
flags='--sysroot="$SYSROOT" -ffile-prefix-map="$BUILD"=. -ffile-prefix-map="$SRC"=.'
wrap gcc /usr/bin/gcc "$flags"
wrap cc /usr/bin/gcc "$flags"
wrap cpp /usr/bin/cpp "$flags"
[ -e /usr/bin/g++ ] && wrap g++ /usr/bin/g++ "$flags" && wrap c++ /usr/bin/g++ "$flags"
wrap ld /usr/bin/ld '--sysroot="$SYSROOT"'
for tool in ar as nm objcopy objdump ranlib readelf size strings strip; do
	ln -s "/usr/bin/$tool" "$DEST/tools/bin/$TARGET-$tool"
done
for tool in gcc-ar gcc-nm gcc-ranlib; do
	[ -e "/usr/bin/$tool" ] && ln -s "/usr/bin/$tool" "$DEST/tools/bin/$TARGET-$tool"
done

# The fence has to hold: with an empty sysroot, neither a header nor a start file may be found.
export GCC_EXEC_PREFIX="$DEST/tools/lib/gcc/"
if echo '#include <stdio.h>' | gcc --sysroot="$BUILD" -E -x c - >/dev/null 2>&1; then
	echo "smart-os: error: the wrapped compiler still finds the host's headers"
	exit 1
fi
if echo 'int main(void) { return 0; }' | gcc --sysroot="$BUILD" -x c - -o "$BUILD/probe" 2>/dev/null; then
	echo "smart-os: error: the wrapped compiler still finds the host's start files or libraries"
	exit 1
fi
