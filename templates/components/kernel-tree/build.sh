# A folder like a distribution's linux-headers: enough of the kernel's tree to compile modules for the kernel that was built, and
# the program build-kernel-module, which does so for whoever is built with this.
config=$SYSROOT/boot/config
grep -q '^CONFIG_MODULES=y' "$config" || { echo "smart-os: error: this kernel takes no modules (CONFIG_MODULES is off)"; exit 1; }

# The same flags as the kernel's own build.sh has.
export KBUILD_BUILD_TIMESTAMP='Mon Jan  1 00:00:00 UTC 2024' KBUILD_BUILD_USER=smart-os KBUILD_BUILD_HOST=smart-os KBUILD_BUILD_VERSION=1
kernel_make() { make -C "$SRC" O="$BUILD" ARCH="$ARCH" HOSTCC="$HOSTCC" CC=gcc KCFLAGS=-mstringop-strategy=libcall "$@"; }
cp "$config" "$BUILD/.config"
kernel_make olddefconfig
cmp "$config" "$BUILD/.config" || { echo "smart-os: error: the kernel's configuration is not what its own build left"; exit 1; }
kernel_make modules_prepare
release=$(cat "$BUILD/include/config/kernel.release")

tree=$DEST/usr/src/linux
mkdir -p "$tree/arch/x86" "$tree/tools/objtool"
# The source's part, then what was generated over it: one tree that needs no second one.
cp -a "$SRC/Makefile" "$SRC/include" "$SRC/scripts" "$tree/"
for part in Makefile Makefile_32.cpu Makefile.um Makefile.postlink include; do
	[ ! -e "$SRC/arch/x86/$part" ] || cp -a "$SRC/arch/x86/$part" "$tree/arch/x86/"
done
chmod -R u+w "$tree"
cp -a "$BUILD/include/." "$tree/include/"
cp -a "$BUILD/scripts/." "$tree/scripts/"
cp -a "$BUILD/arch/x86/include/." "$tree/arch/x86/include/"
[ ! -e "$BUILD/tools/objtool/objtool" ] || cp "$BUILD/tools/objtool/objtool" "$tree/tools/objtool/"
cp "$config" "$tree/.config"
# Objects of finished host programs, and kbuild's notes on how it made them, are of no more use.
find "$tree" \( -name '*.o' -o -name '.*.cmd' -o -name '.*.d' \) -type f -delete

# The kernel's build has this list, but does not pass it on; the kernel's map of addresses says the same. Entries of the table of
# exports lie between its two ends, and those for GPL modules only between two others.
awk '
	$3 ~ /^__(start|stop)___ksymtab(_gpl)?$/ { edge[$3] = $1; next }
	$3 ~ /^__ksymtab_/ { address[substr($3, 11)] = $1 }
	END {
		for (name in address) {
			gpl = address[name] >= edge["__start___ksymtab_gpl"] && address[name] < edge["__stop___ksymtab_gpl"]
			printf "0x00000000\t%s\tvmlinux\t%s\t\n", name, gpl ? "EXPORT_SYMBOL_GPL" : "EXPORT_SYMBOL"
		}
	}
' "$SYSROOT/boot/System.map" | sort >"$tree/Module.symvers"
count=$(wc -l <"$tree/Module.symvers")
[ "$count" -gt 1000 ] || { echo "smart-os: error: only $count exported symbols were found in System.map"; exit 1; }
echo "$count exported symbols of Linux $release"

mkdir -p "$DEST/tools/bin"
cp "$RECIPE/build-kernel-module" "$DEST/tools/bin/build-kernel-module"
chmod 755 "$DEST/tools/bin/build-kernel-module"
