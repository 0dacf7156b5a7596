# Users, time zone, writable folders are what the profile says; in a machine also the host name, the first process and the network of
# the machine itself, which in a container are the runtime's.
#: in machine container
if [ "$CHECK_BOOT" != container ]; then
	[ "$(cat /proc/sys/kernel/hostname)" = "$CHECK_HOSTNAME" ] || { echo "the host name is $(cat /proc/sys/kernel/hostname), not $CHECK_HOSTNAME"; exit 1; }
	[ "$(cat /proc/1/comm)" = init ] || { echo "process 1 is $(cat /proc/1/comm), not init"; exit 1; }
	ping -c 1 -W 5 127.0.0.1 >/dev/null || { echo "the machine does not reach itself"; exit 1; }
fi
[ "$(id -u)" = 0 ] || { echo "the console is not root's"; exit 1; }

# An emulated minute is not a real one: the clock may be off by what the checks took so far.
now=$(date +%s)
off=$((now - CHECK_TIME))
[ $off -gt -120 ] && [ $off -lt 600 ] || { echo "the clock is off by $off seconds"; exit 1; }

if [ "$CHECK_TIMEZONE" != UTC ]; then
	zone=$(readlink /etc/localtime)
	[ "${zone##*/zoneinfo/}" = "$CHECK_TIMEZONE" ] || { echo "the time zone is ${zone:-UTC}, not $CHECK_TIMEZONE"; exit 1; }
fi

for folder in /tmp /run /dev/shm /root /var/lib; do
	true >"$folder/.check" || { echo "$folder cannot be written"; exit 1; }
	rm "$folder/.check"
done

# Found again after a reboot where the root is on a disk.
echo "written by the check of base" >/var/lib/smart-os-check
sync
