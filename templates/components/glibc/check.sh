# The C library in use is the one that was built here, not a copy of the host's, and it resolves names.
#: in machine container
case $(/lib64/ld-linux-x86-64.so.2 --version) in
*"(smart-os)"*) ;;
*) echo "the loader is not the one built here: $(/lib64/ld-linux-x86-64.so.2 --version | head -n 1)"; exit 1 ;;
esac
grep -q ' /usr/lib/libc\.so\.6$\| /lib/libc\.so\.6$' /proc/self/maps || { echo "the shell runs with another C library"; exit 1; }
grep -q 'GNU C Library (smart-os)' /usr/lib/libc.so.6 || { echo "libc.so.6 was not built here"; exit 1; }
