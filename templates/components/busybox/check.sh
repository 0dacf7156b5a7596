# The shell computes, pipes and finds its commands; every link to busybox is a command that it has.
#: in machine container
[ $((6 * 7)) = 42 ] || { echo "the shell cannot compute"; exit 1; }
[ "$(printf 'b\na\n' | sort | head -n 1)" = a ] || { echo "a pipe of sort and head went wrong"; exit 1; }
busybox --list | sort >/tmp/applets
ls -l /usr/bin /usr/sbin | awk '/-> (\.\.\/bin\/)?busybox$/ { print $(NF - 2) }' | sort >/tmp/links
strangers=$(grep -vxFf /tmp/applets /tmp/links)
[ -z "$strangers" ] || { echo "busybox does not know" $strangers; exit 1; }
count=$(wc -l </tmp/links)
rm /tmp/applets /tmp/links
[ "$count" -ge 150 ] || { echo "only $count commands"; exit 1; }
echo "$count commands"
