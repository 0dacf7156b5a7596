# The server runs with host keys that this machine made for itself and that nobody else can read.
tries=60
until /usr/libexec/ssh-server ready; do
	tries=$((tries - 1))
	[ $tries -gt 0 ] || { echo "nothing listens on port $CHECK_OPTION_PORT: $(tail -n 1 /var/log/ssh.log)"; exit 1; }
	sleep 1
done
for folder in /etc/dropbear /run/dropbear; do
	key=$folder/dropbear_ed25519_host_key
	[ -s "$key" ] || continue
	mode=$(stat -c %a "$key")
	[ "$mode" = 600 ] || { echo "$key has the mode $mode"; exit 1; }
	exit 0
done
echo "there is no host key"
exit 1
