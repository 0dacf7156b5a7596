# The C library in use is the one that was built here (or the distribution's, where it comes from packages), not a copy of the host's.
#: in machine container
name='(smart-os)'
[ "$CHECK_ORIGIN" != package ] || name='(Debian \|(Ubuntu '
version=$(/lib64/ld-linux-x86-64.so.2 --version | head -n 1)
echo "$version" | grep -q "$name" || { echo "the loader is another one: $version"; exit 1; }
grep -q ' /usr/lib/libc\.so\.6$\| /lib/libc\.so\.6$' /proc/self/maps || { echo "the shell runs with another C library"; exit 1; }
# Loader and library are of one make.
release=${version##* }
grep -q "GNU C Library .*release version ${release%.}" /usr/lib/libc.so.6 || { echo "libc.so.6 is not of the loader's release $release"; exit 1; }
grep -q "GNU C Library \($name\)" /usr/lib/libc.so.6 || { echo "libc.so.6 is not the one that was installed"; exit 1; }
