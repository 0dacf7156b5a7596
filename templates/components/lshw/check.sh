# lshw names the memory with its size, the processor by its model, and a device of the bus with its driver.
lshw -quiet >/tmp/lshw 2>/tmp/lshw.err || { head -n 1 /tmp/lshw.err; exit 1; }
memory=$(sed -n '/\*-memory/,/\*-/p' /tmp/lshw | grep -m1 'size:')
case $memory in
*[0-9]MiB* | *[0-9]GiB*) ;;
*) echo "no memory with a size is listed"; exit 1 ;;
esac
megabytes=$(echo "$memory" | tr -dc 0-9)
case $memory in *GiB*) megabytes=$((megabytes * 1024)) ;; esac
wanted=$((CHECK_MEMORY / 1048576))
# Without firmware tables it is what the kernel has: a little less.
[ "$megabytes" -le "$wanted" ] && [ "$megabytes" -ge $((wanted * 3 / 5)) ] ||
	{ echo "the memory is $memory, not $wanted MiB"; exit 1; }
model=$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)
sed -n '/\*-cpu/,$p' /tmp/lshw | grep -qF "$model" || { echo "the processor $model is not listed"; exit 1; }
grep -q 'driver=' /tmp/lshw || { echo "no device is listed with its driver"; exit 1; }
rm -f /tmp/lshw /tmp/lshw.err
