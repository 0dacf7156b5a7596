# A program in assembly is assembled, linked and run; the other tools see in it what was written.
#: in machine container
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
cat >exit.s <<'END'
	.globl _start
	.text
_start:
	mov $60, %eax
	mov answer(%rip), %edi
	syscall
	.data
	.globl answer
answer:
	.long 42
END
as -o exit.o exit.s || { echo "as failed"; exit 1; }
ld -o exit exit.o || { echo "ld failed"; exit 1; }
./exit
[ $? = 42 ] || { echo "the assembled program ended with another status than 42"; exit 1; }
nm exit | grep -q ' D answer$' || { echo "nm does not see the variable"; exit 1; }
readelf -h exit | grep -q 'X86-64' || { echo "readelf does not know the architecture"; exit 1; }
objdump -d exit | grep -q 'syscall' || { echo "objdump does not disassemble"; exit 1; }
ar rcs libexit.a exit.o && ar t libexit.a | grep -qx exit.o || { echo "ar made no archive"; exit 1; }
before=$(wc -c <exit)
strip exit && [ "$(wc -c <exit)" -lt "$before" ] || { echo "strip took nothing away"; exit 1; }
