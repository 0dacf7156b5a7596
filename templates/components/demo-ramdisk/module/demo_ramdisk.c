// SPDX-License-Identifier: GPL-2.0-only
/*
 * A block device: /dev/demo-ramdisk is a disk that is nothing but memory. It shows what every disk driver does: offer a number of
 * sectors, and carry out the requests that the block layer puts into its queue.
 */
#include <linux/blk-mq.h>
#include <linux/blkdev.h>
#include <linux/highmem.h>
#include <linux/module.h>
#include <linux/version.h>
#include <linux/vmalloc.h>

static unsigned int megabytes = 4;
module_param(megabytes, uint, 0444);
MODULE_PARM_DESC(megabytes, "size of the disk, 1 to 64");

/* The disk's "medium". */
static u8 *store;
static u64 store_bytes;

static int major;
static struct gendisk *disk;
static struct blk_mq_tag_set tags;

/*
 * One request: a stretch of sectors to read or to write. Its memory need not be in one piece: it is a list of segments, each within
 * one page. A driver for real hardware would hand the list to the controller here and finish the request in its interrupt.
 */
static blk_status_t ramdisk_queue_rq(struct blk_mq_hw_ctx *queue, const struct blk_mq_queue_data *data)
{
	struct request *request = data->rq;
	u64 position = (u64)blk_rq_pos(request) << SECTOR_SHIFT;
	blk_status_t status = BLK_STS_OK;
	struct req_iterator iterator;
	struct bio_vec segment;

	blk_mq_start_request(request);
	switch (req_op(request)) {
	case REQ_OP_READ:
	case REQ_OP_WRITE:
		/* The block layer does not let requests reach beyond the end; a driver that believes it blindly writes into foreign memory. */
		if (position + blk_rq_bytes(request) > store_bytes) {
			status = BLK_STS_IOERR;
			break;
		}
		rq_for_each_segment(segment, request, iterator) {
			if (rq_data_dir(request) == WRITE)
				memcpy_from_bvec(store + position, &segment);
			else
				memcpy_to_bvec(&segment, store + position);
			position += segment.bv_len;
		}
		break;
	default:
		status = BLK_STS_NOTSUPP;
	}
	blk_mq_end_request(request, status);
	return BLK_STS_OK;
}

static const struct blk_mq_ops ramdisk_queue_operations = {
	.queue_rq = ramdisk_queue_rq,
};

static const struct block_device_operations ramdisk_operations = {
	.owner = THIS_MODULE,
};

static struct gendisk *allocate_disk(void)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 9, 0)
	struct queue_limits limits = { .physical_block_size = PAGE_SIZE };

	return blk_mq_alloc_disk(&tags, &limits, NULL);
#else
	struct gendisk *allocated = blk_mq_alloc_disk(&tags, NULL);

	if (!IS_ERR(allocated))
		blk_queue_physical_block_size(allocated->queue, PAGE_SIZE);
	return allocated;
#endif
}

/* Each step that fails undoes those before it, in reverse order: the kernel's customary ladder of labels. */
static int __init ramdisk_init(void)
{
	int error;

	if (megabytes < 1 || megabytes > 64) {
		pr_err("megabytes=%u: expected 1 to 64\n", megabytes);
		return -EINVAL;
	}
	store_bytes = (u64)megabytes << 20;
	/* One piece for us, but of scattered pages: so much contiguous memory is rarely free. Zeroed, or it would show foreign data. */
	store = vzalloc(store_bytes);
	if (!store)
		return -ENOMEM;

	major = register_blkdev(0, "demo-ramdisk");
	if (major < 0) {
		error = major;
		goto free_store;
	}
	tags.ops = &ramdisk_queue_operations;
	tags.nr_hw_queues = 1;
	tags.queue_depth = 64;
	tags.numa_node = NUMA_NO_NODE;
	/* Copying memory sleeps nowhere, but it takes a while: a thread may do it, with interrupts on. */
	tags.flags = BLK_MQ_F_BLOCKING;
	error = blk_mq_alloc_tag_set(&tags);
	if (error)
		goto unregister;

	disk = allocate_disk();
	if (IS_ERR(disk)) {
		error = PTR_ERR(disk);
		goto free_tags;
	}
	disk->major = major;
	disk->first_minor = 0;
	disk->minors = 1;
	disk->fops = &ramdisk_operations;
	strscpy(disk->disk_name, "demo-ramdisk", DISK_NAME_LEN);
	set_capacity(disk, store_bytes >> SECTOR_SHIFT);
	/* From here on requests come: everything must be ready before. */
	error = add_disk(disk);
	if (error)
		goto free_disk;
	return 0;

free_disk:
	put_disk(disk);
free_tags:
	blk_mq_free_tag_set(&tags);
unregister:
	unregister_blkdev(major, "demo-ramdisk");
free_store:
	vfree(store);
	return error;
}

static void __exit ramdisk_exit(void)
{
	/* Waits until every request is done; afterwards none comes any more. */
	del_gendisk(disk);
	put_disk(disk);
	blk_mq_free_tag_set(&tags);
	unregister_blkdev(major, "demo-ramdisk");
	vfree(store);
}

module_init(ramdisk_init);
module_exit(ramdisk_exit);

MODULE_DESCRIPTION("A block device in memory");
MODULE_AUTHOR("smart-os");
MODULE_LICENSE("GPL");
