# What was written before the reboot is still there.
[ "$CHECK_ROOT" = disk ] || { echo "the root is in memory: nothing on it is meant to stay"; exit 77; }
[ "$(cat /var/lib/smart-os-check 2>/dev/null)" = "written by the check of base" ] || { echo "/var/lib/smart-os-check did not survive the reboot"; exit 1; }
