/*
 * grow-root DISK NUMBER: gives the room behind the last partition of a GPT disk to that partition, and to the ext4 file system in
 * it that is mounted at /. All of it while in use: the kernel resizes the partition (BLKPG) and the file system (EXT4_IOC_RESIZE_FS).
 *
 * The backup table goes to the new end first, then the primary one is written: at every moment one of the two is whole.
 * Formats: UEFI specification, GUID Partition Table; kernel headers linux/blkpg.h, linux/fs.h. No C library.
 */
#include <stddef.h>
#include <stdint.h>

/* What gcc calls by itself. */
void *memcpy(void *to, const void *from, size_t length)
{
	void *start = to;
	__asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(length) : : "memory");
	return start;
}

void *memset(void *to, int value, size_t length)
{
	void *start = to;
	__asm__ volatile("rep stosb" : "+D"(to), "+c"(length) : "a"(value) : "memory");
	return start;
}

static long call(long number, long a, long b, long c, long d)
{
	long result;
	register long r10 __asm__("r10") = d;

	__asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10) : "rcx", "r11", "memory");
	return result;
}

/* x86-64 system calls. */
enum { WRITE = 1, OPEN = 2, IOCTL = 16, PREAD = 17, PWRITE = 18, EXIT = 60, FSYNC = 74, STATFS = 137 };
enum { READ_ONLY = 0, READ_WRITE = 2 };

#define BLKGETSIZE64 0x80081272
#define BLKPG 0x1269
#define BLKPG_RESIZE_PARTITION 3
#define EXT4_IOC_RESIZE_FS 0x40086610
#define EXT4_MAGIC 0xef53

enum { SECTOR = 512, ENTRIES = 128, ENTRY_SIZE = 128, TABLE_SECTORS = ENTRIES * ENTRY_SIZE / SECTOR, ALIGNED_SECTORS = 8 };

struct header {
	char signature[8];
	uint32_t revision, size, crc, zero;
	uint64_t own, other, first_usable, last_usable;
	unsigned char disk[16];
	uint64_t entries;
	uint32_t count, entry_size, entries_crc;
} __attribute__((packed));

struct entry {
	unsigned char type[16], unique[16];
	uint64_t first, last, attributes;
	uint16_t name[36];
} __attribute__((packed));

struct partition {
	int64_t start, length;
	int32_t number;
	char names[128];
};

struct request {
	int32_t operation, flags, length;
	struct partition *partition;
};

static union {
	struct header fields;
	unsigned char bytes[SECTOR];
} head;
static struct entry table[ENTRIES];
static unsigned char first_sector[SECTOR];

static void say(const char *text)
{
	size_t length = 0;

	while (text[length])
		length++;
	call(WRITE, 2, (long)text, (long)length, 0);
}

static _Noreturn void end(const char *text, int status)
{
	say("grow-root: ");
	say(text);
	say("\n");
	call(EXIT, status, 0, 0, 0);
	__builtin_unreachable();
}

/* CRC-32 as in IEEE 802.3. */
static uint32_t checksum(const void *data, size_t length)
{
	const unsigned char *bytes = data;
	uint32_t crc = ~0u;

	while (length-- > 0) {
		crc ^= *bytes++;
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
	}
	return ~crc;
}

static void get(long disk, void *data, size_t length, uint64_t sector)
{
	if (call(PREAD, disk, (long)data, (long)length, (long)(sector * SECTOR)) != (long)length)
		end("the disk cannot be read", 1);
}

static void put(long disk, const void *data, size_t length, uint64_t sector)
{
	if (call(PWRITE, disk, (long)data, (long)length, (long)(sector * SECTOR)) != (long)length)
		end("the disk cannot be written", 1);
}

/* Writes the table where `own` says that this copy of its header belongs. */
static void put_table(long disk, uint64_t own, uint64_t other, uint64_t entries)
{
	head.fields.own = own;
	head.fields.other = other;
	head.fields.entries = entries;
	head.fields.entries_crc = checksum(table, sizeof table);
	head.fields.crc = 0;
	head.fields.crc = checksum(&head, head.fields.size);
	put(disk, table, sizeof table, entries);
	put(disk, &head, sizeof head, own);
	if (call(FSYNC, disk, 0, 0, 0) != 0)
		end("the disk does not take the new table", 1);
}

/* The table as it is, checked: nothing is written over what is not understood. */
static void read_table(long disk)
{
	uint32_t crc;

	get(disk, &head, sizeof head, 1);
	for (int i = 0; i < 8; i++)
		if (head.fields.signature[i] != "EFI PART"[i])
			end("the disk has no GPT", 1);
	if (head.fields.size < sizeof(struct header) || head.fields.size > SECTOR || head.fields.count != ENTRIES ||
	    head.fields.entry_size != ENTRY_SIZE)
		end("the partition table has an unusual form", 1);
	crc = head.fields.crc;
	head.fields.crc = 0;
	get(disk, table, sizeof table, head.fields.entries);
	if (checksum(&head, head.fields.size) != crc || checksum(table, sizeof table) != head.fields.entries_crc)
		end("the partition table is damaged", 1);
}

/* True where the partition was made larger. */
static int grow_partition(long disk, unsigned number)
{
	struct entry *mine = &table[number - 1];
	uint64_t bytes, sectors, last;

	if (call(IOCTL, disk, BLKGETSIZE64, (long)&bytes, 0) != 0)
		end("the disk does not tell its size", 1);
	sectors = bytes / SECTOR;
	read_table(disk);
	if (mine->first == 0)
		end("there is no such partition", 1);
	for (int i = 0; i < ENTRIES; i++)
		if (table[i].first > mine->last)
			end("another partition lies behind it", 1);
	last = (sectors - 1 - TABLE_SECTORS) / ALIGNED_SECTORS * ALIGNED_SECTORS - 1;
	if (last <= mine->last)
		return 0;
	mine->last = last;
	head.fields.last_usable = sectors - 2 - TABLE_SECTORS;
	put_table(disk, sectors - 1, 1, sectors - 1 - TABLE_SECTORS);
	put_table(disk, 1, sectors - 1, 2);
	/* The protective MBR's one partition covers the disk, or as much as 32 bits can say. */
	get(disk, first_sector, SECTOR, 0);
	if (first_sector[446 + 4] == 0xee) {
		uint64_t all = sectors - 1 > 0xffffffff ? 0xffffffff : sectors - 1;

		for (int i = 0; i < 4; i++)
			first_sector[446 + 12 + i] = (unsigned char)(all >> 8 * i);
		put(disk, first_sector, SECTOR, 0);
	}
	return 1;
}

static void grow_file_system(const struct entry *mine)
{
	int64_t info[16];
	uint64_t blocks;
	long root;

	if (call(STATFS, (long)"/", (long)info, 0, 0) != 0 || info[0] != EXT4_MAGIC)
		end("the root is not ext4", 1);
	blocks = (mine->last - mine->first + 1) * SECTOR / (uint64_t)info[1];
	/* Blocks that the file system has without its own tables (f_blocks) are fewer: the kernel says when there is nothing to do. */
	root = call(OPEN, (long)"/", READ_ONLY, 0, 0);
	if (root < 0 || call(IOCTL, root, EXT4_IOC_RESIZE_FS, (long)&blocks, 0) != 0)
		end("the file system does not grow", 1);
}

__attribute__((used)) static _Noreturn void begin(long *stack)
{
	char **words = (char **)(stack + 1);
	unsigned number = 0;
	long disk;

	if (stack[0] != 3)
		end("usage: grow-root DISK NUMBER", 2);
	for (const char *digit = words[2]; *digit >= '0' && *digit <= '9' && number < 1000; digit++)
		number = number * 10 + (unsigned)(*digit - '0');
	if (number < 1 || number > ENTRIES)
		end("the partition's number is from 1 to 128", 2);
	disk = call(OPEN, (long)words[1], READ_WRITE, 0, 0);
	if (disk < 0)
		end("the disk cannot be opened", 1);
	if (grow_partition(disk, number)) {
		const struct entry *mine = &table[number - 1];
		struct partition partition = {
			.start = (int64_t)mine->first * SECTOR,
			.length = (int64_t)(mine->last - mine->first + 1) * SECTOR,
			.number = (int32_t)number,
		};
		struct request request = { BLKPG_RESIZE_PARTITION, 0, sizeof partition, &partition };

		if (call(IOCTL, disk, BLKPG, (long)&request, 0) != 0)
			end("the kernel does not take the partition's new size before the next start", 1);
		say("grow-root: the partition reaches to the end of the disk\n");
	}
	/* Also where the partition is large already: the last start may have ended in between. */
	grow_file_system(&table[number - 1]);
	call(EXIT, 0, 0, 0, 0);
	__builtin_unreachable();
}

__asm__(".globl _start\n_start:\n\tmov %rsp, %rdi\n\tand $-16, %rsp\n\tcall begin\n");
