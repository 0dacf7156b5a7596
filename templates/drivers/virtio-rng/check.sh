# The device is the kernel's source of random numbers, and two draws differ.
grep -q virtio_rng /sys/class/misc/hw_random/rng_available 2>/dev/null || { echo "the kernel sees no virtio random number device"; exit 1; }
first=$(timeout 10 head -c 32 /dev/hwrng | md5sum)
second=$(timeout 10 head -c 32 /dev/hwrng | md5sum)
[ "$first" != "$second" ] || { echo "two draws from /dev/hwrng are the same"; exit 1; }
echo "64 bytes drawn"
