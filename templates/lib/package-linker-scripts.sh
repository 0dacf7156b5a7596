# Linker scripts (libc.so, libm.so, libm.a) name files where the distribution has them; here all of them are in /usr/lib, in the
# machine as in the sysroot of what is compiled against them.

# usage: relocate_linker_scripts FOLDER
relocate_linker_scripts() {
	for script in "$1"/lib*.so "$1"/lib*.a; do
		[ -f "$script" ] && head -c 200 "$script" | grep -aq 'GNU ld script' || continue
		sed -i 's#/usr/lib/x86_64-linux-gnu/#/usr/lib/#g; s#/lib/x86_64-linux-gnu/#/usr/lib/#g; s#/lib64/ld-linux#/usr/lib/ld-linux#g' "$script"
	done
}
