# Sourced by package.sh of components that have to run a program of the machine.

# Runs a dynamically linked program of the machine with the machine's own loader and libraries, from SYSROOT and DEST.
# usage: run_target PROGRAM [ARGUMENT…]
run_target() {
	for loader in "$DEST/usr/lib/ld-linux-x86-64.so.2" "$SYSROOT/usr/lib/ld-linux-x86-64.so.2" "$SYSROOT/lib64/ld-linux-x86-64.so.2"; do
		[ -f "$loader" ] && break
	done
	"$loader" --library-path "$DEST/usr/lib:$SYSROOT/usr/lib" "$@"
}
