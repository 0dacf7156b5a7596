# Nothing that was checked made the kernel complain.
found=$(dmesg | grep -E 'BUG:|Oops|WARNING: CPU|general protection|Call Trace|Out of memory|segfault|I/O error' | head -n 1)
[ -z "$found" ] || { echo "$found"; exit 1; }
