/*
 * The boot loader for UEFI: one EFI program, \EFI\BOOT\BOOTX64.EFI, that reads \bzimage, \initrd and \cmdline from the
 * partition it was started from and starts Linux by its 64-bit boot protocol.
 *
 * Why not the kernel's own EFI stub, or GRUB: both want room for the unpacked kernel while the firmware still sits in most
 * of a small machine's memory (OVMF leaves 10 MB of 64 in one piece). Here the kernel unpacks itself after the firmware has
 * gone, over what the firmware no longer needs. Compiled with the host's gcc; src/image/pe.ts puts the PE header before it.
 *
 * Sources: UEFI specification 2.10; Linux, Documentation/x86/boot.rst and zero-page.rst (the offsets below).
 */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef u16 wchar;
#define EFIAPI __attribute__((ms_abi))
#define PAGE 4096ull
#define FAILED(status) ((status) >> 63)
#define ROUND_UP(value, to) (((value) + (to)-1) / (to) * (to))

struct guid { u32 a; u16 b, c; u8 d[8]; };
struct memory { u32 type, pad; u64 start, virtual, pages, attributes; };
struct table_header { u64 signature; u32 revision, size, crc, reserved; };

struct text_output { void *reset; u64(EFIAPI *output)(struct text_output *, const wchar *); };
struct boot_services {
	struct table_header header;
	void *raise_tpl, *restore_tpl;
	u64(EFIAPI *allocate_pages)(u32 how, u32 type, u64 pages, u64 *address);
	void *free_pages;
	u64(EFIAPI *get_memory_map)(u64 *size, void *map, u64 *key, u64 *entry_size, u32 *version);
	void *allocate_pool, *free_pool, *events[6], *install, *reinstall, *uninstall;
	u64(EFIAPI *handle_protocol)(void *handle, const struct guid *, void **interface);
	void *reserved, *register_notify, *locate_handle, *locate_device_path, *install_table, *load_image, *start_image, *exit, *unload;
	u64(EFIAPI *exit_boot_services)(void *image, u64 key);
	void *next_count, *stall, *set_watchdog, *connect, *disconnect, *open, *close, *information, *per_handle, *locate_buffer;
	u64(EFIAPI *locate_protocol)(const struct guid *, void *registration, void **interface);
};
struct system_table {
	struct table_header header;
	void *vendor; u32 vendor_revision;
	void *in_handle, *in, *out_handle; struct text_output *out;
	void *error_handle, *error, *runtime; struct boot_services *boot;
};
struct loaded_image { u32 revision; void *parent; struct system_table *table; void *device, *path, *reserved; u32 options_size; void *options; u8 *base; u64 size; };
struct file {
	u64 revision;
	u64(EFIAPI *open)(struct file *, struct file **, const wchar *, u64 mode, u64 attributes);
	void *close, *delete;
	u64(EFIAPI *read)(struct file *, u64 *size, void *buffer);
	void *write;
	u64(EFIAPI *get_position)(struct file *, u64 *);
	u64(EFIAPI *set_position)(struct file *, u64);
};
struct volume { u64 revision; u64(EFIAPI *open)(struct volume *, struct file **); };
struct gop_info { u32 version, width, height, format, red, green, blue, reserved, line; };
struct gop_mode { u32 max, mode; struct gop_info *info; u64 info_size, base, size; };
struct gop { void *query, *set, *blt; struct gop_mode *mode; };

struct range { u64 start, end; };
struct source { struct file *file; u64 size; u64 address; };

static struct boot_services *boot;
static struct text_output *out;
/* Where the kernel will unpack itself; nothing that is needed until then may lie inside. */
static struct range kernel;

void *memcpy(void *to, const void *from, unsigned long n) { void *start = to; __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(n) : : "memory"); return start; }
void *memset(void *to, int value, unsigned long n) { void *start = to; __asm__ volatile("rep stosb" : "+D"(to), "+c"(n) : "a"(value) : "memory"); return start; }

static u64 say(const wchar *text, u64 status)
{
	out->output(out, u"smart-os: ");
	out->output(out, text);
	out->output(out, u"\r\n");
	return status;
}

/* What belongs to nobody once the firmware's boot services have ended: loader, boot services, free memory. */
static int reclaimable(const struct memory *memory) { return memory->type >= 1 && memory->type <= 7 && memory->type != 5 && memory->type != 6; }
static int overlap(u64 start, u64 end, struct range range) { return start < range.end && range.start < end; }

/* 256 KB hold some 5000 entries; firmwares have hundreds. Static memory is zeroed space behind the program. */
static u8 map[256 * 1024];
static u64 map_size, map_key, entry_size;
static u32 map_version;

static u64 read_map(void)
{
	map_size = sizeof map;
	return boot->get_memory_map(&map_size, map, &map_key, &entry_size, &map_version);
}
static struct memory *entry_at(u64 offset) { return (struct memory *)(map + offset); }

/* The lowest place of `size` bytes at or above `lowest` that will be free later and does not touch `stack`. */
static u64 find_kernel_place(u64 size, u64 lowest, u64 align, struct range stack)
{
	u64 candidate = ROUND_UP(lowest, align);
	/* Each round moves behind what is in the way; the map need not be sorted. */
	for (int moved = 1; moved && candidate + size < 1ull << 32;) {
		u64 covered = 0;
		moved = 0;
		for (u64 at = 0; at < map_size; at += entry_size) {
			struct memory *m = entry_at(at);
			u64 end = m->start + m->pages * PAGE;
			if (!overlap(candidate, candidate + size, (struct range){ m->start, end })) continue;
			if (!reclaimable(m)) { candidate = ROUND_UP(end, align); moved = 1; break; }
			covered += (end < candidate + size ? end : candidate + size) - (m->start > candidate ? m->start : candidate);
		}
		if (!moved && overlap(candidate, candidate + size, stack)) { candidate = ROUND_UP(stack.end, align); moved = 1; }
		if (!moved && covered == size) return candidate;
		if (!moved) { candidate += align; moved = 1; }
	}
	return 0;
}

/* Pages outside the kernel's place, as low as possible above 1 MB. */
static u64 allocate(u64 size, u64 *address)
{
	u64 pages = ROUND_UP(size, PAGE) / PAGE, best = ~0ull;
	if (FAILED(read_map())) return ~0ull;
	for (u64 at = 0; at < map_size; at += entry_size) {
		struct memory *m = entry_at(at);
		u64 end = m->start + m->pages * PAGE, start = m->start < 0x100000 ? 0x100000 : m->start;
		if (m->type != 7) continue;
		if (overlap(start, start + pages * PAGE, kernel)) start = kernel.end;
		if (start + pages * PAGE <= end && start + pages * PAGE < 1ull << 32 && start < best) best = start;
	}
	*address = best;
	return best == ~0ull ? best : boot->allocate_pages(2, 2, pages, address);
}

static u64 open(struct file *root, const wchar *name, struct source *source)
{
	u64 status = root->open(root, &source->file, name, 1, 0);
	if (FAILED(status)) return status;
	status = source->file->set_position(source->file, ~0ull);
	if (!FAILED(status)) status = source->file->get_position(source->file, &source->size);
	return FAILED(status) ? status : source->file->set_position(source->file, 0);
}

static u64 load(struct source *source)
{
	u64 size = source->size;
	u64 status = allocate(source->size + 1, &source->address);
	if (!FAILED(status)) status = source->file->read(source->file, &size, (void *)source->address);
	return FAILED(status) ? status : size == source->size ? 0 : ~0ull;
}

#define PUT(type, offset, value) (*(type *)(zero_page + (offset)) = (type)(value))
#define GET(type, buffer, offset) (*(const type *)((const u8 *)(buffer) + (offset)))

/* The framebuffer that the firmware set up, for the kernel's efifb (struct screen_info). */
static void describe_screen(u8 *zero_page)
{
	static const struct guid gop_guid = { 0x9042a9de, 0x23dc, 0x4a38, { 0x96, 0xfb, 0x7a, 0xde, 0xd0, 0x80, 0x51, 0x6a } };
	struct gop *gop;
	if (FAILED(boot->locate_protocol(&gop_guid, 0, (void **)&gop)) || !gop->mode || !gop->mode->info) return;
	struct gop_info *info = gop->mode->info;
	/* 0: red first, 1: blue first; masks and "no framebuffer" are not worth their code. */
	if (info->format > 1) return;
	PUT(u8, 0x0f, 0x70);
	PUT(u16, 0x12, info->width);
	PUT(u16, 0x14, info->height);
	PUT(u16, 0x16, 32);
	PUT(u32, 0x18, gop->mode->base);
	PUT(u32, 0x1c, gop->mode->size);
	PUT(u16, 0x24, info->line * 4);
	PUT(u8, 0x26, 8);
	PUT(u8, 0x27, info->format == 0 ? 0 : 16);
	PUT(u8, 0x28, 8);
	PUT(u8, 0x29, 8);
	PUT(u8, 0x2a, 8);
	PUT(u8, 0x2b, info->format == 0 ? 16 : 0);
	PUT(u8, 0x2c, 8);
	PUT(u8, 0x2d, 24);
	PUT(u32, 0x36, 2);
	PUT(u32, 0x3a, gop->mode->base >> 32);
}

/* The memory map in the form that a BIOS would give; neighbours of a kind are one entry. At most 128 fit. */
static void describe_memory(u8 *zero_page)
{
	u8 count = 0;
	u64 last_end = 0;
	u32 last_type = 0;
	for (u64 at = 0; at < map_size; at += entry_size) {
		struct memory *m = entry_at(at);
		u32 type = reclaimable(m) ? 1 : m->type == 9 ? 3 : m->type == 10 ? 4 : m->type == 8 ? 5 : 2;
		u8 *entry = zero_page + 0x2d0 + 20 * count;
		if (count > 0 && type == last_type && m->start == last_end) *(u64 *)(entry - 12) += m->pages * PAGE;
		else if (count < 128) {
			*(u64 *)entry = m->start;
			*(u64 *)(entry + 8) = m->pages * PAGE;
			*(u32 *)(entry + 16) = type;
			count++;
		}
		last_type = type;
		last_end = m->start + m->pages * PAGE;
	}
	PUT(u8, 0x1e8, count);
}

/* Boot protocol, "64-bit": flat segments 0x10 and 0x18, the first 4 GB mapped to themselves, interrupts off, RSI = zero page. */
static u64 gdt[4] __attribute__((aligned(16)));
static u64 tables[6][512] __attribute__((aligned(4096)));
static u8 stack_space[16384] __attribute__((aligned(16)));

__attribute__((noreturn)) static void enter(u64 entry, u8 *zero_page)
{
	gdt[2] = 0x00af9a000000ffffull;
	gdt[3] = 0x00cf92000000ffffull;
	tables[0][0] = (u64)tables[1] | 3;
	for (int i = 0; i < 4; i++) {
		tables[1][i] = (u64)tables[2 + i] | 3;
		for (int j = 0; j < 512; j++) tables[2 + i][j] = ((u64)i << 30 | (u64)j << 21) | 0x83;
	}
	struct { u16 limit; u64 base; } __attribute__((packed)) pointer = { sizeof gdt - 1, (u64)gdt };
	__asm__ volatile(
		"lgdt %0\n\t"
		"mov %1, %%cr3\n\t"
		"mov %2, %%rsp\n\t"
		"pushq $0x10\n\t"
		"lea 1f(%%rip), %%rax\n\t"
		"pushq %%rax\n\t"
		"lretq\n"
		"1:\tmov $0x18, %%eax\n\t"
		"mov %%eax, %%ds\n\tmov %%eax, %%es\n\tmov %%eax, %%ss\n\t"
		"xor %%ebx, %%ebx\n\txor %%ebp, %%ebp\n\txor %%edi, %%edi\n\t"
		"jmp *%3"
		: : "m"(pointer), "r"(tables[0]), "r"(stack_space + sizeof stack_space), "r"(entry), "S"(zero_page) : "rax", "memory");
	__builtin_unreachable();
}

/* Everything up to the kernel's first instruction; runs outside the kernel's place. */
static u64 EFIAPI start(void *image, struct system_table *system, struct source *bzimage, struct source *initrd, struct source *cmdline, const u8 *head)
{
	u64 zero_page_address, status = load(bzimage);
	if (!FAILED(status)) status = load(initrd);
	if (!FAILED(status)) status = load(cmdline);
	if (!FAILED(status)) status = allocate(PAGE, &zero_page_address);
	if (FAILED(status)) return say(u"not enough memory for kernel and initramfs", status);

	u8 *zero_page = (u8 *)zero_page_address;
	memset(zero_page, 0, PAGE);
	memcpy(zero_page + 0x1f1, head + 0x1f1, 0x202 + head[0x201] - 0x1f1);
	((u8 *)cmdline->address)[cmdline->size] = 0;
	PUT(u8, 0x210, 0xff);
	PUT(u32, 0x214, kernel.start);
	PUT(u32, 0x218, initrd->address);
	PUT(u32, 0x21c, initrd->size);
	PUT(u32, 0x228, cmdline->address);
	describe_screen(zero_page);
	/* The map may change while it is read for the last time; the specification allows another try. */
	for (int tries = 0; tries < 4; tries++) {
		status = read_map();
		if (!FAILED(status)) status = boot->exit_boot_services(image, map_key);
		if (!FAILED(status)) break;
	}
	if (FAILED(status)) return say(u"the firmware does not let go", status);
	__asm__ volatile("cli");
	PUT(u32, 0x1c0, 0x34364c45);
	PUT(u32, 0x1c4, (u64)system);
	PUT(u32, 0x1d8, (u64)system >> 32);
	PUT(u32, 0x1c8, entry_size);
	PUT(u32, 0x1cc, map_version);
	PUT(u32, 0x1d0, (u64)map);
	PUT(u32, 0x1dc, (u64)map >> 32);
	PUT(u32, 0x1d4, map_size);
	describe_memory(zero_page);
	u64 setup = (head[0x1f1] ? head[0x1f1] : 4) * 512 + 512;
	memcpy((void *)kernel.start, (u8 *)bzimage->address + setup, bzimage->size - setup);
	enter(kernel.start + 0x200, zero_page);
}

__attribute__((section(".text.entry"))) u64 EFIAPI efi_main(void *image, struct system_table *system)
{
	static const struct guid image_guid = { 0x5b1b31a1, 0x9562, 0x11d2, { 0x8e, 0x3f, 0x00, 0xa0, 0xc9, 0x69, 0x72, 0x3b } };
	static const struct guid volume_guid = { 0x964e5b22, 0x6459, 0x11d2, { 0x8e, 0x39, 0x00, 0xa0, 0xc9, 0x69, 0x72, 0x3b } };
	struct loaded_image *self;
	struct volume *volume;
	struct file *root;
	struct source bzimage, initrd, cmdline;
	u8 head[1024];
	u64 status, size = sizeof head, moved;

	boot = system->boot;
	out = system->out;
	say(u"boot loader", 0);
	status = boot->handle_protocol(image, &image_guid, (void **)&self);
	if (!FAILED(status)) status = boot->handle_protocol(self->device, &volume_guid, (void **)&volume);
	if (!FAILED(status)) status = volume->open(volume, &root);
	if (FAILED(status)) return say(u"the partition that this was started from cannot be read", status);
	status = open(root, u"\\bzimage", &bzimage);
	if (!FAILED(status)) status = open(root, u"\\initrd", &initrd);
	if (!FAILED(status)) status = open(root, u"\\cmdline", &cmdline);
	if (!FAILED(status)) status = bzimage.file->read(bzimage.file, &size, head);
	if (!FAILED(status)) status = bzimage.file->set_position(bzimage.file, 0);
	if (FAILED(status)) return say(u"bzimage, initrd or cmdline is missing", status);
	/* "HdrS", protocol 2.12 or later, a 64-bit entry. */
	if (size < sizeof head || GET(u32, head, 0x202) != 0x53726448 || GET(u16, head, 0x206) < 0x20c || !(GET(u16, head, 0x236) & 1))
		return say(u"bzimage is not a 64-bit Linux kernel", ~0ull);

	u64 init_size = ROUND_UP(GET(u32, head, 0x260), PAGE), here = (u64)&size;
	status = read_map();
	if (FAILED(status)) return say(u"the firmware has no memory map", status);
	kernel.start = find_kernel_place(init_size, GET(u64, head, 0x258), GET(u32, head, 0x230), (struct range){ here - 0x10000, here + 0x10000 });
	kernel.end = kernel.start + init_size;
	if (!kernel.start) return say(u"not enough memory for the kernel", ~0ull);
	/* A copy of this program goes on when the program itself is where the kernel will be. All of it is position-independent. */
	moved = (u64)self->base;
	if (overlap(moved, moved + self->size, kernel)) {
		status = allocate(self->size, &moved);
		if (FAILED(status)) return say(u"not enough memory for this program", status);
		memcpy((void *)moved, self->base, self->size);
	}
	__typeof__(&start) go_on = (__typeof__(&start))(moved + ((u8 *)start - self->base));
	return go_on(image, system, &bzimage, &initrd, &cmdline, head);
}
