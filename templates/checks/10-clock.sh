# The guest's clock agrees with the host's: the real-time clock was read and the time zone did not shift it.
#: in machine container
now=$(date +%s)
difference=$((now - CHECK_TIME))
[ "$difference" -lt 0 ] && difference=$((-difference))
echo "the clock is $difference s off"
[ "$difference" -le 120 ]
