. "$LIB/package-linker-scripts.sh"

relocate_linker_scripts "$DEST/usr/lib"
# The machine has of the C library's parts only those that programs use, so the links for linking with the others go. libm's script
# names libmvec, and libanl is asked for by programs that look names up in the background: these come along.
for name in mvec anl; do cp "$SYSROOT/usr/lib/lib$name.so.1" "$DEST/usr/lib/"; done
for name in BrokenLocale c_malloc_debug nss_compat nss_hesiod thread_db; do rm -f "$DEST/usr/lib/lib$name.so"; done
