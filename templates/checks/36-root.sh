# The root is what the profile says: a disk's, a layer over a disk's, or memory of the kind that was chosen; and it can be written.
type=$(stat -f -c %T /)
case $CHECK_ROOT_FORM in
tmpfs | ramfs) [ "$type" = "$CHECK_ROOT_FORM" ] ;;
ext4) grep -q '^/dev/[^ ]* / ext4 rw' /proc/mounts ;;
initrd) grep -q '^/dev/\(root\|ram0\) / ext4 rw' /proc/mounts ;;
squashfs) grep -q '^overlay / overlay rw' /proc/mounts || grep -q ' / squashfs ro' /proc/mounts ;;
esac || { echo "the root is not $CHECK_ROOT_FORM: $(grep ' / ' /proc/mounts) ($type)"; exit 1; }
true >/var/lib/.check || { echo "the root cannot be written"; exit 1; }
rm /var/lib/.check
grep ' / ' /proc/mounts
