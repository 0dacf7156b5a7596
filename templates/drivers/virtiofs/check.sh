# A file of the host's folder can be read, and one written here is on the host: seen through a second mount, which caches nothing yet.
folder=/tmp/check-virtiofs
mkdir -p $folder
modprobe -q virtiofs 2>/dev/null
mount -t virtiofs smartos-virtiofs $folder || { echo "the folder cannot be mounted"; exit 1; }
[ "$(cat $folder/hello.txt)" = "hello from smart-os" ] || { echo "hello.txt holds \"$(head -n 1 $folder/hello.txt)\""; exit 1; }
mkdir -p $folder/new && cp /bin/busybox $folder/new/copy || { echo "a file cannot be written"; exit 1; }
umount $folder
mount -t virtiofs smartos-virtiofs $folder || { echo "the folder cannot be mounted again"; exit 1; }
cmp /bin/busybox $folder/new/copy || { echo "the file has changed"; exit 1; }
rm -r $folder/new && [ ! -e $folder/new ] || { echo "the file cannot be deleted"; exit 1; }
umount $folder
rmdir $folder
echo "a file was read, written, read again and deleted"
